// SPDX-License-Identifier: Apache-2.0
// Any bytes as a picture of one format (FUZZ_FORMAT) for io.read, through the real host. What must
// hold: a picture or an error of one clean line, and a picture that the file alone decides: memory
// that the stage gets is filled with one byte, then with another, and both pictures are the same.
#include <sanitizer/asan_interface.h>
#include <tbb/global_control.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include "framework/host/instance.hpp"
#include "fuzz/fuzz.hpp"

#define FUZZ_TEXT(word) #word
#define FUZZ_NAME(word) FUZZ_TEXT(word)

using namespace pipeline;
using fuzz::is_clean;
using fuzz::must;
using std::string_view_literals::operator""sv;

extern "C" const pipeline_stage* pipeline_stage_read();

namespace {

constexpr int64_t max_pixels = 1 << 18;  // more takes longer and finds no more

unsigned char fill = 0;

void* filled(void* memory, size_t size) {
  if (memory) std::memset(memory, fill, size);
  return memory;
}

// Whether io.read takes the file for one of this target's format.
bool is_own(std::string_view file) {
  constexpr std::string_view format = FUZZ_NAME(FUZZ_FORMAT);
  if (format == "png") return file.starts_with("\x89PNG\r\n\x1a\n"sv);
  if (format == "jpeg") return file.starts_with("\xff\xd8\xff"sv);
  if (format == "webp") return file.starts_with("RIFF");
  if (format == "tiff") return file.starts_with("II") || file.starts_with("MM");
  return file.starts_with("P");
}

std::string content_of(const pipeline_image& image) {
  std::string content = std::to_string(image.width) + ' ' + std::to_string(image.height) + ' ' +
                        std::to_string(image.channels) + ' ' + std::to_string(image.alpha) + ' ';
  const size_t sample = image.sample == PIPELINE_U8 ? 1 : image.sample == PIPELINE_U16 ? 2 : 4;
  const size_t row =
      static_cast<size_t>(image.width) * static_cast<size_t>(image.channels) * sample;
  for (int32_t y = 0; y < image.height; ++y) {
    content.append(static_cast<const char*>(image.pixels) + static_cast<size_t>(y) * image.stride,
                   row);
  }
  return content;
}

class Reader {
 public:
  explicit Reader(int64_t format) {
    const pipeline_stage& stage = *pipeline_stage_read();
    pipeline_arg arguments[2]{};
    must(stage.param_count == 2, "io.read has other parameters than this target knows");
    arguments[0].integer = format;
    arguments[1].integer = max_pixels;
    host::Outcome outcome;
    instance_ = host::Instance::create(stage, "read", arguments, environment_, outcome);
    must(instance_ != nullptr, "io.read cannot be made", outcome.error);
  }

  // The picture's content; empty: it was refused.
  std::string run(std::string_view file, unsigned char with) {
    fill = with;
    const host::BufferRef buffer = memory_.allocate(file.size());
    std::memcpy(buffer->data(), file.data(), file.size());
    // What lies behind the file, up to the block's end, is nobody's to read.
    auto* end = static_cast<char*>(buffer->data()) + file.size();
    const size_t spare = host::Pool::capacity_for(file.size()) - file.size();
    __asan_poison_memory_region(end, spare);
    const auto input = host::Value::bytes(buffer, file.size(), "application/octet-stream");
    const host::Value* const inputs[] = {&input};
    host::Value output;
    const fuzz::Soon soon;
    const auto outcome = instance_->process(inputs, std::span(&output, 1), environment_);
    __asan_unpoison_memory_region(end, spare);
    if (outcome) return content_of(*output.image());
    must(outcome.status != PIPELINE_INTERNAL, "a defect", outcome.error);
    must(!outcome.error.empty() && is_clean(outcome.error), "not one clean line", outcome.error);
    return {};
  }

 private:
  host::Memory memory_;
  host::Environment environment_{.memory = &memory_};
  std::unique_ptr<host::Instance> instance_;
};

}  // namespace

// Host buffers come from the first, the stage's own rows from the second.
extern "C" void* __real_aligned_alloc(size_t alignment, size_t size);
extern "C" void* __wrap_aligned_alloc(size_t alignment, size_t size) {
  return filled(__real_aligned_alloc(alignment, size), size);
}
void* operator new[](size_t size) {
  if (void* memory = filled(std::malloc(size ? size : 1), size)) return memory;
  throw std::bad_alloc();
}
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  if (!is_own(file)) return 0;
  static const tbb::global_control one_thread(tbb::global_control::max_allowed_parallelism, 1);
  static Reader srgb8(0), any(1);
  for (Reader* const reader : {&srgb8, &any}) {
    const std::string content = reader->run(file, 0x55);
    must(content == (content.empty() ? "" : reader->run(file, 0xAA)),
         "the picture holds what was in memory before");
  }
  return 0;
}
