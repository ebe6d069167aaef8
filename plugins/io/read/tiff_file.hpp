// SPDX-License-Identifier: Apache-2.0
// A TIFF in memory, opened by libtiff, with libtiff's texts caught instead of printed.
#pragma once

#include <tiffio.h>

#include <cstdarg>
#include <string>
#include <string_view>

namespace pipeline::io {

class TiffFile {
 public:
  explicit TiffFile(std::string_view file);  // get() is NULL when it is none
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;
  ~TiffFile();

  TIFF* get() const { return tiff_; }

  // What libtiff said last of an error, or of damage that it passes over; empty: nothing. With a
  // libtiff before 4.5, whose handlers are global, always empty.
  const std::string& problem() const { return problem_; }
  void forget_problem() { problem_.clear(); }

 private:
  static tmsize_t read(thandle_t handle, void* to, tmsize_t size);
  static tmsize_t write(thandle_t handle, void* from, tmsize_t size);
  static toff_t seek(thandle_t handle, toff_t offset, int whence);
  static int close(thandle_t handle);
  static toff_t size(thandle_t handle);
  static int map(thandle_t handle, void** base, toff_t* size);
  static void unmap(thandle_t handle, void* base, toff_t size);
  static int on_error(TIFF*, void* self, const char* module, const char* format, va_list values);
  static int on_warning(TIFF*, void* self, const char* module, const char* format, va_list values);

  std::string_view file_;
  toff_t at_ = 0;
  std::string problem_;
  TIFF* tiff_ = nullptr;
};

}  // namespace pipeline::io
