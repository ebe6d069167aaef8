// SPDX-License-Identifier: Apache-2.0
// JPEG through libjpeg-turbo. Errors come by longjmp: everything between a setjmp and the call that
// may jump has trivial destructors only.
#include <cstdio>
// jpeglib.h needs what cstdio declares.
#include <jpeglib.h>

#include <cstdlib>

#include "plugins/io/common/jump_guard.hpp"
#include "plugins/io/write/encoder.hpp"
#include "plugins/io/write/rows.hpp"

namespace pipeline::io {

namespace {

constexpr int full_chroma_quality = 90;  // from here up colours are stored at full resolution

struct Errors {
  jpeg_error_mgr base;
  std::jmp_buf jump;
  char text[JMSG_LENGTH_MAX];
};

[[noreturn]] void on_error(j_common_ptr info) {
  auto* errors = reinterpret_cast<Errors*>(info->err);
  info->err->format_message(info, errors->text);
  std::longjmp(errors->jump, 1);
}
void on_message(j_common_ptr, int) {}

class JpegWriter {
 public:
  JpegWriter() {
    jpeg_.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = on_error;
    errors_.base.emit_message = on_message;
  }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;
  ~JpegWriter() {
    jpeg_destroy_compress(&jpeg_);
    std::free(out_);
  }

  std::string write(const AnyImage& picture, int quality, const BasicCall& call) {
    Rows rows(picture, PIPELINE_U8);
    run([&] { start(picture, quality); });
    for (int64_t y = 0; y < picture.height(); y += poll_rows) {
      if (call.cancelled()) throw stopped();
      const int64_t end = std::min<int64_t>(picture.height(), y + poll_rows);
      run([&] {
        for (int64_t i = y; i < end; ++i) {
          JSAMPROW row = const_cast<JSAMPROW>(rows[i]);  // libjpeg only reads it
          jpeg_write_scanlines(&jpeg_, &row, 1);
        }
      });
    }
    run([&] { jpeg_finish_compress(&jpeg_); });
    return {reinterpret_cast<const char*>(out_), size_};
  }

 private:
  template <class F>
  void run(F f) {
    if (!returned(errors_.jump, f)) throw write_failed("JPEG", errors_.text);
  }

  void start(const AnyImage& picture, int quality) {
    jpeg_create_compress(&jpeg_);
    jpeg_mem_dest(&jpeg_, &out_, &size_);
    jpeg_.image_width = static_cast<JDIMENSION>(picture.width());
    jpeg_.image_height = static_cast<JDIMENSION>(picture.height());
    jpeg_.input_components = picture.channels();
    jpeg_.in_color_space = picture.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&jpeg_);
    jpeg_set_quality(&jpeg_, quality, TRUE);
    if (quality >= full_chroma_quality) {
      jpeg_.comp_info[0].h_samp_factor = jpeg_.comp_info[0].v_samp_factor = 1;
    }
    jpeg_.optimize_coding = TRUE;
    jpeg_start_compress(&jpeg_, TRUE);
  }

  jpeg_compress_struct jpeg_{};
  Errors errors_{};
  unsigned char* out_ = nullptr;
  unsigned long size_ = 0;
};

}  // namespace

std::string encode_jpeg(const AnyImage& picture, const WriteOptions& options,
                        const BasicCall& call) {
  if (picture.width() > JPEG_MAX_DIMENSION || picture.height() > JPEG_MAX_DIMENSION) {
    throw Error(PIPELINE_UNSUPPORTED, "a JPEG has at most 65500 pixels a side, the picture has " +
                                          size_of(picture) + "; write PNG or TIFF");
  }
  return JpegWriter().write(picture, options.quality, call);
}

}  // namespace pipeline::io
