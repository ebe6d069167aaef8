// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/files.hpp"

#include <cstdio>
// jpeglib.h needs what cstdio declares.
#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>
#include <webp/encode.h>

#include <cstdlib>
#include <cstring>

namespace pipeline::test {

Bytes8 gradient(int width, int height, int channels) {
  Bytes8 samples;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        samples.push_back(
            static_cast<uint8_t>(40 + 150 * (c % 2 ? x : y) / (c % 2 ? width : height)));
      }
    }
  }
  return samples;
}

Result read(const std::string& file, const std::map<std::string, Setting>& with) {
  const auto value = make_bytes("application/octet-stream", file);
  return run_stage("io.read", with, {&value});
}

Result write(const host::Value& image, const std::map<std::string, Setting>& with) {
  return run_stage("io.write", with, {&image});
}

std::string written(const host::Value& image, const std::map<std::string, Setting>& with) {
  const Result result = write(image, with);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return std::string(bytes_of(result.outputs[0]));
}

const pipeline_image& picture_of(const Result& result) {
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return *static_cast<const pipeline_image*>(result.outputs[0].view().data);
}

std::string packed(const Words16& samples, int row_samples, int depth) {
  std::string out;
  for (size_t i = 0; i < samples.size(); i += static_cast<size_t>(row_samples)) {
    unsigned byte = 0, bits = 0;
    for (size_t k = i; k < i + static_cast<size_t>(row_samples); ++k) {
      for (int b = depth - 1; b >= 0; --b) {
        byte = byte << 1 | (samples[k] >> b & 1U);
        if (++bits % 8 == 0) out += static_cast<char>(byte & 255);
      }
    }
    if (bits % 8) out += static_cast<char>(byte << (8 - bits % 8) & 255);
  }
  return out;
}

std::string png_file(const PngParts& parts, const std::string& rows) {
  std::string out;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png), late = png_create_info_struct(png);
  png_set_write_fn(
      png, &out,
      [](png_structp p, png_bytep bytes, size_t size) {
        static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(bytes), size);
      },
      nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(parts.width),
               static_cast<png_uint_32>(parts.height), parts.depth, parts.colour_type,
               parts.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  std::vector<png_color> colours;
  Bytes8 alphas;
  for (const Bytes8& c : parts.palette) {
    colours.push_back({c[0], c[1], c[2]});
    if (c.size() == 4) alphas.push_back(c[3]);
  }
  if (!colours.empty()) png_set_PLTE(png, info, colours.data(), static_cast<int>(colours.size()));
  if (!alphas.empty())
    png_set_tRNS(png, info, alphas.data(), static_cast<int>(alphas.size()), nullptr);
  if (parts.transparent >= 0) {
    const auto v = static_cast<png_uint_16>(parts.transparent);
    const png_color_16 clear{0, v, v, v, v};
    png_set_tRNS(png, info, nullptr, 0, &clear);
  }
  if (!parts.profile.empty()) {
    png_set_iCCP(png, info, "test", PNG_COMPRESSION_TYPE_BASE,
                 reinterpret_cast<png_const_bytep>(parts.profile.data()),
                 static_cast<png_uint_32>(parts.profile.size()));
  }
  const auto set_exif = [&](png_infop to, std::string exif) {
    if (exif.empty()) return;
    png_set_eXIf_1(png, to, static_cast<png_uint_32>(exif.size()),
                   reinterpret_cast<png_bytep>(exif.data()));
  };
  set_exif(info, parts.exif);
  png_write_info(png, info);
  const size_t row = rows.size() / static_cast<size_t>(parts.height);
  std::vector<png_bytep> pointers;
  std::string copy = rows;
  for (int y = 0; y < parts.height; ++y) {
    pointers.push_back(reinterpret_cast<png_bytep>(copy.data()) + static_cast<size_t>(y) * row);
  }
  png_write_image(png, pointers.data());
  set_exif(late, parts.late_exif);
  png_write_end(png, late);
  png_destroy_info_struct(png, &late);
  png_destroy_write_struct(&png, &info);
  return out;
}

std::string jpeg_file(const JpegParts& parts, const Bytes8& samples) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &bytes, &size);
  jpeg.image_width = static_cast<JDIMENSION>(parts.width);
  jpeg.image_height = static_cast<JDIMENSION>(parts.height);
  jpeg.input_components = parts.components;
  jpeg.in_color_space = parts.components == 1   ? JCS_GRAYSCALE
                        : parts.components == 3 ? JCS_RGB
                                                : JCS_CMYK;
  jpeg_set_defaults(&jpeg);
  if (parts.ycck) jpeg_set_colorspace(&jpeg, JCS_YCCK);
  jpeg.write_Adobe_marker = parts.adobe_cmyk || parts.ycck;
  jpeg_set_quality(&jpeg, parts.quality, TRUE);
  jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
  if (parts.components == 4) jpeg.comp_info[3].h_samp_factor = jpeg.comp_info[3].v_samp_factor = 1;
  if (parts.progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  if (!parts.exif.empty()) {
    const std::string marker = std::string("Exif\0\0", 6) + parts.exif;
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(marker.data()),
                      static_cast<unsigned>(marker.size()));
  }
  if (!parts.profile.empty()) {
    jpeg_write_icc_profile(&jpeg, reinterpret_cast<const JOCTET*>(parts.profile.data()),
                           static_cast<unsigned>(parts.profile.size()));
  }
  Bytes8 copy = samples;
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = copy.data() + size_t{jpeg.next_scanline} * jpeg.image_width *
                                     static_cast<size_t>(parts.components);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string out(reinterpret_cast<char*>(bytes), size);
  std::free(bytes);
  return out;
}

namespace {

std::string little(size_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i & 255);
  return out;
}

std::string chunk(const std::string& kind, const std::string& data) {
  return kind + little(data.size(), 4) + data + (data.size() % 2 ? std::string(1, '\0') : "");
}

std::string saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  std::string bytes(size, '\0');
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

}  // namespace

std::string webp_file(const WebpParts& parts, const Bytes8& rgba) {
  uint8_t* bytes = nullptr;
  const int stride = 4 * parts.width;
  const size_t size =
      parts.lossless
          ? WebPEncodeLosslessRGBA(rgba.data(), parts.width, parts.height, stride, &bytes)
          : WebPEncodeRGBA(rgba.data(), parts.width, parts.height, stride, 95, &bytes);
  std::string simple(reinterpret_cast<char*>(bytes), size);
  WebPFree(bytes);
  if (parts.profile.empty() && parts.exif.empty()) return simple;
  const int flags = 0x10 | (parts.profile.empty() ? 0 : 0x20) | (parts.exif.empty() ? 0 : 0x08);
  std::string body = "WEBP" + chunk("VP8X", little(static_cast<size_t>(flags), 4) +
                                                little(static_cast<size_t>(parts.width - 1), 3) +
                                                little(static_cast<size_t>(parts.height - 1), 3));
  if (!parts.profile.empty()) body += chunk("ICCP", parts.profile);
  body += simple.substr(12);
  if (!parts.exif.empty()) body += chunk("EXIF", parts.exif);
  return "RIFF" + little(body.size(), 4) + body;
}

std::string exif_block(int orientation, bool big_endian) {
  const auto number = [&](size_t value, int bytes) {
    std::string text = little(value, bytes);
    return big_endian ? std::string(text.rbegin(), text.rend()) : text;
  };
  const std::string entry = number(0x0112, 2) + number(3, 2) + number(1, 4) +
                            number(static_cast<size_t>(orientation), 2) + number(0, 2);
  const std::string other = number(0x0100, 2) + number(3, 2) + number(1, 4) + number(77, 4);
  return (big_endian ? "MM" : "II") + number(42, 2) + number(8, 4) + number(2, 2) + other + entry +
         number(0, 4);
}

std::string rgb_profile(double gamma, bool exchanged) {
  cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
  if (exchanged) std::swap(primaries.Red, primaries.Blue);
  const cmsCIExyY white{0.3127, 0.3290, 1};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  cmsToneCurve* const curves[] = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsFreeToneCurve(curve);
  return saved(profile);
}

std::string srgb_profile() { return saved(cmsCreate_sRGBProfile()); }

std::string grey_profile(double gamma) {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
  cmsFreeToneCurve(curve);
  return saved(profile);
}

std::string cmyk_profile() {
  cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(profile, 2.4);
  cmsSetDeviceClass(profile, cmsSigOutputClass);
  cmsSetColorSpace(profile, cmsSigCmykData);
  cmsSetPCS(profile, cmsSigLabData);
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
  cmsStage* table = cmsStageAllocCLut16bit(nullptr, 2, 4, 3, nullptr);
  cmsStageSampleCLut16bit(
      table,
      [](const cmsUInt16Number in[], cmsUInt16Number out[], void*) {
        const cmsCIELab lab{100.0 * (65535 - in[3]) / 65535, 0, 0};
        cmsFloat2LabEncodedV2(out, &lab);
        return 1;
      },
      nullptr, 0);
  cmsPipelineInsertStage(pipeline, cmsAT_BEGIN, table);
  cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
  cmsPipelineFree(pipeline);
  return saved(profile);
}

}  // namespace pipeline::test
