// SPDX-License-Identifier: Apache-2.0
// A third party's own value types: one that can be bytes, and one that cannot.
#include <pipeline/stage.hpp>

#include <algorithm>
#include <cstdio>
#include <string>

namespace {

using namespace pipeline;

struct Depth {
  static constexpr const char* pipeline_type = "kinds.depth/1";
  double nearest, farthest;
};

// Refuses what begins below 0; from 1000 on it breaks the contract.
pipeline_status depth_to_bytes(const pipeline_host* host, pipeline_ctx* ctx, const void* data,
                               pipeline_bytes* out) noexcept {
  static char own[] = "not of the host";
  const auto& depth = *static_cast<const Depth*>(data);
  if (depth.nearest < 0) return host->fail(ctx, PIPELINE_UNSUPPORTED, "behind the camera");
  const std::string text = "{\"farthest\": " + std::to_string(depth.farthest) + "}\n";
  void* bytes = depth.nearest < 1000 ? host->new_buffer(ctx, text.size()) : own;
  if (!bytes) return PIPELINE_NO_MEMORY;
  if (bytes != own) std::copy(text.begin(), text.end(), static_cast<char*>(bytes));
  out->media_type = "application/json; charset=utf-8";
  out->bytes = bytes;
  out->size = bytes == own ? sizeof own : text.size();
  return PIPELINE_OK;
}

// The nearest is a tenth of the farthest.
pipeline_status depth_from_bytes(const pipeline_host* host, pipeline_ctx* ctx,
                                 const pipeline_bytes* from, const void** data) noexcept {
  const std::string text(static_cast<const char*>(from->bytes), from->size);
  double farthest = 0;
  if (std::sscanf(text.c_str(), "{\"farthest\": %lf}", &farthest) != 1) {
    return host->fail(ctx, PIPELINE_IO, "no depth");
  }
  auto* depth = static_cast<Depth*>(host->new_buffer(ctx, sizeof(Depth)));
  if (!depth) return PIPELINE_NO_MEMORY;
  *depth = {farthest / 10, farthest};
  *data = depth;
  return PIPELINE_OK;
}

struct Secret {
  static constexpr const char* pipeline_type = "kinds.secret/1";
  double value;
};

struct MakeSecret {
  static constexpr Stage stage{"kinds.make_secret", "1.0.0", "Hides a number."};
  static constexpr In<Number> number{"number", "Any number"};
  static constexpr Out<Secret> secret{"secret", "It"};
  PIPELINE_INTERFACE(number, secret)
  void run(const Call<MakeSecret>& call) const { call.make(secret).value = call[number]; }
};

struct TellSecret {
  static constexpr Stage stage{"kinds.tell_secret", "1.0.0", "The hidden number."};
  static constexpr In<Secret> secret{"secret", "What kinds.make_secret makes"};
  static constexpr Out<Number> number{"number", "It"};
  PIPELINE_INTERFACE(secret, number)
  void run(const Call<TellSecret>& call) const { call.emit(number, call[secret].value); }
};

struct MakeDepth {
  static constexpr Stage stage{"kinds.make_depth", "1.0.0", "Makes a depth range of two numbers."};
  static constexpr In<Number> number{"number", "The nearest"};
  static constexpr Out<Depth> depth{"depth", "nearest, and ten times that"};
  PIPELINE_INTERFACE(number, depth)
  void run(const Call<MakeDepth>& call) const {
    Depth& made = call.make(depth);
    made.nearest = call[number];
    made.farthest = 10 * call[number];
  }
};

struct UseDepth {
  static constexpr Stage stage{"kinds.use_depth", "1.0.0", "The extent of a depth range."};
  static constexpr In<Depth> depth{"depth", "A depth range"};
  static constexpr Out<Number> extent{"extent", "farthest - nearest"};
  PIPELINE_INTERFACE(depth, extent)
  void run(const Call<UseDepth>& call) const {
    call.emit(extent, call[depth].farthest - call[depth].nearest);
  }
};

}  // namespace

extern "C" const pipeline_type* pipeline_type_depth() {
  static const pipeline_type type{sizeof(pipeline_type), 0,
                                  Depth::pipeline_type,  "A range",
                                  &depth_to_bytes,       &depth_from_bytes};
  return &type;
}
extern "C" const pipeline_type* pipeline_type_secret() {
  static const pipeline_type type{
      sizeof(pipeline_type), 0, Secret::pipeline_type, "A number", nullptr, nullptr};
  return &type;
}

PIPELINE_STAGE(make_secret, MakeSecret)
PIPELINE_STAGE(tell_secret, TellSecret)
PIPELINE_STAGE(make_depth, MakeDepth)
PIPELINE_STAGE(use_depth, UseDepth)
