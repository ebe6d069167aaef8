// SPDX-License-Identifier: Apache-2.0
// JPEG through libjpeg-turbo. Errors come by longjmp: everything between a setjmp and the call that
// may jump has trivial destructors only.
#include <cstdio>
// jpeglib.h needs what cstdio declares.
#include <jerror.h>
#include <jpeglib.h>

#include <cstdlib>
#include <cstring>

#include "plugins/io/common/jump_guard.hpp"
#include "plugins/io/read/decoder.hpp"
#include "plugins/io/read/exif.hpp"

namespace pipeline::io {

namespace {

using std::string_view_literals::operator""sv;

constexpr char name[] = "JPEG";
constexpr int max_scans = 200;  // real files have about ten; thousands are an attack on our time

struct Errors {
  jpeg_error_mgr base;
  std::jmp_buf jump;
  char text[JMSG_LENGTH_MAX];
};

struct Progress {
  jpeg_progress_mgr base;
  const BasicCall* call;
  bool cancelled;
};

[[noreturn]] void on_error(j_common_ptr info) {
  auto* errors = reinterpret_cast<Errors*>(info->err);
  info->err->format_message(info, errors->text);
  std::longjmp(errors->jump, 1);
}

// Damaged data is only a warning to libjpeg; a picture that is half grey helps nobody.
void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  const int code = info->err->msg_code;
  const bool harmless =
      code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR || code == JWRN_BOGUS_ICC;
  if (!harmless) on_error(info);
}

void on_progress(j_common_ptr info) {
  auto* progress = reinterpret_cast<Progress*>(info->progress);
  const auto* jpeg = reinterpret_cast<j_decompress_ptr>(info);
  auto* errors = reinterpret_cast<Errors*>(info->err);
  if (jpeg->input_scan_number > max_scans) {
    std::snprintf(errors->text, sizeof errors->text, "more than %d scans", max_scans);
    std::longjmp(errors->jump, 1);
  }
  if (!progress->call->cancelled()) return;
  progress->cancelled = true;
  std::longjmp(errors->jump, 1);
}

class JpegDecoder final : public Decoder {
 public:
  explicit JpegDecoder(std::string_view file) {
    jpeg_.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = on_error;
    errors_.base.emit_message = on_message;
    try {
      run([&] { read_header(file); });
      take_markers();
    } catch (...) {
      jpeg_destroy_decompress(&jpeg_);
      throw;
    }
  }
  JpegDecoder(const JpegDecoder&) = delete;
  JpegDecoder& operator=(const JpegDecoder&) = delete;
  ~JpegDecoder() override { jpeg_destroy_decompress(&jpeg_); }

  void prefer_rgb8() override {
    if (header_.model != Model::grey || !header_.profile.empty()) return;
    jpeg_.out_color_space = JCS_RGB;
    header_.model = Model::rgb;
  }

  void decode(const Raster& to, const BasicCall& call) override {
    progress_ = {{}, &call, false};
    progress_.base.progress_monitor = on_progress;
    jpeg_.progress = &progress_.base;
    run([&] { read_pixels(to); });
  }

 private:
  template <class F>
  void run(F f) {
    if (returned(errors_.jump, f)) return;
    if (progress_.cancelled) throw stopped();
    const int code = errors_.base.msg_code;
    if (code == JWRN_JPEG_EOF || code == JERR_INPUT_EOF) throw truncated(name);
    throw damaged(name, errors_.text);
  }

  void read_header(std::string_view file) {
    jpeg_create_decompress(&jpeg_);
    jpeg_mem_src(&jpeg_, reinterpret_cast<const unsigned char*>(file.data()), file.size());
    jpeg_save_markers(&jpeg_, JPEG_APP0 + 1, 0xFFFF);
    jpeg_save_markers(&jpeg_, JPEG_APP0 + 2, 0xFFFF);
    jpeg_read_header(&jpeg_, TRUE);
  }

  void take_markers() {
    header_.width = jpeg_.image_width;
    header_.height = jpeg_.image_height;
    switch (jpeg_.num_components) {
      case 1:
        header_.model = Model::grey;
        break;
      case 3:
        jpeg_.out_color_space = JCS_RGB;
        break;
      case 4:
        header_.model = Model::cmyk;
        jpeg_.out_color_space = JCS_CMYK;
        break;
      default:
        throw unsupported(name, std::to_string(jpeg_.num_components) + " components");
    }
    for (const auto* marker = jpeg_.marker_list; marker; marker = marker->next) {
      const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
      if (marker->marker == JPEG_APP0 + 1 && data.starts_with("Exif\0\0"sv)) {
        header_.orientation = exif_orientation(data);
      }
    }
    JOCTET* profile = nullptr;
    unsigned int size = 0;
    run([&] { jpeg_read_icc_profile(&jpeg_, &profile, &size); });
    if (profile) header_.profile.assign(reinterpret_cast<const char*>(profile), size);
    std::free(profile);
  }

  void read_pixels(const Raster& to) {
    jpeg_start_decompress(&jpeg_);
    constexpr JDIMENSION most = 16;
    JSAMPROW rows[most];
    while (jpeg_.output_scanline < jpeg_.output_height) {
      const JDIMENSION first = jpeg_.output_scanline;
      const JDIMENSION left = jpeg_.output_height - first;
      const JDIMENSION wanted = left < most ? left : most;
      for (JDIMENSION i = 0; i < wanted; ++i) rows[i] = to.row(first + i);
      const JDIMENSION got = jpeg_read_scanlines(&jpeg_, rows, wanted);
      if (header_.model != Model::cmyk || !jpeg_.saw_Adobe_marker) continue;
      // Adobe's files store how much light is left.
      for (JDIMENSION i = 0; i < got; ++i) {
        for (size_t k = 0; k < row_bytes(header_); ++k) {
          rows[i][k] = static_cast<JSAMPLE>(255 - rows[i][k]);
        }
      }
    }
    jpeg_finish_decompress(&jpeg_);
  }

  jpeg_decompress_struct jpeg_{};
  Errors errors_{};
  Progress progress_{};
};

}  // namespace

std::unique_ptr<Decoder> open_jpeg(std::string_view file) {
  return std::make_unique<JpegDecoder>(file);
}

}  // namespace pipeline::io
