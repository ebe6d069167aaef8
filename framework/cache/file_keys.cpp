// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/file_keys.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <stdexcept>

#include "framework/host/open_file.hpp"

namespace pipeline::cache {

namespace fs = std::filesystem;

Key key_of_bytes(const fs::path& file) {
  const host::OpenFile in(file, O_RDONLY);
  std::vector<char> part(size_t{1} << 20);
  Hash hash;
  for (;;) {
    const ssize_t n = in.good() ? host::read_some(in.number(), part.data(), part.size()) : -1;
    if (n < 0) throw std::runtime_error(file.string() + ": " + host::because("cannot be read"));
    if (n == 0) return hash.result();
    hash.bytes({part.data(), static_cast<size_t>(n)});
  }
}

Key key_of_states(const std::vector<fs::path>& files) {
  Hash hash;
  for (const fs::path& file : files) {
    struct stat info {};
    const bool there = stat(file.c_str(), &info) == 0;
    hash.text(file.native()).number(there);
    if (there) hash.number(info.st_size).number(info.st_mtim.tv_sec).number(info.st_mtim.tv_nsec);
  }
  return hash.result();
}

Key key_of_folders(const std::vector<fs::path>& folders) {
  std::vector<fs::path> files;
  for (const fs::path& folder : folders) {
    std::error_code none;
    auto entry = fs::recursive_directory_iterator(folder, none);
    for (; !none && entry != fs::recursive_directory_iterator(); entry.increment(none)) {
      files.push_back(entry->path());
    }
  }
  std::sort(files.begin(), files.end());
  return key_of_states(files);
}

}  // namespace pipeline::cache
