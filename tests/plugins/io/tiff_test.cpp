// SPDX-License-Identifier: Apache-2.0
#include <tiffio.h>

#include <algorithm>
#include <cmath>

#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr int width = 37, height = 21;

struct Parts {
  int samples = 3, bits = 8, photometric = PHOTOMETRIC_RGB, extra = -1;
  int compression = COMPRESSION_NONE, tile = 0, rows_per_strip = 4;
  bool separate = false, real = false;
};

void set_tags(TIFF* file, const Parts& p) {
  TIFFSetField(file, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField(file, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, p.samples);
  TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, p.bits);
  TIFFSetField(file, TIFFTAG_PHOTOMETRIC, p.photometric);
  TIFFSetField(file, TIFFTAG_COMPRESSION, p.compression);
  TIFFSetField(file, TIFFTAG_PLANARCONFIG,
               p.separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  if (p.real) TIFFSetField(file, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
  if (p.extra >= 0) {
    const uint16_t kind = static_cast<uint16_t>(p.extra);
    TIFFSetField(file, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  if (p.tile) {
    TIFFSetField(file, TIFFTAG_TILEWIDTH, p.tile);
    TIFFSetField(file, TIFFTAG_TILELENGTH, p.tile);
  } else {
    TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, p.rows_per_strip);
  }
}

// One plane's or all planes' samples of a block, packed as TIFF packs rows.
template <class T>
std::string block(const Parts& p, const std::vector<T>& samples, int left, int top, int columns,
                  int rows, int plane) {
  std::string out;
  const int n = p.separate ? 1 : p.samples;
  for (int y = top; y < top + rows; ++y) {
    std::vector<T> row;
    for (int x = left; x < left + columns; ++x) {
      for (int s = 0; s < n; ++s) {
        const int u = std::min(x, width - 1), v = std::min(y, height - 1);
        row.push_back(samples[static_cast<size_t>((v * width + u) * p.samples + s + plane)]);
      }
    }
    if (p.bits >= 8) {
      out.append(reinterpret_cast<const char*>(row.data()), row.size() * sizeof(T));
    } else {
      out += packed(Words16(row.begin(), row.end()), static_cast<int>(row.size()), p.bits);
    }
  }
  return out;
}

template <class T>
std::string file_of(const Parts& p, const std::vector<T>& samples, const char* mode = "w",
                    const std::function<void(TIFF*)>& more = {}) {
  return tiff_file(
      [&](TIFF* file) {
        set_tags(file, p);
        if (more) more(file);
        for (int plane = 0; plane < (p.separate ? p.samples : 1); ++plane) {
          if (p.tile) {
            for (int y = 0; y < height; y += p.tile) {
              for (int x = 0; x < width; x += p.tile) {
                std::string tile = block(p, samples, x, y, p.tile, p.tile, plane);
                TIFFWriteTile(file, tile.data(), static_cast<uint32_t>(x), static_cast<uint32_t>(y),
                              0, static_cast<uint16_t>(plane));
              }
            }
            continue;
          }
          for (int y = 0; y < height; ++y) {
            std::string row = block(p, samples, 0, y, width, 1, plane);
            TIFFWriteScanline(file, row.data(), static_cast<uint32_t>(y),
                              static_cast<uint16_t>(plane));
          }
        }
      },
      mode);
}

template <class T>
std::vector<T> some(int samples) {
  return noise<T>(static_cast<size_t>(width * height * samples));
}

template <class T>
void check_same(const std::string& file, const std::vector<T>& expected, int channels) {
  const Result result = read(file, {{"format", "any"}});
  CHECK(picture_of(result).channels == channels);
  CHECK(samples_of<T>(result) == expected);
}

}  // namespace

TEST_CASE("io.read: TIFF in strips and tiles, together and in planes, of either byte order") {
  for (const int tile : {0, 16}) {
    for (const bool separate : {false, true}) {
      for (const int compression :
           {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS}) {
        for (const char* order : {"wl", "wb", "w8"}) {
          CAPTURE(tile, separate, compression, order);
          Parts p;
          p.tile = tile, p.separate = separate, p.compression = compression;
          const Bytes8 bytes = some<uint8_t>(3);
          check_same(file_of(p, bytes, order), bytes, 3);
          p.bits = 16;
          const Words16 words = some<uint16_t>(3);
          check_same(file_of(p, words, order), words, 3);
        }
      }
    }
  }
}

TEST_CASE("io.read: grey TIFF of 1 to 16 bits, black or white first") {
  for (const int bits : {1, 2, 4, 8, 16}) {
    for (const int photometric : {PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_MINISWHITE}) {
      CAPTURE(bits, photometric);
      Parts p;
      p.samples = 1, p.bits = bits, p.photometric = photometric;
      Words16 samples = some<uint16_t>(1);
      const unsigned full = (1U << bits) - 1;
      for (uint16_t& v : samples) v = static_cast<uint16_t>(v & full);
      const std::string file =
          bits == 8 ? file_of(p, Bytes8(samples.begin(), samples.end())) : file_of(p, samples);
      Bytes8 expected;
      for (const uint16_t v : samples) {
        const unsigned light = photometric == PHOTOMETRIC_MINISWHITE ? full - v : v;
        expected.insert(expected.end(), 3, static_cast<uint8_t>(255.0 * light / full + 0.5));
      }
      CHECK(samples_of<uint8_t>(read(file)) == expected);
    }
  }
}

TEST_CASE("io.read: alpha of a TIFF, straight, multiplied, and extra samples that are none") {
  Parts p;
  p.samples = 4;
  Bytes8 samples = some<uint8_t>(4);
  p.extra = EXTRASAMPLE_UNASSALPHA;
  check_same(file_of(p, samples), samples, 4);

  for (size_t i = 0; i < samples.size(); ++i) samples[i] = std::min(samples[i], samples[i | 3]);
  p.extra = EXTRASAMPLE_ASSOCALPHA;
  const Result any = read(file_of(p, samples), {{"format", "any"}});
  CHECK(picture_of(any).alpha == PIPELINE_ALPHA_PREMULTIPLIED);
  CHECK(samples_of<uint8_t>(any) == samples);
  const Result straight = read(file_of(p, samples));
  CHECK(picture_of(straight).alpha == PIPELINE_ALPHA_STRAIGHT);
  const Bytes8 got = samples_of<uint8_t>(straight);
  for (size_t i = 0; i < got.size(); ++i) {
    const double a = samples[i | 3];
    const double expected = (i & 3) == 3 ? a : a == 0 ? 0 : 255 * samples[i] / a;
    REQUIRE(std::abs(got[i] - expected) <= 0.5);
  }

  p.extra = EXTRASAMPLE_UNSPECIFIED;
  CHECK(picture_of(read(file_of(p, samples))).channels == 3);
}

TEST_CASE("io.read: palette TIFF") {
  for (const int bits : {1, 4, 8}) {
    CAPTURE(bits);
    Parts p;
    p.samples = 1, p.bits = bits, p.photometric = PHOTOMETRIC_PALETTE;
    Words16 r = noise<uint16_t>(256, 2), g = noise<uint16_t>(256, 3), b = noise<uint16_t>(256, 4);
    Bytes8 indices = some<uint8_t>(1);
    for (uint8_t& v : indices) v = static_cast<uint8_t>(v & ((1U << bits) - 1));
    const auto file = file_of(p, indices, "w", [&](TIFF* t) {
      TIFFSetField(t, TIFFTAG_COLORMAP, r.data(), g.data(), b.data());
    });
    Bytes8 expected;
    for (const uint8_t i : indices) {
      for (const Words16* map : {&r, &g, &b}) {
        expected.push_back(static_cast<uint8_t>((*map)[i] / 65535.0 * 255 + 0.5));
      }
    }
    CHECK(samples_of<uint8_t>(read(file)) == expected);
  }
}

TEST_CASE("io.read: floats stay with format any, and are clamped and rounded without") {
  Parts p;
  p.samples = 1, p.bits = 32, p.real = true, p.photometric = PHOTOMETRIC_MINISBLACK;
  std::vector<float> samples(width * height);
  for (size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<float>(i) / 500.0F - 0.2F;
  samples[5] = NAN;
  samples[6] = INFINITY;
  const auto file = file_of(p, samples);
  const Result any = read(file, {{"format", "any"}});
  const auto kept = samples_of<float>(any);
  for (size_t i = 0; i < samples.size(); ++i) {
    REQUIRE((kept[i] == samples[i] || (std::isnan(kept[i]) && i == 5)));
  }
  const Bytes8 got = samples_of<uint8_t>(read(file));
  for (size_t i = 0; i < samples.size(); ++i) {
    const double v = i == 5 ? 0 : std::clamp(static_cast<double>(samples[i]), 0.0, 1.0);
    REQUIRE(std::abs(got[3 * i] - 255 * v) <= 0.5001);
  }
}

TEST_CASE("io.read: CMYK TIFF") {
  Parts p;
  p.samples = 4, p.photometric = PHOTOMETRIC_SEPARATED;
  const Bytes8 ink = some<uint8_t>(4);
  const Bytes8 got = samples_of<uint8_t>(read(file_of(p, ink)));
  REQUIRE(got.size() == ink.size() / 4 * 3);
  for (size_t i = 0; i < got.size(); ++i) {
    const double light = (255 - ink[i / 3 * 4 + i % 3]) * (255 - ink[i / 3 * 4 + 3]) / 255.0;
    REQUIRE(std::abs(got[i] - light) <= 0.5);
  }
}

TEST_CASE("io.read: JPEG in TIFF, and colour spaces that libtiff converts") {
  Parts p;
  p.photometric = PHOTOMETRIC_YCBCR;
  p.rows_per_strip = 16;
  const Bytes8 samples = gradient(width, height, 3);
  p.compression = COMPRESSION_JPEG;
  const auto jpeg = file_of(p, samples, "w", [](TIFF* t) {
    TIFFSetField(t, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    TIFFSetField(t, TIFFTAG_JPEGQUALITY, 95);
  });
  const Bytes8 got = samples_of<uint8_t>(read(jpeg));
  REQUIRE(got.size() == samples.size());
  for (size_t i = 0; i < got.size(); ++i) REQUIRE(std::abs(got[i] - samples[i]) <= 12);

  p.compression = COMPRESSION_NONE;
  const Bytes8 grey_ycc(static_cast<size_t>(width * height * 3), 128);
  const auto ycc =
      file_of(p, grey_ycc, "w", [](TIFF* t) { TIFFSetField(t, TIFFTAG_YCBCRSUBSAMPLING, 1, 1); });
  for (const uint8_t v : samples_of<uint8_t>(read(ycc))) REQUIRE(std::abs(v - 128) <= 1);
}

TEST_CASE("io.read: what a TIFF may hold and we cannot is named") {
  Parts p;
  p.bits = 32;
  const auto file = file_of(p, std::vector<uint32_t>(width * height * 3, 7));
  const Result result = read(file);
  CHECK(result.status == PIPELINE_UNSUPPORTED);
  CHECK(result.error == "TIFF with 32-bit integers is not supported");
}
