// SPDX-License-Identifier: Apache-2.0
// Bytes by their key, in a folder.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "framework/cache/key.hpp"
#include "framework/cache/upkeep.hpp"
#include "framework/host/buffer.hpp"

namespace pipeline::cache {

// Bytes in host memory.
struct Stored {
  host::BufferRef buffer;
  std::string_view bytes;
};

// Several processes may use one folder. A file is there whole or not at all, and what is damaged,
// or of another version or byte order, is not there. Whatever is deleted in it, or all of it, at
// any time, is only missed. [any thread]
class Store {
 public:
  using Log = std::function<void(int level, std::string_view who, std::string_view text)>;
  using Part = std::function<void(std::string_view)>;

  // A folder that make_folder has made, or one that is only read from. most_bytes: all files
  // together (Upkeep). log: as host::Environment's; may be null.
  Store(std::filesystem::path folder, uint64_t most_bytes, Log log);

  // Nothing if it is not there, or there is no memory for it. A damaged file is deleted.
  std::optional<Stored> read(const Key& key, host::Memory& memory, host::Account* account);

  // `write` hands over `size` bytes in parts. After a failure, of which is told once, nothing is
  // written any more.
  void write(const Key& key, uint64_t size, const std::function<void(const Part&)>& write);

  // A text that lies beside, as a person can read it; "" if it is not there.
  std::string record(const Key& key) const;
  void keep_record(const Key& key, const std::string& text);

 private:
  void put(const std::filesystem::path& file, uint64_t size,
           const std::function<void(const Part&)>& write);
  void say(int level, const std::string& text) const;

  const std::filesystem::path folder_;
  const uint64_t most_;
  const Log log_;
  Upkeep upkeep_;
  std::atomic<bool> full_{false};
};

}  // namespace pipeline::cache
