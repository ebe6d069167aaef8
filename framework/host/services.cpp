// SPDX-License-Identifier: Apache-2.0
// The table of services that every plugin gets.
#include <algorithm>

#include "framework/host/call.hpp"
#include "framework/host/emission.hpp"
#include "framework/host/format.hpp"
#include "framework/host/parallel.hpp"

namespace pipeline::host {

namespace {

constexpr size_t row_alignment = 64;

// No exception may reach the plugin; what can throw here is only running out of memory.
template <class F>
pipeline_status without_throwing(F&& f) noexcept {
  try {
    return f();
  } catch (...) {
    return PIPELINE_NO_MEMORY;
  }
}

// A plugin's text in one line that cannot steer a terminal.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ') || c == 127; }, ' ');
  return line;
}

pipeline_status keep_text(pipeline_ctx* ctx, pipeline_status status, std::string_view text) {
  if (ctx->error.empty()) ctx->error = one_line(text);
  return status == PIPELINE_OK ? PIPELINE_INTERNAL : status;
}

pipeline_status fail(pipeline_ctx* ctx, pipeline_status status, const char* text) noexcept {
  return without_throwing([&] { return keep_text(ctx, status, text ? text : ""); });
}

pipeline_status broken(pipeline_ctx* ctx, const Emission& emission) {
  return keep_text(ctx, PIPELINE_INTERNAL, "broken stage: " + emission.problem());
}

BufferRef add_buffer(pipeline_ctx* ctx, size_t bytes) {
  const bool fails = ctx->buffers.size() + 1 == ctx->environment.failing_allocation;
  const BufferRef buffer =
      fails ? nullptr : ctx->environment.memory->allocate(bytes, ctx->environment.account);
  if (buffer) {
    ctx->buffers.push_back(buffer);
    ctx->allocated += bytes;
  } else {
    keep_text(ctx, PIPELINE_NO_MEMORY, "no memory for " + std::to_string(bytes) + " bytes");
  }
  return buffer;
}

void* new_buffer(pipeline_ctx* ctx, size_t bytes) noexcept {
  void* data = nullptr;
  without_throwing([&] {
    if (const BufferRef buffer = add_buffer(ctx, bytes)) data = buffer->data();
    return PIPELINE_OK;
  });
  return data;
}

void complete(pipeline_image& image) {
  const bool colour = image.channels >= 3;
  const bool alpha = image.channels == 2 || image.channels == 4;
  if (!image.colour) image.colour = colour ? PIPELINE_COLOUR_SRGB : PIPELINE_COLOUR_GREY;
  if (!image.alpha) image.alpha = alpha ? PIPELINE_ALPHA_STRAIGHT : PIPELINE_ALPHA_NONE;
}

bool possible(const pipeline_image& image) {
  return image.width >= 1 && image.height >= 1 && image.width <= PIPELINE_MAX_SIDE &&
         image.height <= PIPELINE_MAX_SIDE && image.channels >= 1 && image.channels <= 4 &&
         sample_bytes(image.sample) > 0;
}

pipeline_status make_image(pipeline_ctx* ctx, uint32_t port, pipeline_image* io) {
  Emission emission(*ctx);
  if (!emission.is_open(port)) return broken(ctx, emission);
  if (!possible(*io)) {
    return keep_text(ctx, PIPELINE_INTERNAL,
                     "broken stage: asked for an image of " + std::to_string(io->width) + " x " +
                         std::to_string(io->height) + " pixels, " + std::to_string(io->channels) +
                         " channels, sample type " + std::to_string(io->sample));
  }
  complete(*io);
  const size_t row =
      static_cast<size_t>(io->width) * static_cast<size_t>(io->channels) * sample_bytes(io->sample);
  io->stride = (row + row_alignment - 1) / row_alignment * row_alignment;
  const BufferRef buffer = add_buffer(ctx, io->stride * static_cast<size_t>(io->height));
  if (!buffer) return PIPELINE_NO_MEMORY;
  io->pixels = buffer->data();
  return emission.take_new_image(port, *io, buffer) ? PIPELINE_OK : broken(ctx, emission);
}

pipeline_status new_image(pipeline_ctx* ctx, uint32_t port, pipeline_image* io) noexcept {
  return without_throwing([&] { return make_image(ctx, port, io); });
}

pipeline_status emit(pipeline_ctx* ctx, uint32_t port, const pipeline_value* value) noexcept {
  return without_throwing([&] {
    Emission emission(*ctx);
    return emission.take(port, *value) ? PIPELINE_OK : broken(ctx, emission);
  });
}

void log(pipeline_ctx* ctx, int32_t level, const char* text) noexcept {
  if (!ctx->environment.log || !text) return;
  without_throwing([&] {
    ctx->environment.log(level, ctx->activity.stage, one_line(text));
    return PIPELINE_OK;
  });
}

int32_t cancelled(pipeline_ctx* ctx) noexcept { return ctx->is_cancelled() ? 1 : 0; }

void progress(pipeline_ctx* ctx, double fraction) noexcept {
  if (ctx->environment.progress) {
    ctx->environment.progress(ctx->activity.stage, std::clamp(fraction, 0.0, 1.0));
  }
}

uint32_t threads(pipeline_ctx* ctx) noexcept { return ctx->environment.pool_threads; }

uint32_t slot_count(pipeline_ctx*) noexcept { return slots(); }

pipeline_status run_loop(pipeline_ctx* ctx, int64_t begin, int64_t end, int64_t grain,
                         pipeline_body body, void* user) noexcept {
  if (grain < 1 || !body) {
    return without_throwing([&] {
      return keep_text(ctx, PIPELINE_INTERNAL,
                       body ? "broken stage: parallel_for with grain " + std::to_string(grain)
                            : "broken stage: parallel_for without a body");
    });
  }
  return parallel_for(*ctx, begin, end, grain, body, user);
}

const void* extension(pipeline_ctx*, const char*) noexcept { return nullptr; }

}  // namespace

const pipeline_host& host_table() {
  static constexpr pipeline_host table{sizeof(pipeline_host),
                                       PIPELINE_ABI_MINOR,
                                       "pipeline",
                                       PIPELINE_VERSION,
                                       &new_image,
                                       &new_buffer,
                                       &emit,
                                       &fail,
                                       &log,
                                       &cancelled,
                                       &progress,
                                       &threads,
                                       &slot_count,
                                       &run_loop,
                                       &extension};
  return table;
}

}  // namespace pipeline::host
