// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/read/tiff_file.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace pipeline::io {

namespace {

constexpr char mode[] = "r";
constexpr char label[] = "picture";
#if TIFFLIB_VERSION >= 20221213
constexpr tmsize_t largest_allocation = tmsize_t{1} << 30;
#endif

TiffFile& self_of(void* handle) { return *static_cast<TiffFile*>(handle); }

std::string formatted(const char* format, va_list values) {
  char text[200];
  std::vsnprintf(text, sizeof text, format, values);
  return text;
}

}  // namespace

TiffFile::TiffFile(std::string_view file) : file_(file) {
#if TIFFLIB_VERSION >= 20221213
  TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, largest_allocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, this);
  TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, this);
  tiff_ = TIFFClientOpenExt(label, mode, this, read, write, seek, close, size, map, unmap, options);
  TIFFOpenOptionsFree(options);
#else
  TIFFSetErrorHandler(nullptr);
  TIFFSetWarningHandler(nullptr);
  tiff_ = TIFFClientOpen(label, mode, this, read, write, seek, close, size, map, unmap);
#endif
}

TiffFile::~TiffFile() {
  if (tiff_) TIFFClose(tiff_);
}

tmsize_t TiffFile::read(thandle_t handle, void* to, tmsize_t size) {
  TiffFile& self = self_of(handle);
  const size_t at = std::min<size_t>(self.at_, self.file_.size());
  const size_t n = std::min(static_cast<size_t>(size), self.file_.size() - at);
  if (n > 0) std::memcpy(to, self.file_.data() + at, n);
  self.at_ += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t TiffFile::write(thandle_t, void*, tmsize_t) { return 0; }

toff_t TiffFile::seek(thandle_t handle, toff_t offset, int whence) {
  TiffFile& self = self_of(handle);
  const toff_t base = whence == SEEK_CUR ? self.at_ : whence == SEEK_END ? self.file_.size() : 0;
  return self.at_ = base + offset;
}

int TiffFile::close(thandle_t) { return 0; }

toff_t TiffFile::size(thandle_t handle) { return self_of(handle).file_.size(); }

int TiffFile::map(thandle_t handle, void** base, toff_t* size) {
  const std::string_view file = self_of(handle).file_;
  *base = const_cast<char*>(file.data());  // opened for reading: libtiff does not write to it
  *size = file.size();
  return 1;
}

void TiffFile::unmap(thandle_t, void*, toff_t) {}

int TiffFile::on_error(TIFF*, void* self, const char*, const char* format, va_list values) {
  self_of(self).problem_ = formatted(format, values);
  return 1;
}

// Most warnings are about unknown tags; those of the JPEG codec are about damaged pixels.
int TiffFile::on_warning(TIFF*, void* self, const char* module, const char* format,
                         va_list values) {
  if (module && std::strcmp(module, "JPEGLib") == 0) {
    self_of(self).problem_ = formatted(format, values);
  }
  return 1;
}

}  // namespace pipeline::io
