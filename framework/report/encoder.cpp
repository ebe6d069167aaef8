// SPDX-License-Identifier: Apache-2.0
#include "framework/report/encoder.hpp"

#include "framework/run/number_text.hpp"

namespace pipeline::report {

namespace {

constexpr std::string_view purpose = "for --report";

}  // namespace

std::unique_ptr<Encoder> Encoder::make(graph::StageSource& stages,
                                       const host::Environment& environment, std::string& problem) {
  auto encoder = std::make_unique<Encoder>();
  encoder->stages_ = &stages;
  encoder->environment_ = &environment;
  encoder->write_ = run::Tool::make({"io.write",
                                     PIPELINE_TYPE_IMAGE,
                                     PIPELINE_TYPE_BYTES,
                                     purpose,
                                     {{"format", "webp"}, {"lossless", "true"}}},
                                    stages, environment, problem);
  if (!encoder->write_) {
    problem = "the stage io.write is needed to show pictures: " + problem;
    return nullptr;
  }
  std::string unseen;
  encoder->read_ = run::Tool::make({"io.read", PIPELINE_TYPE_BYTES, PIPELINE_TYPE_IMAGE, purpose},
                                   stages, environment, unseen);
  encoder->rasterize_ =
      run::Tool::make({"svg.rasterize", PIPELINE_TYPE_BYTES, PIPELINE_TYPE_IMAGE, purpose}, stages,
                      environment, unseen);
  return encoder;
}

host::Outcome Encoder::encode(const host::Value& image, host::Value& to) const {
  host::Outcome outcome = write_->run(image, to, *environment_);
  if (!outcome) to.reset();
  return outcome;
}

host::Value Encoder::decoded(const host::Value& file) const {
  const std::string_view media_type = file.media_type();
  const auto& tool = media_type.starts_with("image/svg+xml") ? rasterize_ : read_;
  host::Value image;
  if (!media_type.starts_with("image/") || !tool || !tool->run(file, image, *environment_)) {
    return {};
  }
  return image;
}

host::Value Encoder::scaled(const host::Value& image, double factor) const {
  if (factor >= 1) return image;
  std::string unseen;
  const std::string scale = run::number_text(factor);
  const auto resize = run::Tool::make({"image.resize",
                                       PIPELINE_TYPE_IMAGE,
                                       PIPELINE_TYPE_IMAGE,
                                       purpose,
                                       {{"scale", scale}, {"filter", "box"}}},
                                      *stages_, *environment_, unseen);
  host::Value smaller;
  if (!resize || !resize->run(image, smaller, *environment_)) return {};
  return smaller;
}

}  // namespace pipeline::report
