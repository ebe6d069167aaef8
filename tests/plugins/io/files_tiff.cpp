// SPDX-License-Identifier: Apache-2.0
#include <tiffio.h>

#include <cstring>

#include "plugins/io/files.hpp"

namespace pipeline::test {

namespace {

struct Memory {
  std::string bytes;
  size_t at = 0;
};

Memory& memory_of(void* handle) { return *static_cast<Memory*>(handle); }

tmsize_t take(thandle_t handle, void* to, tmsize_t size) {
  Memory& m = memory_of(handle);
  const size_t n = m.bytes.copy(static_cast<char*>(to), static_cast<size_t>(size), m.at);
  m.at += n;
  return static_cast<tmsize_t>(n);
}
tmsize_t put(thandle_t handle, void* from, tmsize_t size) {
  Memory& m = memory_of(handle);
  const auto n = static_cast<size_t>(size);
  if (m.at + n > m.bytes.size()) m.bytes.resize(m.at + n);
  m.bytes.replace(m.at, n, static_cast<char*>(from), n);
  m.at += n;
  return size;
}
toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Memory& m = memory_of(handle);
  m.at = offset + (whence == SEEK_END ? m.bytes.size() : whence == SEEK_CUR ? m.at : 0);
  return m.at;
}
int close(thandle_t) { return 0; }
toff_t size(thandle_t handle) { return memory_of(handle).bytes.size(); }

}  // namespace

std::string tiff_file(const std::function<void(tiff*)>& fill, const char* mode) {
  Memory memory;
  TIFF* file =
      TIFFClientOpen("test", mode, &memory, take, put, seek, close, size, nullptr, nullptr);
  fill(file);
  TIFFClose(file);
  return memory.bytes;
}

}  // namespace pipeline::test
