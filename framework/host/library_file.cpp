// SPDX-License-Identifier: Apache-2.0
#include "framework/host/library_file.hpp"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <vector>

namespace pipeline::host {

namespace {

// 64-bit little-endian, as all machines that the project supports.
bool read_header(std::ifstream& file, Elf64_Ehdr& header) {
  return file.read(reinterpret_cast<char*>(&header), sizeof header) &&
         std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0;
}

bool same_machine(const Elf64_Ehdr& header) {
  static const uint16_t own = [] {
    std::ifstream self("/proc/self/exe", std::ios::binary);
    Elf64_Ehdr read{};
    return read_header(self, read) ? read.e_machine : uint16_t{EM_NONE};
  }();
  return header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_ident[EI_DATA] == ELFDATA2LSB &&
         (own == EM_NONE || header.e_machine == own);
}

// The first byte after all that the linker maps; 0 where the table of it lies outside the file.
uint64_t mapped_end(std::ifstream& file, const Elf64_Ehdr& header) {
  if (header.e_phentsize != sizeof(Elf64_Phdr)) return 0;
  std::vector<Elf64_Phdr> segments(header.e_phnum);
  file.seekg(static_cast<std::streamoff>(header.e_phoff));
  if (!file.read(reinterpret_cast<char*>(segments.data()),
                 static_cast<std::streamsize>(segments.size() * sizeof(Elf64_Phdr)))) {
    return 0;
  }
  uint64_t end = 0;
  for (const Elf64_Phdr& segment : segments) {
    if (segment.p_type == PT_LOAD) end = std::max(end, segment.p_offset + segment.p_filesz);
  }
  return end;
}

}  // namespace

std::string flaw_of_library(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_symlink(path, error) && !std::filesystem::exists(path, error)) {
    return "it is a link to " + std::filesystem::read_symlink(path, error).string() +
           ", which is not there";
  }
  if (!std::filesystem::is_regular_file(path, error)) return "it is not a file";
  const uint64_t size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (!file) return "it cannot be read";
  Elf64_Ehdr header{};
  if (!read_header(file, header)) return "it is no shared library";
  if (!same_machine(header)) return "it is made for another kind of processor";
  const uint64_t end = mapped_end(file, header);
  if (end != 0 && end <= size) return "";
  return "it is cut off or damaged: " + std::to_string(size) + " bytes are here" +
         (end ? " of " + std::to_string(end) : "");
}

}  // namespace pipeline::host
