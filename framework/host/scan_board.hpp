// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <string>
#include <string_view>

namespace pipeline::host {

// Memory that child and parent share: what a child puts there outlasts it, no descriptor that a
// plugin closes or keeps open matters to it, and there is never more of it.
class Board {
 public:
  Board()
      : page_(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {}
  ~Board() {
    if (good()) munmap(page_, size);
  }
  Board(const Board&) = delete;

  bool good() const { return page_ != MAP_FAILED; }
  static constexpr size_t room = (size_t{16} << 20) - sizeof(std::atomic<size_t>);

  // bytes: at most `room`, at least one.
  void put(std::string_view bytes) {
    std::memcpy(text(), bytes.data(), bytes.size());
    length().store(bytes.size(), std::memory_order_release);
  }
  // More, at `place`, behind which there was nothing. [async-signal-safe]
  void append(size_t place, std::string_view bytes) {
    std::memcpy(text() + place, bytes.data(), bytes.size());
    length().store(place + bytes.size(), std::memory_order_release);
  }
  // A copy, so that nobody changes it any more; empty: nothing was put there.
  std::string take() const { return {text(), std::min(room, length().load())}; }

 private:
  static constexpr size_t size = size_t{16} << 20;
  std::atomic<size_t>& length() const { return *static_cast<std::atomic<size_t>*>(page_); }
  char* text() const { return static_cast<char*>(page_) + sizeof(std::atomic<size_t>); }

  void* page_;
};

}  // namespace pipeline::host
