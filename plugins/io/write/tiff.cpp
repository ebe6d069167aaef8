// SPDX-License-Identifier: Apache-2.0
// TIFF through libtiff: deflate with a predictor; U8, U16 and F32 as they are.
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "plugins/io/write/encoder.hpp"

namespace pipeline::io {

namespace {

constexpr tmsize_t strip_bytes = 1 << 18;  // several strips, so that readers need no whole picture

// The file as it grows.
struct Memory {
  std::string bytes;
  toff_t at = 0;
  std::string problem;
};

Memory& memory_of(void* handle) { return *static_cast<Memory*>(handle); }

tmsize_t read(thandle_t handle, void* to, tmsize_t size) {
  Memory& memory = memory_of(handle);
  const size_t at = std::min<size_t>(memory.at, memory.bytes.size());
  const size_t n = std::min(static_cast<size_t>(size), memory.bytes.size() - at);
  if (n > 0) std::memcpy(to, memory.bytes.data() + at, n);
  memory.at += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t write(thandle_t handle, void* from, tmsize_t size) {
  Memory& memory = memory_of(handle);
  const size_t end = memory.at + static_cast<size_t>(size);
  try {
    if (end > memory.bytes.size()) memory.bytes.resize(end);
  } catch (const std::bad_alloc&) {
    return 0;
  }
  if (size > 0) std::memcpy(memory.bytes.data() + memory.at, from, static_cast<size_t>(size));
  memory.at = end;
  return size;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Memory& memory = memory_of(handle);
  const toff_t base = whence == SEEK_CUR ? memory.at : whence == SEEK_END ? memory.bytes.size() : 0;
  return memory.at = base + offset;
}

int close(thandle_t) { return 0; }
toff_t size(thandle_t handle) { return memory_of(handle).bytes.size(); }

#if TIFFLIB_VERSION >= 20221213
int on_error(TIFF*, void* memory, const char*, const char* format, va_list values) {
  char text[200];
  std::vsnprintf(text, sizeof text, format, values);
  memory_of(memory).problem = text;
  return 1;
}
int on_warning(TIFF*, void*, const char*, const char*, va_list) { return 1; }
#endif

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using File = std::unique_ptr<TIFF, Close>;

File open(Memory& memory) {
#if TIFFLIB_VERSION >= 20221213
  TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, &memory);
  TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, &memory);
  File tiff(TIFFClientOpenExt("picture", "w", &memory, read, write, seek, close, size, nullptr,
                              nullptr, options));
  TIFFOpenOptionsFree(options);
  return tiff;
#else
  TIFFSetErrorHandler(nullptr);
  TIFFSetWarningHandler(nullptr);
  return File(
      TIFFClientOpen("picture", "w", &memory, read, write, seek, close, size, nullptr, nullptr));
#endif
}

void set_tags(TIFF* tiff, const AnyImage& picture, int compression) {
  const bool real = picture.sample() == PIPELINE_F32;
  const int bits = picture.sample() == PIPELINE_U8 ? 8 : real ? 32 : 16;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, picture.width());
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, picture.height());
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, picture.channels());
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, real ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
               picture.channels() <= 2 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  if (picture.has_alpha()) {
    const bool straight = picture.alpha() == PIPELINE_ALPHA_STRAIGHT;
    const uint16_t kind[] = {
        static_cast<uint16_t>(straight ? EXTRASAMPLE_UNASSALPHA : EXTRASAMPLE_ASSOCALPHA)};
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, kind);
  }
  if (compression > 0) {
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, compression);
    TIFFSetField(tiff, TIFFTAG_PREDICTOR, real ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL);
  } else {
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  }
  const tmsize_t row = std::max<tmsize_t>(1, TIFFScanlineSize(tiff));
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP,
               static_cast<uint32_t>(std::clamp<tmsize_t>(strip_bytes / row, 1, picture.height())));
}

}  // namespace

std::string encode_tiff(const AnyImage& picture, const WriteOptions& options,
                        const BasicCall& call) {
  Memory memory;
  const auto fail = [&] { return write_failed("TIFF", memory.problem.c_str()); };
  File tiff = open(memory);
  if (!tiff) throw fail();
  set_tags(tiff.get(), picture, options.compression);
  // A copy: the predictor works in place.
  std::vector<unsigned char> row(static_cast<size_t>(TIFFScanlineSize(tiff.get())));
  for (int64_t y = 0; y < picture.height(); ++y) {
    if (y % poll_rows == 0 && call.cancelled()) throw stopped();
    std::memcpy(row.data(), picture.as<const uint8_t>().row(y), row.size());
    if (TIFFWriteScanline(tiff.get(), row.data(), static_cast<uint32_t>(y)) != 1) throw fail();
  }
  if (!TIFFFlush(tiff.get())) throw fail();
  tiff.reset();
  return std::move(memory.bytes);
}

}  // namespace pipeline::io
