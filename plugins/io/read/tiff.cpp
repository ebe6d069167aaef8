// SPDX-License-Identifier: Apache-2.0
// TIFF through libtiff: the first picture of the file, in strips or tiles.
#include <algorithm>
#include <bit>

#include "plugins/io/read/decoder.hpp"
#include "plugins/io/read/tiff_file.hpp"
#include "plugins/io/read/tiff_unpack.hpp"

namespace pipeline::io {

namespace {

constexpr char name[] = "TIFF";
constexpr int most_samples = 64;                     // a pixel
constexpr tmsize_t largest_row = tmsize_t{1} << 30;  // bytes
constexpr tmsize_t usual_tile = tmsize_t{1} << 24;   // bytes; larger ones only in larger pictures

class TiffDecoder final : public Decoder {
 public:
  explicit TiffDecoder(std::string_view file) : file_(file) {
    if (!tiff()) fail("its directory cannot be read");
    header_.width = number<uint32_t>(TIFFTAG_IMAGEWIDTH, 0);
    header_.height = number<uint32_t>(TIFFTAG_IMAGELENGTH, 0);
    const int orientation = number<uint16_t>(TIFFTAG_ORIENTATION, 1);
    header_.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    uint32_t size = 0;
    const char* profile = nullptr;
    if (TIFFGetField(tiff(), TIFFTAG_ICCPROFILE, &size, &profile)) {
      header_.profile.assign(profile, size);
    }
    find_layout();
  }

  void decode(const Raster& to, const BasicCall& call) override {
    file_.forget_problem();  // of tags that did not keep it from opening
    if (by_libtiff_) {
      decode_by_libtiff(to);
    } else if (TIFFIsTiled(tiff())) {
      decode_tiles(to, call);
    } else {
      decode_strips(to, call);
    }
    if (!file_.problem().empty()) fail("");
  }

 private:
  TIFF* tiff() const { return file_.get(); }

  [[noreturn]] void fail(const char* fallback) const {
    throw damaged(name, file_.problem().empty() ? fallback : file_.problem());
  }

  template <class T>
  T number(uint32_t tag, T otherwise) const {
    T value = otherwise;
    return TIFFGetFieldDefaulted(tiff(), tag, &value) ? value : otherwise;
  }

  void find_layout() {
    const int samples = number<uint16_t>(TIFFTAG_SAMPLESPERPIXEL, 1);
    const uint16_t compression = number<uint16_t>(TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    if (!TIFFIsCODECConfigured(compression)) {
      throw unsupported(name, "compression scheme " + std::to_string(compression));
    }
    if (samples < 1 || samples > most_samples) {
      throw unsupported(name, std::to_string(samples) + " samples a pixel");
    }
    separate_ =
        number<uint16_t>(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
    layout_.bits = number<uint16_t>(TIFFTAG_BITSPERSAMPLE, 1);
    const int guess = samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    int photometric = number<uint16_t>(TIFFTAG_PHOTOMETRIC, static_cast<uint16_t>(guess));
    if (photometric == PHOTOMETRIC_YCBCR && compression == COMPRESSION_JPEG && !separate_) {
      TIFFSetField(tiff(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
      photometric = PHOTOMETRIC_RGB;
    }
    switch (photometric) {
      case PHOTOMETRIC_MINISWHITE:
      case PHOTOMETRIC_MINISBLACK:
        header_.model = Model::grey;
        break;
      case PHOTOMETRIC_RGB:
        break;
      case PHOTOMETRIC_PALETTE:
        return use_palette(samples);
      case PHOTOMETRIC_SEPARATED:
        header_.model = Model::cmyk;
        break;
      default:
        return use_libtiff();
    }
    layout_.inverted = photometric == PHOTOMETRIC_MINISWHITE;
    use_samples(samples);
  }

  void use_samples(int samples) {
    check_sample_type();
    header_.sample = layout_.bits == 32   ? PIPELINE_F32
                     : layout_.bits == 16 ? PIPELINE_U16
                                          : PIPELINE_U8;
    const int colours = io::channels(header_.model);
    if (samples < colours) {
      throw damaged(name, std::to_string(samples) + " samples a pixel where its colours need " +
                              std::to_string(colours));
    }
    uint16_t extra = 0;
    const uint16_t* kinds = nullptr;
    TIFFGetFieldDefaulted(tiff(), TIFFTAG_EXTRASAMPLES, &extra, &kinds);
    if (samples > colours && extra > 0 && kinds[0] == EXTRASAMPLE_ASSOCALPHA) {
      header_.alpha = PIPELINE_ALPHA_PREMULTIPLIED;
    }
    if (samples > colours && extra > 0 && kinds[0] == EXTRASAMPLE_UNASSALPHA) {
      header_.alpha = PIPELINE_ALPHA_STRAIGHT;
    }
    layout_.alpha = has_alpha(header_);
    layout_.channels = channels(header_);
    layout_.stored = separate_ ? 1 : samples;
    layout_.used = separate_ ? 1 : layout_.channels;
  }

  void check_sample_type() const {
    const uint16_t format = number<uint16_t>(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    const int bits = layout_.bits;
    const bool ink = header_.model == Model::cmyk;
    const bool integer = format == SAMPLEFORMAT_UINT && bits <= 16 &&
                         std::has_single_bit(static_cast<unsigned>(bits));
    const bool real = format == SAMPLEFORMAT_IEEEFP && bits == 32;
    if (ink ? integer && bits >= 8 : integer || real) return;
    const char* kind = format == SAMPLEFORMAT_UINT     ? "integers"
                       : format == SAMPLEFORMAT_INT    ? "signed integers"
                       : format == SAMPLEFORMAT_IEEEFP ? "floats"
                                                       : "other samples";
    throw unsupported(name, std::to_string(bits) + "-bit " + kind + (ink ? " of CMYK" : ""));
  }

  void use_palette(int samples) {
    uint16_t *r = nullptr, *g = nullptr, *b = nullptr;
    if (layout_.bits > 8) throw unsupported(name, "a palette of more than 8 bits");
    check_sample_type();
    if (!TIFFGetField(tiff(), TIFFTAG_COLORMAP, &r, &g, &b)) throw damaged(name, "no palette");
    const int count = 1 << layout_.bits;
    // Some writers store 8 bits where 16 belong.
    const bool narrow = std::all_of(r, r + count, [](int v) { return v < 256; }) &&
                        std::all_of(g, g + count, [](int v) { return v < 256; }) &&
                        std::all_of(b, b + count, [](int v) { return v < 256; });
    const auto byte = [&](uint16_t v) {
      return static_cast<uint8_t>(narrow ? v : (v * 255U + 32895U) >> 16);
    };
    for (int i = 0; i < count; ++i) layout_.palette.push_back({byte(r[i]), byte(g[i]), byte(b[i])});
    layout_.channels = 3;
    layout_.stored = separate_ ? 1 : samples;
  }

  // Lab, LogLuv and subsampled YCbCr: libtiff's own conversion to 8-bit RGB.
  void use_libtiff() {
    char text[1024] = "";
    if (!TIFFRGBAImageOK(tiff(), text)) throw unsupported(name, std::string("this: ") + text);
    by_libtiff_ = true;
  }

  void decode_by_libtiff(const Raster& to) {
    const auto width = static_cast<size_t>(header_.width);
    const auto rgba =
        std::make_unique_for_overwrite<uint32_t[]>(width * static_cast<size_t>(header_.height));
    // Asked for its own orientation, libtiff turns nothing.
    if (!TIFFReadRGBAImageOriented(tiff(), static_cast<uint32_t>(header_.width),
                                   static_cast<uint32_t>(header_.height), rgba.get(),
                                   header_.orientation, 1)) {
      fail("its pixels cannot be decoded");
    }
    for (int64_t y = 0; y < header_.height; ++y) {
      unsigned char* row = to.row(y);
      for (size_t x = 0; x < width; ++x) {
        const uint32_t v = rgba[static_cast<size_t>(y) * width + x];
        row[3 * x] = static_cast<unsigned char>(TIFFGetR(v));
        row[3 * x + 1] = static_cast<unsigned char>(TIFFGetG(v));
        row[3 * x + 2] = static_cast<unsigned char>(TIFFGetB(v));
      }
    }
  }

  int planes() const { return separate_ && layout_.palette.empty() ? layout_.channels : 1; }

  void decode_strips(const Raster& to, const BasicCall& call) {
    const tmsize_t size = TIFFScanlineSize(tiff());
    if (size < 1 || size > largest_row) fail("its rows are too long");
    const auto packed = std::make_unique<unsigned char[]>(static_cast<size_t>(size));
    check_fits(size, header_.width);
    for (int plane = 0; plane < planes(); ++plane) {
      for (int64_t y = 0; y < header_.height; ++y) {
        if (y % poll_rows == 0 && call.cancelled()) throw stopped();
        if (TIFFReadScanline(tiff(), packed.get(), static_cast<uint32_t>(y),
                             static_cast<uint16_t>(plane)) != 1) {
          fail("its pixels cannot be decoded");
        }
        unpack(layout_, packed.get(), header_.width, plane, to.row(y));
      }
    }
  }

  void decode_tiles(const Raster& to, const BasicCall& call) {
    const auto width = int64_t{number<uint32_t>(TIFFTAG_TILEWIDTH, 0)};
    const auto height = int64_t{number<uint32_t>(TIFFTAG_TILELENGTH, 0)};
    const tmsize_t size = TIFFTileSize(tiff()), row = TIFFTileRowSize(tiff());
    const auto picture = static_cast<tmsize_t>(row_bytes(header_)) * header_.height;
    if (width < 1 || height < 1 || size < 1 || row < 1 || size / row < height ||
        size > std::max(usual_tile, 4 * picture)) {
      fail("its tiles are of an impossible size");
    }
    check_fits(row, width);
    const auto packed = std::make_unique<unsigned char[]>(static_cast<size_t>(size));
    for (int plane = 0; plane < planes(); ++plane) {
      for (int64_t top = 0; top < header_.height; top += height) {
        for (int64_t left = 0; left < header_.width; left += width) {
          if (call.cancelled()) throw stopped();
          read_tile(packed.get(), size, left, top, plane);
          const int64_t columns = std::min(width, header_.width - left);
          for (int64_t y = top; y < std::min(header_.height, top + height); ++y) {
            unpack(layout_, packed.get() + (y - top) * row, columns, plane,
                   to.row(y) + static_cast<size_t>(left) * pixel_bytes());
          }
        }
      }
    }
  }

  void read_tile(unsigned char* packed, tmsize_t size, int64_t left, int64_t top, int plane) {
    const uint32_t tile =
        TIFFComputeTile(tiff(), static_cast<uint32_t>(left), static_cast<uint32_t>(top), 0,
                        static_cast<uint16_t>(plane));
    if (TIFFReadEncodedTile(tiff(), tile, packed, size) != size) {
      fail("its pixels cannot be decoded");
    }
  }

  size_t pixel_bytes() const {
    return static_cast<size_t>(layout_.channels) * sample_bytes(header_.sample);
  }

  // libtiff's idea of a row against ours: they differ only where the tags contradict each other.
  void check_fits(tmsize_t row, int64_t width) const {
    if ((width * layout_.stored * layout_.bits + 7) / 8 > row)
      fail("its tags contradict each other");
  }

  TiffFile file_;
  TiffLayout layout_;
  bool separate_ = false, by_libtiff_ = false;
};

}  // namespace

std::unique_ptr<Decoder> open_tiff(std::string_view file) {
  return std::make_unique<TiffDecoder>(file);
}

}  // namespace pipeline::io
