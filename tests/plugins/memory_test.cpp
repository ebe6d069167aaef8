// SPDX-License-Identifier: Apache-2.0
// What stages declare of their memory holds for content and settings that need the most.
#include <tiffio.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "plugins/io/files.hpp"
#include "support/peak.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

using With = std::map<std::string, Setting>;
using Values = std::vector<host::Value>;

// A picture for all: large enough that pixels outweigh what is fixed.
constexpr int width = 1024, height = 1024;
constexpr size_t pixels = size_t{width} * height;

struct Case {
  const char* what;
  std::string stage;
  With with;
  std::function<Values()> inputs;
};

template <class T>
host::Value noisy(int channels, uint32_t colour = 0) {
  return make_image(width, height, channels, noise<T>(pixels * static_cast<size_t>(channels)),
                    colour);
}
host::Value real(int channels, uint32_t colour = 0) {
  std::vector<float> samples;
  for (const uint8_t v : noise<uint8_t>(pixels * static_cast<size_t>(channels))) {
    samples.push_back(static_cast<float>(v) / 255.0F);
  }
  return make_image(width, height, channels, samples, colour);
}
host::Value file(const std::string& bytes) { return make_bytes("application/octet-stream", bytes); }

host::Value speckled(uint32_t sample = PIPELINE_U8) {
  std::vector<uint32_t> labels;
  for (const uint8_t v : noise<uint8_t>(pixels)) labels.push_back(v);
  std::vector<Colour> palette;
  for (int i = 0; i < 256; ++i) palette.push_back(Colour::from_u8(i, 255 - i, i * 7 % 256));
  return make_labels(width, height, labels, palette, sample);
}

std::string rows_of(int bytes) {
  const Bytes8 samples = noise<uint8_t>(pixels * static_cast<size_t>(bytes));
  return {samples.begin(), samples.end()};
}

std::string one_strip() {
  return tiff_file([](TIFF* to) {
    TIFFSetField(to, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(to, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(to, TIFFTAG_SAMPLESPERPIXEL, 4);
    const uint16_t straight[] = {EXTRASAMPLE_UNASSALPHA};
    TIFFSetField(to, TIFFTAG_EXTRASAMPLES, 1, straight);
    TIFFSetField(to, TIFFTAG_BITSPERSAMPLE, 32);
    TIFFSetField(to, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
    TIFFSetField(to, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(to, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(to, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(to, TIFFTAG_ROWSPERSTRIP, height);
    std::vector<float> row(width * 4, 0.5F);
    for (uint32_t y = 0; y < height; ++y) TIFFWriteScanline(to, row.data(), y, 0);
  });
}

const Case cases[] = {
    {"an interlaced PNG of 16 bits",
     "io.read",
     {{"format", "any"}},
     [] {
       return Values{file(png_file({width, height, 16, 6, true}, rows_of(8)))};
     }},
    {"a progressive CMYK JPEG",
     "io.read",
     {},
     [] {
       return Values{file(jpeg_file({width, height, 4, 95, true, false, true, cmyk_profile()},
                                    noise<uint8_t>(pixels * 4)))};
     }},
    {"a WebP with a profile",
     "io.read",
     {},
     [] {
       return Values{
           file(webp_file({width, height, true, rgb_profile(1.8)}, noise<uint8_t>(pixels * 4)))};
     }},
    {"a TIFF of one strip",
     "io.read",
     {{"format", "any"}},
     [] { return Values{file(one_strip())}; }},
    {"WebP without loss",
     "io.write",
     {{"format", "webp"}, {"lossless", true}},
     [] { return Values{noisy<uint8_t>(4)}; }},
    {"PNG", "io.write", {}, [] { return Values{noisy<uint16_t>(4)}; }},
    {"JPEG", "io.write", {{"format", "jpeg"}}, [] { return Values{noisy<uint8_t>(3)}; }},
    {"WebP", "io.write", {{"format", "webp"}}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"TIFF", "io.write", {{"format", "tiff"}}, [] { return Values{real(4)}; }},
    {"to float",
     "image.convert",
     {{"samples", "f32"}, {"colour", "linear"}},
     [] { return Values{noisy<uint8_t>(4)}; }},
    {"one row",
     "image.resize",
     {{"width", 1 << 19}},
     [] { return Values{make_image(width * height, 1, 4, std::vector<float>(pixels * 4))}; }},
    {"to half", "image.resize", {{"width", width / 2}}, [] { return Values{real(4)}; }},
    {"to the double", "image.resize", {{"width", width * 2}}, [] { return Values{real(4)}; }},
    {"noise", "quantize.kmeans", {{"colors", 256}}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise", "edges.canny", {}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"a region a pixel",
     "paths.trace",
     {{"min_area", 1}},
     [] {
       return Values{speckled(), host::Value(), noisy<uint8_t>(3)};
     }},
    {"a region a pixel, joined",
     "paths.trace",
     {},
     [] {
       return Values{speckled(), host::Value(), noisy<uint8_t>(3)};
     }},
    {"a region a pixel",
     "paths.polygon",
     {{"tolerance", 0.05}, {"min_area", 1}},
     [] { return Values{speckled()}; }},
    {"a region a pixel", "paths.centerline", {{"min_area", 1}}, [] { return Values{speckled()}; }},
    {"a comb of lines",
     "paths.centerline",
     {},
     [] {
       std::vector<uint32_t> labels(pixels);
       for (size_t i = 0; i < pixels; ++i) labels[i] = i / width % 2 == 0 || i % 16 == 0;
       return Values{make_labels(width, height, labels, {Colour(), Colour{1, 1, 1, 1}})};
     }},
    {"a region a pixel",
     "paths.regions",
     {{"error_a_byte", 1.0}, {"color_step", 1}},
     [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise, merged",
     "paths.regions",
     {{"error_a_byte", 1000.0}},
     [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise, drawn smoothly",
     "paths.regions",
     {{"error_a_byte", 1000.0}, {"edge", std::string("smooth")}},
     [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise", "image.denoise", {}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise", "edges.sobel", {}, [] { return Values{noisy<uint8_t>(3)}; }},
    {"noise", "edges.gradient", {}, [] { return Values{noisy<uint8_t>(3)}; }},
    {"noise", "quantize.flat", {}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"two gradients",
     "quantize.flat",
     {{"gradients", true}},
     [] {
       std::vector<uint8_t> samples;
       for (uint32_t i = 0; i < pixels; ++i) {
         const uint32_t x = i % width, y = i / width;
         const bool left = x < width / 2;
         samples.push_back(static_cast<uint8_t>(left ? y * 200 / height : 30));
         samples.push_back(static_cast<uint8_t>(left ? 40 : 250 - x * 100 / width));
         samples.push_back(90);
         samples.push_back(255);
       }
       return Values{make_image(width, height, 4, samples)};
     }},
    {"noise", "quantize.wu", {}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise", "quantize.median_cut", {}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise", "quantize.octree", {}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise", "opencv.bilateral", {}, [] { return Values{noisy<uint8_t>(3)}; }},
    {"noise", "opencv.canny", {}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"noise", "opencv.kmeans", {{"colors", 4}}, [] { return Values{noisy<uint8_t>(4)}; }},
    {"a region a pixel", "opencv.contours", {}, [] { return Values{speckled()}; }},
    {"noise",
     "metric.psnr",
     {},
     [] {
       return Values{real(4), noisy<uint8_t>(4)};
     }},
    {"noise",
     "metric.ssim",
     {},
     [] {
       return Values{real(4), noisy<uint8_t>(4)};
     }},
    {"few rows",
     "metric.ssim",
     {},
     [] {
       const auto strip = make_image(width * height / 16, 16, 4, noise<uint8_t>(pixels * 4));
       return Values{strip, strip};
     }},
    {"a picture's file", "metric.bytes", {}, [] { return Values{file(rows_of(8))}; }},
};

}  // namespace

// The largest raster among inputs and outputs is of this many pixels, or of a few more.
size_t declared(const Case& c) {
  const double scale = c.stage == "image.resize" && std::string(c.what) == "to the double" ? 4 : 1;
  const pipeline_stage& stage = descriptor(c.stage);
  return static_cast<size_t>(stage.bytes_per_pixel * scale * pixels) + stage.bytes;
}

// What the first use of a library takes counts as well.
constexpr size_t loading = size_t{4} << 20;

TEST_CASE("no stage needs more memory than it declares") {
  for (const Case& c : cases) {
    if (c.stage.starts_with("opencv.") && !std::filesystem::exists(TEST_PLUGINS "/opencv.so")) {
      std::printf("skipped: %s: the family is not built\n", c.stage.c_str());
      continue;
    }
    const auto peak = peak_of([&] {
      auto values = std::make_shared<Values>(c.inputs());
      return std::function<void()>([&c, values] {
        std::vector<const host::Value*> inputs;
        for (const host::Value& value : *values) inputs.push_back(value ? &value : nullptr);
        const Result result = run_stage(c.stage, c.with, inputs);
        if (result.status != PIPELINE_OK) throw std::runtime_error(c.stage + ": " + result.error);
      });
    });
    if (!peak) {
      std::puts("skipped: this system does not tell a process's peak memory");
      return;
    }
    CAPTURE(c.stage, c.what, static_cast<double>(*peak) / pixels);
    CHECK(*peak <= declared(c) + loading);
  }
}
