// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets start from: small files of every kind that io.read takes, made by the codec
// libraries, and graphs. Each must be good, for a seed that is refused at once leads nowhere.
#include <tiffio.h>

#include <filesystem>
#include <fstream>

#include "framework/cache/value_bytes.hpp"
#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;

constexpr int width = 13, height = 9;

void save(const std::string& target, const std::string& name, const std::string& content) {
  const fs::path file = fs::path(TEST_SEEDS) / target / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  REQUIRE(fs::file_size(file) == content.size());
}

void save_picture(const std::string& target, const std::string& name, const std::string& content) {
  CAPTURE(target, name);
  const Result result = read(content);
  CHECK(result.error == "");
  REQUIRE(result.status == PIPELINE_OK);
  save(target, name, content);
}

std::string bytes(size_t count) {
  const Bytes8 samples = noise<uint8_t>(count);
  return {samples.begin(), samples.end()};
}

struct Tiff {
  int samples = 3, bits = 8, photometric = PHOTOMETRIC_RGB, compression = COMPRESSION_NONE;
  bool tiled = false, separate = false, real = false;
  int predictor = 0, orientation = 1;
};

std::string tiff_picture(const Tiff& p, const char* mode = "w") {
  return tiff_file(
      [&](TIFF* file) {
        TIFFSetField(file, TIFFTAG_IMAGEWIDTH, width);
        TIFFSetField(file, TIFFTAG_IMAGELENGTH, height);
        TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, p.samples);
        TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, p.bits);
        TIFFSetField(file, TIFFTAG_PHOTOMETRIC, p.photometric);
        TIFFSetField(file, TIFFTAG_COMPRESSION, p.compression);
        TIFFSetField(file, TIFFTAG_ORIENTATION, p.orientation);
        TIFFSetField(file, TIFFTAG_PLANARCONFIG,
                     p.separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
        if (p.real) TIFFSetField(file, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
        if (p.predictor) TIFFSetField(file, TIFFTAG_PREDICTOR, p.predictor);
        if (p.photometric == PHOTOMETRIC_YCBCR) TIFFSetField(file, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
        if (p.photometric == PHOTOMETRIC_PALETTE) {
          std::vector<uint16_t> ramp(size_t{1} << p.bits);
          for (size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<uint16_t>(257 * i);
          TIFFSetField(file, TIFFTAG_COLORMAP, ramp.data(), ramp.data(), ramp.data());
        }
        if (p.tiled) {
          TIFFSetField(file, TIFFTAG_TILEWIDTH, 16);
          TIFFSetField(file, TIFFTAG_TILELENGTH, 16);
        } else {
          TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, p.compression == COMPRESSION_JPEG ? 16 : 4);
        }
        const uint32_t count = p.tiled ? TIFFNumberOfTiles(file) : TIFFNumberOfStrips(file);
        for (uint32_t i = 0; i < count; ++i) {
          const bool last = !p.tiled && (i + 1) % (p.separate ? count / 3 : count) == 0;
          const tmsize_t size = p.tiled ? TIFFTileSize(file)
                                : last && p.compression != COMPRESSION_JPEG
                                    ? TIFFVStripSize(file, 1)
                                    : TIFFVStripSize(file, p.compression == COMPRESSION_JPEG
                                                               ? static_cast<uint32_t>(height)
                                                               : 4);
          std::string samples = bytes(static_cast<size_t>(size));
          if (p.real) samples.assign(samples.size(), '\x3e');
          const auto written = p.tiled ? TIFFWriteEncodedTile(file, i, samples.data(), size)
                                       : TIFFWriteEncodedStrip(file, i, samples.data(), size);
          REQUIRE(written == size);
        }
      },
      mode);
}

}  // namespace

TEST_CASE("seeds: PNG") {
  const auto make = [](const std::string& name, PngParts parts, size_t row) {
    parts.width = width;
    parts.height = height;
    save_picture("png", name, png_file(parts, bytes(row * height)));
  };
  PngParts p;
  make("rgb", p, 3 * width);
  p.profile = rgb_profile(1.8, true);
  p.exif = exif_block(6);
  make("profile", p, 3 * width);
  p = {};
  p.late_exif = exif_block(3, true);
  p.interlaced = true;
  make("interlaced", p, 3 * width);
  for (const int depth : {1, 2, 4, 8, 16}) {
    p = {};
    p.colour_type = 0;
    p.depth = depth;
    p.transparent = 1;
    make("grey" + std::to_string(depth), p, static_cast<size_t>(width * depth + 7) / 8);
  }
  p = {};
  p.colour_type = 6;
  p.depth = 16;
  make("rgba16", p, 8 * width);
  p = {};
  p.colour_type = 3;
  p.depth = 1;
  p.palette = {{1, 2, 3, 4}, {250, 0, 9, 255}};
  make("palette", p, (width + 7) / 8);
}

TEST_CASE("seeds: JPEG") {
  const auto make = [](const std::string& name, JpegParts parts) {
    parts.width = width;
    parts.height = height;
    save_picture("jpeg", name, jpeg_file(parts, gradient(width, height, parts.components)));
  };
  make("rgb", {});
  make("grey", {0, 0, 1, 50});
  make("cmyk", {0, 0, 4, 95, true});
  make("ycck", {0, 0, 4, 95, false, true, true});
  make("progressive", {0, 0, 3, 95, false, false, true});
  make("profile", {0, 0, 3, 95, false, false, false, rgb_profile(1.8), exif_block(8)});
  make("grey_profile", {0, 0, 1, 95, false, false, true, grey_profile(1.2), exif_block(5, true)});
  make("cmyk_profile", {0, 0, 4, 95, true, false, false, cmyk_profile()});
}

TEST_CASE("seeds: WebP") {
  for (const bool lossless : {true, false}) {
    const std::string kind = lossless ? "lossless" : "lossy";
    save_picture("webp", kind, webp_file({width, height, lossless}, gradient(width, height, 4)));
    save_picture("webp", kind + "_noise",
                 webp_file({width, height, lossless, rgb_profile(1.8), exif_block(7)},
                           noise<uint8_t>(4 * width * height)));
  }
}

TEST_CASE("seeds: TIFF") {
  const auto make = [](const std::string& name, const Tiff& parts, const char* mode = "w") {
    save_picture("tiff", name, tiff_picture(parts, mode));
  };
  make("rgb", {});
  make("big_endian", {.bits = 16, .orientation = 6}, "wb");
  make("bigtiff", {.tiled = true, .orientation = 3}, "w8");
  make("planes", {.separate = true});
  make("tiled_planes", {.bits = 16, .tiled = true, .separate = true});
  make("float", {.bits = 32, .real = true});
  make("cmyk", {.samples = 4, .photometric = PHOTOMETRIC_SEPARATED});
  make("alpha", {.samples = 5, .bits = 16, .photometric = PHOTOMETRIC_SEPARATED});
  make("lab", {.photometric = PHOTOMETRIC_CIELAB});
  make("ycbcr", {.photometric = PHOTOMETRIC_YCBCR});
  for (const int bits : {1, 2, 4, 8}) {
    const std::string name = std::to_string(bits);
    make("grey" + name, {1, bits, PHOTOMETRIC_MINISWHITE});
    make("palette" + name, {1, bits, PHOTOMETRIC_PALETTE});
  }
  make("fax3", {1, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_CCITTFAX3});
  make("fax4", {1, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_CCITTFAX4});
  for (const int scheme :
       {COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS, COMPRESSION_JPEG,
        COMPRESSION_LZMA, COMPRESSION_ZSTD, COMPRESSION_WEBP, COMPRESSION_LERC}) {
    if (!TIFFIsCODECConfigured(static_cast<uint16_t>(scheme))) continue;
    make("scheme" + std::to_string(scheme), {.compression = scheme});
    make("tiled_scheme" + std::to_string(scheme), {.compression = scheme, .tiled = true});
  }
  make("predictor", {.bits = 16, .compression = COMPRESSION_LZW, .predictor = 2});
  make("real_predictor",
       {.bits = 32, .compression = COMPRESSION_ADOBE_DEFLATE, .real = true, .predictor = 3});
  make("jpeg_ycbcr",
       {.photometric = PHOTOMETRIC_YCBCR, .compression = COMPRESSION_JPEG, .tiled = true});
}

TEST_CASE("seeds: PNM") {
  const std::string size = std::to_string(width) + " # x\n" + std::to_string(height) + "\n";
  std::string digits, bits;
  for (int i = 0; i < width * height; ++i) {
    bits += i % 3 ? "1" : "0 ";
    digits += std::to_string(i % 8) + (i % 5 ? " " : "\n");
  }
  save_picture("pnm", "p1", "P1 " + size + bits);
  save_picture("pnm", "p2", "P2 " + size + "7\n" + digits);
  save_picture("pnm", "p3", "P3 " + size + "300\n" + digits + digits + digits);
  save_picture("pnm", "p4", "P4 " + size + bytes((width + 7) / 8 * height));
  save_picture("pnm", "p5", "P5 " + size + "255\n" + bytes(width * height));
  save_picture("pnm", "p6", "P6 " + size + "65535\n" + bytes(6 * width * height));
}

TEST_CASE("seeds: graphs") {
  save("graph", "default", read_file(std::string(TEST_SOURCE) + "/pipelines/default.yaml"));
  save("graph", "settings",
       "pipeline: 1\nname: x\ninputs:\n  image: { type: image, format: any, read: io.read }\n"
       "stages:\n  b: { uses: filter.blur, in: image, with: { radius: 1%, } }\n"
       "  m: { uses: filter.mask, in: { image: b, mask: image } }\n"
       "  c: { uses: image.convert, in: m.image, with: { } }\n"
       "outputs:\n  o: { from: c, path: \"{stem}_{name}.png\", write: io.write, with: {} }\n");
  save("graph", "anchors",
       "pipeline: 1\ninputs: { image: image }\nstages:\n"
       "  quantize: &q { uses: quantize.kmeans, in: image, with: { colors: 16 } }\n"
       "  again: { <<: *q, in: quantize.image }\n"
       "  more: { <<: [*q, {with: {colors: 0x10}}] }\n"
       "outputs: { a: again.labels, b: more.labels }\n");
  save("graph", "graphs",
       "%YAML 1.2\n---\npipeline: 1\ninputs: { image: image }\nstages:\n"
       "  part: { uses: part.yaml, in: image, with: { colors: 4 } }\n"
       "  paths: { uses: paths.trace, in: part }\n"
       "  svg: { uses: svg.document, in: paths, with: { background: '#fff8', title: |\n"
       "    two\n  } }\nparameters: { n: part.colors }\noutputs:\n  svg: svg\n...\n");
  save(
      "graph", "experiment",
      "pipeline: 1\ninputs: { image: image }\nstages: { q: { uses: quantize.kmeans, in: image } }\n"
      "outputs: { o: q.labels }\ncompare:\n  swap: { q: [quantize.kmeans] }\n"
      "  sweep: { q.colors: [2, '2:8:2'] }\n  timing: isolated\n  budget: 0.5\n  seed: 1\n");
  save("graph", "wrong",
       "pipeline: 1\nstages: { s: { uses: edges.kanny, in: nowhere }, t: [u, ~, 1e9] }\n");
}

TEST_CASE("seeds: values") {
  const auto keep = [](const std::string& name, const host::Value& value) {
    std::string content;
    REQUIRE(cache::write_value(value, [&](std::string_view part) { content.append(part); }));
    save("value", name, content);
  };
  keep("u8", make_image(width, height, 3, noise<uint8_t>(3 * width * height)));
  keep("u16", make_image(4, 3, 2, noise<uint16_t>(24)));
  keep("f32", make_image(2, 2, 1, std::vector<float>{0, 0.5F, 1, 2}));
  keep("labels", make_labels(3, 2, {0, 1, 2, 2, 1, 0}, {Colour{}, Colour{1, 0, 0, 1}, Colour{}}));
  PathBuilder paths(40, 30);
  paths.begin({.fill = Colour{1, 0, 0, 1}});
  paths.move(1, 2);
  paths.cubic(3, 4, 5, 6, 7, 8);
  paths.close();
  keep("paths", make_paths(paths));
  keep("bytes", make_bytes("image/svg+xml", "<svg/>"));
}
