// SPDX-License-Identifier: Apache-2.0
#include "framework/host/linked_libraries.hpp"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <string_view>

namespace pipeline::host {

namespace {

// The names in a library's dynamic section.
struct Names {
  std::string_view own;
  std::vector<std::string_view> needed;
};

Names names_of(const link_map& library) {
  const char* texts = nullptr;
  for (const ElfW(Dyn)* entry = library.l_ld; entry && entry->d_tag != DT_NULL; ++entry) {
    if (entry->d_tag != DT_STRTAB) continue;
    // Some loaders leave it as it stands in the file.
    const ElfW(Addr) at = entry->d_un.d_ptr;
    texts = reinterpret_cast<const char*>(at < library.l_addr ? at + library.l_addr : at);
  }
  Names names;
  if (!texts) return names;
  for (const ElfW(Dyn)* entry = library.l_ld; entry->d_tag != DT_NULL; ++entry) {
    if (entry->d_tag == DT_NEEDED) names.needed.emplace_back(texts + entry->d_un.d_val);
    if (entry->d_tag == DT_SONAME) names.own = texts + entry->d_un.d_val;
  }
  return names;
}

bool is_called(const link_map& library, std::string_view name) {
  const std::string_view file = library.l_name;
  return file == name || file.substr(file.rfind('/') + 1) == name || names_of(library).own == name;
}

}  // namespace

std::vector<std::filesystem::path> linked_libraries(const std::filesystem::path& library) {
  void* const handle = dlopen(library.c_str(), RTLD_LAZY | RTLD_NOLOAD);
  if (!handle) return {};
  link_map* self = nullptr;
  std::vector<const link_map*> found;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &self) == 0) found.push_back(self);
  const link_map* first = self;
  while (first && first->l_prev) first = first->l_prev;
  for (size_t i = 0; i < found.size(); ++i) {
    for (const std::string_view name : names_of(*found[i]).needed) {
      const link_map* needed = first;
      while (needed && !is_called(*needed, name)) needed = needed->l_next;
      if (needed && std::find(found.begin(), found.end(), needed) == found.end()) {
        found.push_back(needed);
      }
    }
  }
  std::vector<std::filesystem::path> files;
  for (size_t i = 1; i < found.size(); ++i) {
    if (*found[i]->l_name) files.emplace_back(found[i]->l_name);
  }
  dlclose(handle);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace pipeline::host
