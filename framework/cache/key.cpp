// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/key.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdio>

namespace pipeline::cache {

struct Hash::State {
  XXH3_state_t xxh;
};

std::string text_of(const Key& key) {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(key.high),
                static_cast<unsigned long long>(key.low));
  return text;
}

Key key_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

Hash::Hash() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->xxh); }

Hash::~Hash() = default;

Hash& Hash::bytes(std::string_view part) {
  XXH3_128bits_update(&state_->xxh, part.data(), part.size());
  return *this;
}

Hash& Hash::text(std::string_view part) { return number(part.size()).bytes(part); }

Key Hash::result() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->xxh);
  return {hash.high64, hash.low64};
}

}  // namespace pipeline::cache
