// SPDX-License-Identifier: Apache-2.0
// PNG through libpng. libpng reports errors by longjmp: everything between a setjmp and the call
// that may jump has trivial destructors only.
#include <png.h>

#include <bit>
#include <cstring>

#include "plugins/io/common/jump_guard.hpp"
#include "plugins/io/read/decoder.hpp"
#include "plugins/io/read/exif.hpp"

namespace pipeline::io {

namespace {

constexpr char name[] = "PNG";

class PngDecoder final : public Decoder {
 public:
  explicit PngDecoder(std::string_view file) : file_(file) {
    check_lengths();
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
    info_ = png_ ? png_create_info_struct(png_) : nullptr;
    if (!info_) {
      png_destroy_read_struct(&png_, nullptr, nullptr);
      throw Error(PIPELINE_NO_MEMORY, "PNG: out of memory");
    }
    try {
      run([this] { read_header(); });
      take_profile();
    } catch (...) {
      close();
      throw;
    }
  }
  PngDecoder(const PngDecoder&) = delete;
  PngDecoder& operator=(const PngDecoder&) = delete;
  ~PngDecoder() override { close(); }

  void prefer_rgb8() override {
    if (!header_.profile.empty()) return;
    if (header_.sample == PIPELINE_U16) png_set_scale_16(png_);  // rounds
    if (header_.model == Model::grey) png_set_gray_to_rgb(png_);
    header_.sample = PIPELINE_U8;
    header_.model = Model::rgb;
  }

  void decode(const Raster& to, const BasicCall& call) override {
    bool cancelled = false;
    run([&] { cancelled = !read_pixels(to, call); });
    if (cancelled) throw stopped();
    take_orientation();
  }

 private:
  static PngDecoder& self(png_structp png) {
    return *static_cast<PngDecoder*>(png_get_error_ptr(png));
  }
  static void on_error(png_structp png, png_const_charp text) {
    std::strncpy(self(png).message_, text, sizeof message_ - 1);
    png_longjmp(png, 1);
  }
  static void on_warning(png_structp, png_const_charp) {}

  static void on_read(png_structp png, png_bytep to, size_t size) {
    auto& from = *static_cast<PngDecoder*>(png_get_io_ptr(png));
    if (from.file_.size() - from.at_ < size) {
      from.truncated_ = true;
      png_error(png, "truncated");
    }
    std::memcpy(to, from.file_.data() + from.at_, size);
    from.at_ += size;
  }

  template <class F>
  void run(F f) {
    if (returned(png_jmpbuf(png_), f)) return;
    throw truncated_ ? truncated(name) : damaged(name, message_);
  }

  // libpng allocates what some chunks say that they hold before it looks for it.
  void check_lengths() const {
    constexpr size_t signature = 8, frame = 12;  // a chunk's length, name and CRC
    for (size_t at = signature; file_.size() - at >= frame;) {
      size_t length = 0;
      for (size_t i = at; i < at + 4; ++i) length = length << 8 | static_cast<uint8_t>(file_[i]);
      if (length > file_.size() - at - frame) throw truncated(name);
      if (file_.substr(at + 4, 4) == "IEND") return;
      at += frame + length;
    }
  }

  void close() { png_destroy_read_struct(&png_, &info_, nullptr); }

  void read_header() {
    png_set_read_fn(png_, this, on_read);
    // The limit on pixels is the stage's own, with a text that says how to raise it.
    png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    skip_chunks();
    png_read_info(png_, info_);
    header_.width = png_get_image_width(png_, info_);
    header_.height = png_get_image_height(png_, info_);
    const int type = png_get_color_type(png_, info_);
    const bool alpha = (type & PNG_COLOR_MASK_ALPHA) || png_get_valid(png_, info_, PNG_INFO_tRNS);
    header_.model = type & PNG_COLOR_MASK_COLOR ? Model::rgb : Model::grey;
    header_.sample = png_get_bit_depth(png_, info_) == 16 ? PIPELINE_U16 : PIPELINE_U8;
    header_.alpha = alpha ? PIPELINE_ALPHA_STRAIGHT : PIPELINE_ALPHA_NONE;
    png_set_expand(png_);  // palettes, 1 to 4 bits, tRNS
    if (std::endian::native == std::endian::little) png_set_swap(png_);
  }

  // Texts and the like can be large and are not wanted.
  void skip_chunks() {
    static constexpr png_byte chunks[] = "tEXt\0zTXt\0iTXt\0sPLT\0hIST\0tIME\0pCAL\0sCAL\0oFFs";
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, chunks, sizeof chunks / 5);
  }

  bool read_pixels(const Raster& to, const BasicCall& call) {
    const int passes = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    for (int pass = 0; pass < passes; ++pass) {
      for (int64_t y = 0; y < header_.height; ++y) {
        if (y % poll_rows == 0 && call.cancelled()) return false;
        png_read_row(png_, to.row(y), nullptr);
      }
    }
    png_read_end(png_, info_);
    return true;
  }

  void take_profile() {
    png_charp label = nullptr;
    png_bytep profile = nullptr;
    png_uint_32 size = 0;
    int compression = 0;
    if (png_get_iCCP(png_, info_, &label, &compression, &profile, &size)) {
      header_.profile.assign(reinterpret_cast<const char*>(profile), size);
    }
  }

  void take_orientation() {
    png_bytep exif = nullptr;
    png_uint_32 size = 0;
    if (png_get_eXIf_1(png_, info_, &size, &exif)) {
      header_.orientation = exif_orientation({reinterpret_cast<const char*>(exif), size});
    }
  }

  std::string_view file_;
  size_t at_ = 0;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  bool truncated_ = false;
  char message_[128] = "";
};

}  // namespace

std::unique_ptr<Decoder> open_png(std::string_view file) {
  return std::make_unique<PngDecoder>(file);
}

}  // namespace pipeline::io
