// SPDX-License-Identifier: Apache-2.0
// Any bytes as a value that was kept on disk. What must hold: no value, or one that is within
// bounds everywhere and has the same bytes again.
#include <cstdint>
#include <string>

#include "framework/cache/value_bytes.hpp"
#include "framework/host/difference.hpp"
#include "fuzz/fuzz.hpp"

using namespace pipeline;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Soon soon;
  host::Memory memory;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const host::Value value = cache::read_value(bytes, memory, nullptr);
  if (!value) return 0;
  std::string again;
  must(cache::write_value(value, [&](std::string_view part) { again.append(part); }),
       "a value that was read cannot be written");
  const host::Value twice = cache::read_value(again, memory, nullptr);
  must(static_cast<bool>(twice), "a value that was written cannot be read");
  must(host::difference(value, twice).empty(), "it changes on its way",
       host::difference(value, twice));
  must(memory.bytes_in_use() < (size_t{64} << 10) + 256 * size, "more memory than its bytes need");
  return 0;
}
