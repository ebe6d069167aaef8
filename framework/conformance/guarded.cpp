// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/guarded.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <new>

namespace pipeline::conformance {

namespace {

// Looked at by a signal handler, so of a fixed size and without pointers to anything that moves.
struct Place {
  const char *begin, *guard, *end;
  char writes[96], passes[96];
};
Place places[4096];

}  // namespace

Guarded::Guarded(size_t bytes, const std::string& name) : bytes_(std::max<size_t>(bytes, 1)) {
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  mapped_ = (bytes_ + page - 1) / page * page + page;
  const auto free = std::find_if(std::begin(places), std::end(places),
                                 [](const Place& place) { return !place.begin; });
  if (free == std::end(places)) throw std::bad_alloc();
  pages_ = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages_ == MAP_FAILED) throw std::bad_alloc();
  char* const begin = static_cast<char*>(pages_);
  char* const guard = begin + mapped_ - page;
  mprotect(guard, page, PROT_NONE);
  data_ = guard - bytes_;
  place_ = static_cast<size_t>(free - std::begin(places));
  std::snprintf(free->writes, sizeof free->writes, "it writes to %s, which is read-only",
                name.c_str());
  std::snprintf(free->passes, sizeof free->passes,
                name == host_memory ? "it goes past the end of %s" : "it reads past the end of %s",
                name.c_str());
  free->guard = guard, free->end = begin + mapped_, free->begin = begin;
}

Guarded::~Guarded() {
  places[place_].begin = nullptr;
  munmap(pages_, mapped_);
}

void Guarded::seal() {
  mprotect(pages_, static_cast<size_t>(places[place_].guard - places[place_].begin), PROT_READ);
}

host::BufferRef Guarded::buffer(host::Memory& memory) const { return memory.lend(data_, bytes_); }

const char* guarded_fault(const void* address, bool is_write) {
  const auto* at = static_cast<const char*>(address);
  for (const Place& place : places) {
    if (!place.begin || at < place.begin || at >= place.end) continue;
    return is_write && at < place.guard ? place.writes : place.passes;
  }
  return nullptr;
}

}  // namespace pipeline::conformance
