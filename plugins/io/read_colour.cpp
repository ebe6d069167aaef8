// SPDX-License-Identifier: Apache-2.0
#include "read_colour.hpp"

#include <lcms2.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace pipeline::io {

namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

cmsColorSpaceSignature space_of(Model model) {
  return model == Model::grey  ? cmsSigGrayData
         : model == Model::rgb ? cmsSigRgbData
                               : cmsSigCmykData;
}

uint32_t lcms_format(Model model, uint32_t sample, bool alpha) {
  const uint32_t space = model == Model::grey ? PT_GRAY : model == Model::rgb ? PT_RGB : PT_CMYK;
  return COLORSPACE_SH(space) | CHANNELS_SH(static_cast<uint32_t>(channels(model))) |
         EXTRA_SH(alpha ? 1U : 0U) | BYTES_SH(static_cast<uint32_t>(sample_bytes(sample))) |
         FLOAT_SH(sample == PIPELINE_F32 ? 1U : 0U);
}

Profile target_profile(Model model) {
  if (model != Model::grey) return Profile(cmsCreate_sRGBProfile());
  // IEC 61966-2-1's curve.
  const double curve[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve* tone = cmsBuildParametricToneCurve(nullptr, 4, curve);
  Profile grey(cmsCreateGrayProfile(cmsD50_xyY(), tone));
  cmsFreeToneCurve(tone);
  return grey;
}

// No cache, so that rows can be converted in parallel.
void* make_transform(const Profile& from, uint32_t from_format, const Profile& to,
                     uint32_t to_format) {
  return cmsCreateTransform(from.get(), from_format, to.get(), to_format, INTENT_PERCEPTUAL,
                            cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA);
}

// Every grey level, or a grid of 9 levels a channel.
std::vector<uint8_t> probes(Model model) {
  std::vector<uint8_t> samples;
  if (model == Model::grey) {
    for (int v = 0; v < 256; ++v) samples.push_back(static_cast<uint8_t>(v));
    return samples;
  }
  const auto level = [](int i) { return static_cast<uint8_t>(std::min(255, 32 * i)); };
  for (int i = 0; i < 9 * 9 * 9; ++i) {
    samples.insert(samples.end(), {level(i / 81), level(i / 9 % 9), level(i % 9)});
  }
  return samples;
}

bool changes_nothing(const Profile& from, const Profile& to, Model model) {
  if (model == Model::cmyk) return false;
  const uint32_t format = lcms_format(model, PIPELINE_U8, false);
  void* transform = make_transform(from, format, to, format);
  if (!transform) return false;
  const std::vector<uint8_t> before = probes(model);
  std::vector<uint8_t> after(before.size());
  const auto count = before.size() / static_cast<size_t>(channels(model));
  cmsDoTransform(transform, before.data(), after.data(), static_cast<uint32_t>(count));
  cmsDeleteTransform(transform);
  return std::equal(before.begin(), before.end(), after.begin(),
                    [](int a, int b) { return std::abs(a - b) <= 1; });
}

}  // namespace

std::unique_ptr<ColourTransform> ColourTransform::make(const Header& header, bool srgb8,
                                                       const BasicCall& call) {
  if (header.profile.empty()) return nullptr;
  const Profile from(
      cmsOpenProfileFromMem(header.profile.data(), static_cast<uint32_t>(header.profile.size())));
  if (!from || cmsGetColorSpace(from.get()) != space_of(header.model)) {
    call.log(PIPELINE_LOG_WARNING, from ? "the embedded ICC profile is for other channels: ignored"
                                        : "the embedded ICC profile is damaged: ignored");
    return nullptr;
  }
  const Model model = header.model == Model::grey && !srgb8 ? Model::grey : Model::rgb;
  const Profile same = target_profile(header.model);
  if (changes_nothing(from, same, header.model)) return nullptr;
  const Profile to = target_profile(model);
  void* transform = make_transform(
      from, lcms_format(header.model, header.sample, has_alpha(header)), to,
      lcms_format(model, srgb8 ? uint32_t{PIPELINE_U8} : header.sample, has_alpha(header)));
  if (transform) return std::unique_ptr<ColourTransform>(new ColourTransform(transform));
  call.log(PIPELINE_LOG_WARNING, "the embedded ICC profile cannot be used: ignored");
  return nullptr;
}

ColourTransform::~ColourTransform() { cmsDeleteTransform(transform_); }

void ColourTransform::row(const void* from, void* to, int64_t width) const {
  cmsDoTransform(transform_, from, to, static_cast<uint32_t>(width));
}

}  // namespace pipeline::io
