// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/read/colour.hpp"

#include <lcms2.h>

#include <cmath>

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

// No cache, so that rows can be converted in parallel. What lcms makes of a matrix profile to be
// fast is off by a step of 8 bits in the shadows, which 16 bits would show: those are computed in
// full.
void* make_transform(const Profile& from, uint32_t from_format, const Profile& to,
                     uint32_t to_format) {
  const bool in_full = T_BYTES(from_format) == 2 && cmsIsMatrixShaper(from.get());
  const uint32_t flags =
      cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA | (in_full ? cmsFLAGS_NOOPTIMIZE : 0);
  return cmsCreateTransform(from.get(), from_format, to.get(), to_format, INTENT_PERCEPTUAL, flags);
}

double srgb_light(double v) {
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

// Within one step of 8 bits of sRGB's curve.
bool has_srgb_curve(void* profile, cmsTagSignature tag) {
  const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile, tag));
  if (!curve) return false;
  for (int i = 0; i <= 255; i += 5) {
    const double light = double{cmsEvalToneCurveFloat(curve, static_cast<float>(i) / 255.0F)};
    if (light < srgb_light((i - 1) / 255.0) || light > srgb_light((i + 1) / 255.0)) return false;
  }
  return true;
}

bool has_primary(void* profile, cmsTagSignature tag, const cmsCIEXYZ& srgb) {
  constexpr double tolerance = 0.002;
  const auto* primary = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, tag));
  return primary && std::abs(primary->X - srgb.X) < tolerance &&
         std::abs(primary->Y - srgb.Y) < tolerance && std::abs(primary->Z - srgb.Z) < tolerance;
}

// Most files with a profile have sRGB's; to see that by its tags is a thousand times faster than to
// make a transform and try it.
bool is_like_srgb(void* profile, Model model) {
  if (cmsIsTag(profile, cmsSigAToB0Tag)) return false;
  if (model == Model::grey) return has_srgb_curve(profile, cmsSigGrayTRCTag);
  return model == Model::rgb && has_srgb_curve(profile, cmsSigRedTRCTag) &&
         has_srgb_curve(profile, cmsSigGreenTRCTag) && has_srgb_curve(profile, cmsSigBlueTRCTag) &&
         has_primary(profile, cmsSigRedColorantTag, {0.4361, 0.2225, 0.0139}) &&
         has_primary(profile, cmsSigGreenColorantTag, {0.3851, 0.7169, 0.0971}) &&
         has_primary(profile, cmsSigBlueColorantTag, {0.1431, 0.0606, 0.7141});
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
  if (is_like_srgb(from.get(), header.model)) return nullptr;
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
