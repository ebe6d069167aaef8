// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/inputs.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "framework/conformance/finding.hpp"
#include "framework/conformance/formats.hpp"
#include "framework/host/emission.hpp"
#include "framework/host/format.hpp"

namespace pipeline::conformance {

namespace {

constexpr uint32_t most_labels = 300;

constexpr char svg_text[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"6\" viewBox=\"0 0 8 6\">"
    "<rect width=\"8\" height=\"6\" fill=\"#fff\"/><path fill=\"#a33\" d=\"M1 1h3v3H1z\"/></svg>";

std::string bytes_of(const Scene& scene) {
  switch (scene.format % kinds_of_bytes) {
    case 0: {
      std::string picture = "P6\n8 6\n255\n";
      for (int i = 0; i < 8 * 6 * 3; ++i) picture += static_cast<char>(i * 37);
      return picture;
    }
    case 1:
      return svg_text;
    case 2:
      return "";
    default: {
      std::mt19937_64 random(scene.seed);
      std::string noise(static_cast<size_t>(scene.width) * static_cast<size_t>(scene.height), ' ');
      for (char& c : noise) c = static_cast<char>(random());
      return noise;
    }
  }
}

// 0..1 at a pixel: a gradient with a disc and a bar on it, other in each channel.
double drawn(int32_t x, int32_t y, int32_t width, int32_t height, uint32_t channel) {
  const double u = (x + 0.5) / width, v = (y + 0.5) / height;
  const bool disc = std::hypot(u - 0.4, v - 0.5)<0.25, bar = u> 0.7 && u < 0.8;
  const double ground = 0.25 + 0.5 * (channel % 2 ? v : u);
  return disc ? 0.9 - 0.3 * channel / 3 : bar ? 0.1 : ground;
}

class Samples {
 public:
  explicit Samples(const Scene& scene) : scene_(scene), random_(scene.seed) {}

  // 0..1, but for Content::odd of floats.
  double next(int32_t x, int32_t y, uint32_t channel, bool may_be_odd) {
    const double any = static_cast<double>(random_() >> 11) * 0x1p-53;
    switch (scene_.content) {
      case Content::smooth:
        return drawn(x, y, scene_.width, scene_.height, channel);
      case Content::zero:
        return 0;
      case Content::full:
        return 1;
      case Content::odd:
        return may_be_odd ? odd(any) : any;
      default:
        return any;
    }
  }

 private:
  static double odd(double any) {
    constexpr double inf = std::numeric_limits<double>::infinity();
    constexpr double values[] = {
        std::numeric_limits<double>::quiet_NaN(), inf, -inf, 1e30, -1e30, 1e-40, -0.0, -3, 7};
    constexpr size_t count = std::size(values);
    const auto i = static_cast<size_t>(any * 2 * count);
    return i < count ? values[i] : any;
  }

  const Scene& scene_;
  std::mt19937_64 random_;
};

void put(void* row, size_t at, uint32_t sample, double value) {
  switch (sample) {
    case PIPELINE_U8:
      static_cast<uint8_t*>(row)[at] = static_cast<uint8_t>(std::lround(value * 255));
      break;
    case PIPELINE_U16:
      static_cast<uint16_t*>(row)[at] = static_cast<uint16_t>(std::lround(value * 65535));
      break;
    default:
      static_cast<float*>(row)[at] = static_cast<float>(value);
  }
}

}  // namespace

// Makes one value by acting as a stage that emits it.
class Inputs::Maker {
 public:
  Maker(const pipeline_port& port, std::string name, const host::Environment& environment,
        std::vector<std::unique_ptr<Guarded>>& memory)
      : name_(std::move(name)),
        out_{sizeof out_, 0, port.name, port.type, port.doc, 0, 0, 0, 0, 0, 0, nullptr, nullptr},
        ctx_{.environment = environment,
             .activity = activity_,
             .stage = &stage_,
             .outputs = std::span(&value_, 1)},
        memory_(memory) {
    stage_.outputs = ports_;
    stage_.output_count = 1;
  }

  host::Value image(const Format& format, const Scene& scene) {
    const size_t samples = static_cast<size_t>(scene.width) * format.channels;
    pipeline_image image{sizeof image,
                         scene.width,
                         scene.height,
                         static_cast<int32_t>(format.channels),
                         format.sample,
                         format.colour,
                         format.alpha,
                         0,
                         0,
                         nullptr};
    image.pixels = rows(samples, format.sample, scene, image.stride);
    Samples from(scene);
    for (int32_t y = 0; y < scene.height; ++y) {
      void* const row = static_cast<char*>(image.pixels) + image.stride * static_cast<size_t>(y);
      for (size_t i = 0; i < samples; ++i) {
        const auto x = static_cast<int32_t>(i / format.channels);
        const auto channel = static_cast<uint32_t>(i % format.channels);
        put(row, i, format.sample, from.next(x, y, channel, format.sample == PIPELINE_F32));
      }
    }
    return emitted(PIPELINE_TYPE_IMAGE, &image);
  }

  host::Value labels(const Format& format, const Scene& scene) {
    const uint32_t limit = format.sample == PIPELINE_U8 ? 256 : most_labels;
    const uint32_t count = scene.content == Content::zero     ? 1
                           : scene.content == Content::smooth ? 5
                                                              : limit;
    pipeline_labels labels{sizeof labels, scene.width, scene.height, format.sample, count, 0, 0,
                           nullptr,       nullptr};
    labels.labels = rows(static_cast<size_t>(scene.width), format.sample, scene, labels.stride);
    Samples from(scene);
    for (int32_t y = 0; y < scene.height; ++y) {
      char* const row = static_cast<char*>(labels.labels) + labels.stride * static_cast<size_t>(y);
      for (int32_t x = 0; x < scene.width; ++x) {
        const double value = from.next(x, y, 0, false);
        const auto label = std::min(count - 1, static_cast<uint32_t>(value * count));
        const auto at = static_cast<size_t>(x);
        if (format.sample == PIPELINE_U8) {
          reinterpret_cast<uint8_t*>(row)[at] = static_cast<uint8_t>(label);
        } else {
          reinterpret_cast<uint32_t*>(row)[at] = label;
        }
      }
    }
    if (scene.content != Content::full) labels.palette = palette(count);
    return emitted(PIPELINE_TYPE_LABELS, &labels);
  }

  // A filled square, a stroked curve, an ellipse; none at all where all is zero.
  host::Value paths(const Scene& scene) {
    const auto w = static_cast<float>(scene.width), h = static_cast<float>(scene.height);
    const uint32_t count = scene.content == Content::zero ? 0 : 3;
    pipeline_paths paths{};
    paths.struct_size = sizeof paths;
    paths.count = count, paths.width = w, paths.height = h;
    const std::vector<uint8_t> verbs{PIPELINE_MOVE,  PIPELINE_LINE,   PIPELINE_LINE, PIPELINE_LINE,
                                     PIPELINE_CLOSE, PIPELINE_MOVE,   PIPELINE_QUAD, PIPELINE_CUBIC,
                                     PIPELINE_ARC,   PIPELINE_ELLIPSE};
    const std::vector<float> coords{0,     0,     w,     0,     w,     h,     0,     h,  //
                                    0,     0,     w / 2, 0,     w / 2, h / 2, w,     h / 2,
                                    w,     h,     w / 3, h,                           //
                                    w / 4, h / 4, 30,    0,     1,     w / 5, h / 6,  //
                                    w / 2, h / 2, w / 3, h / 5, 45};
    const std::vector<uint32_t> verb_begin{0, 5, 9, 10};
    const std::vector<uint32_t> coord_begin{0, 8, 27, 32};
    paths.verb_begin =
        copy(std::vector<uint32_t>(verb_begin.begin(), verb_begin.begin() + count + 1));
    paths.coord_begin =
        copy(std::vector<uint32_t>(coord_begin.begin(), coord_begin.begin() + count + 1));
    if (count > 0) {
      paths.verbs = copy(verbs);
      paths.coords = copy(coords);
      paths.fill = copy(std::vector<float>{1, 0, 0, 1, 0, 0, 0, 0, 0, 0.5F, 1, 0.5F});
      paths.stroke = copy(std::vector<float>{0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0});
      paths.stroke_width = copy(std::vector<float>{1, 2, 1});
    }
    return emitted(PIPELINE_TYPE_PATHS, &paths);
  }

  host::Value bytes(const char* media_type, const std::string& content) {
    pipeline_bytes bytes{};
    bytes.struct_size = sizeof bytes;
    bytes.media_type = media_type ? media_type : "application/octet-stream";
    bytes.size = content.size();
    bytes.bytes = copy(std::vector<char>(content.begin(), content.end()));
    return emitted(PIPELINE_TYPE_BYTES, &bytes);
  }

  host::Value number(double value) {
    const pipeline_number number{sizeof number, 0, value};
    return emitted(PIPELINE_TYPE_NUMBER, &number);
  }

 private:
  void* block(size_t bytes) {
    memory_.push_back(std::make_unique<Guarded>(bytes, name_));
    ctx_.buffers.push_back(memory_.back()->buffer(*ctx_.environment.memory));
    blocks_.push_back(memory_.back().get());
    return memory_.back()->data();
  }

  // Rows that end where reading on is a fault, the last without what lies between rows.
  void* rows(size_t samples, uint32_t sample, const Scene& scene, size_t& stride) {
    const size_t size = host::sample_bytes(sample), row = samples * size;
    stride = scene.strided ? row + 3 * size : row;
    return block(stride * static_cast<size_t>(scene.height - 1) + row);
  }

  template <class T>
  const T* copy(const std::vector<T>& from) {
    auto* to = static_cast<T*>(block(from.size() * sizeof(T)));
    std::copy(from.begin(), from.end(), to);
    return to;
  }

  const float* palette(uint32_t count) {
    std::vector<float> colours;
    for (uint32_t i = 0; i < count; ++i) {
      const float step = static_cast<float>(i) / static_cast<float>(count);
      colours.insert(colours.end(), {step, 1 - step, static_cast<float>(i % 7) / 7.0F, 1});
    }
    return copy(colours);
  }

  host::Value emitted(const char* type, const void* data) {
    const pipeline_value value{type, data};
    host::Emission emission(ctx_);
    if (!emission.take(0, value)) throw Skipped("no input could be made: " + emission.problem());
    for (Guarded* guarded : blocks_) guarded->seal();
    return value_;
  }

  std::string name_;
  pipeline_port out_;
  const pipeline_port* const ports_[1] = {&out_};
  pipeline_stage stage_{};
  host::Value value_;
  host::Activity activity_{"inputs", {}, {}};
  pipeline_ctx ctx_;
  std::vector<std::unique_ptr<Guarded>>& memory_;
  std::vector<Guarded*> blocks_;
};

Inputs::Inputs(const pipeline_stage& stage, const Scene& scene,
               const host::Environment& environment)
    : odd_(scene.content == Content::odd) {
  values_.resize(stage.input_count);
  for (uint32_t k = 0; k < stage.input_count; ++k) {
    const pipeline_port& port = *stage.inputs[k];
    const std::string_view type = port.type;
    if (port.flags & PIPELINE_PORT_OPTIONAL && !scene.optional) continue;
    const std::string name = std::string("input '") + port.name + "'";
    const auto formats = formats_of(port);
    if (formats.empty())
      throw Broken(name + " says that it takes what cannot be: no image is of all that");
    const Format format = formats[scene.format % formats.size()];
    Scene own = scene;
    own.seed = scene.seed + k;
    if (k > 0 && scene.others_differ) own.width += 2, own.height += 1;
    Maker maker(port, name, environment, memory_);
    std::string what;
    if (type == PIPELINE_TYPE_IMAGE) {
      values_[k] = maker.image(format, own);
      what = host::sample_names(format.sample) + ", " +
             host::channel_names(PIPELINE_CHANNELS(format.channels)) + ", " +
             host::colour_names(format.colour) + ", " + host::alpha_names(format.alpha);
    } else if (type == PIPELINE_TYPE_LABELS) {
      values_[k] = maker.labels(format, own);
      what = host::sample_names(format.sample);
    } else if (type == PIPELINE_TYPE_PATHS) {
      values_[k] = maker.paths(own);
      what = "paths";
    } else if (type == PIPELINE_TYPE_BYTES) {
      values_[k] = maker.bytes(port.media_type, bytes_of(scene));
      const char* const kinds[] = {"a PPM picture", "an SVG document", "no bytes", "random bytes"};
      what = kinds[scene.format % kinds_of_bytes];
    } else if (type == PIPELINE_TYPE_NUMBER) {
      values_[k] = maker.number(scene.content == Content::zero ? 0 : 0.5);
      what = "a number";
    } else if (port.flags & PIPELINE_PORT_OPTIONAL) {
      continue;
    } else {
      throw Skipped(name + " takes '" + port.type + "', which only its own stages can make");
    }
    text_ += (text_.empty() ? "" : "; ") + std::string(port.name) + ": " + what;
  }
  text_ += (text_.empty() ? "" : "; ") + scene.text();
  for (const host::Value& value : values_) pointers_.push_back(value ? &value : nullptr);
}

size_t format_count(const pipeline_stage& stage) {
  size_t most = 1;
  for (uint32_t k = 0; k < stage.input_count; ++k) {
    const bool is_bytes = std::string_view(stage.inputs[k]->type) == PIPELINE_TYPE_BYTES;
    most = std::max(most, is_bytes ? kinds_of_bytes : formats_of(*stage.inputs[k]).size());
  }
  return most;
}

}  // namespace pipeline::conformance
