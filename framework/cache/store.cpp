// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/store.hpp"

#include <fcntl.h>
#include <pipeline/abi.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "framework/cache/folder.hpp"
#include "framework/cache/packed.hpp"
#include "framework/host/new_file.hpp"

namespace pipeline::cache {

namespace {

namespace fs = std::filesystem;

// A file is this, the bytes, and the key of both.
struct Head {
  std::array<char, 8> magic{'p', 'i', 'p', 'e', 's', 't', 'e', 'p'};
  uint32_t version = 1;  // of this and of what value_bytes.hpp and made_bytes.hpp write
  uint32_t order = 0x01020304;
  Key key;
};

constexpr size_t frame_bytes = sizeof(Head) + sizeof(Key);

bool is_whole(std::string_view file, const Key& key) {
  const Head head{.key = key};
  if (file.substr(0, sizeof head) != view_of(head)) return false;
  const Key sum = key_of(file.substr(0, file.size() - sizeof(Key)));
  return file.substr(file.size() - sizeof(Key)) == view_of(sum);
}

}  // namespace

Store::Store(fs::path folder, uint64_t most_bytes, Log log)
    : folder_(std::move(folder)),
      most_(most_bytes),
      log_(std::move(log)),
      upkeep_(folder_, most_bytes) {}

void Store::say(int level, const std::string& text) const {
  if (log_) log_(level, "cache", text);
}

std::optional<Stored> Store::read(const Key& key, host::Memory& memory, host::Account* account) {
  const fs::path path = step_file(folder_, key);
  const host::OpenFile file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  struct stat info {};
  if (!file.good() || fstat(file.number(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return std::nullopt;
  }
  const auto size = static_cast<size_t>(info.st_size);
  std::optional<Stored> stored;
  if (size >= frame_bytes) {
    const host::BufferRef buffer = memory.allocate(size, account);
    if (!buffer) return std::nullopt;
    const auto* bytes = static_cast<const char*>(buffer->data());
    if (host::read_all(file.number(), buffer->data(), size) == info.st_size &&
        is_whole({bytes, size}, key)) {
      stored = {buffer, {bytes + sizeof(Head), size - frame_bytes}};
    }
  }
  if (!stored) {
    say(PIPELINE_LOG_DEBUG, path.string() + " is damaged or of another version: deleted");
    unlink(path.c_str());
    return std::nullopt;
  }
  futimens(file.number(), nullptr);  // used now; what cannot be told is not
  return stored;
}

void Store::write(const Key& key, uint64_t size, const std::function<void(const Part&)>& write) {
  if (size > most_ / 2) {
    return say(PIPELINE_LOG_DEBUG, "a result of " + std::to_string(size) +
                                       " bytes is not kept: it would take half of the cache");
  }
  put(step_file(folder_, key), size + frame_bytes, [&](const Part& part) {
    Hash sum;
    const Part summed = [&](std::string_view bytes) {
      sum.bytes(bytes);
      part(bytes);
    };
    summed(view_of(Head{.key = key}));
    write(summed);
    part(view_of(sum.result()));
  });
}

void Store::put(const fs::path& file, uint64_t size,
                const std::function<void(const Part&)>& write) {
  if (full_) return;
  std::error_code none;
  fs::create_directories(file.parent_path(), none);
  host::NewFile out(file);
  constexpr size_t most_waiting = size_t{1} << 18;
  std::string waiting;  // small parts go together
  write([&](std::string_view bytes) {
    if (waiting.size() + bytes.size() > most_waiting) {
      out.write(waiting);
      waiting.clear();
    }
    if (bytes.size() > most_waiting) {
      out.write(bytes);
    } else {
      waiting.append(bytes);
    }
  });
  out.write(waiting);
  const std::string problem = out.commit();
  if (problem.empty()) return upkeep_.added(size);
  if (full_.exchange(true)) return;
  say(PIPELINE_LOG_WARNING, file.string() + " " + problem + "; nothing more is kept in this run");
}

std::string Store::record(const Key& key) const {
  std::ifstream in(record_file(folder_, key), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void Store::keep_record(const Key& key, const std::string& text) {
  put(record_file(folder_, key), text.size(), [&](const Part& part) { part(text); });
}

}  // namespace pipeline::cache
