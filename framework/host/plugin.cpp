// SPDX-License-Identifier: Apache-2.0
#include "framework/host/plugin.hpp"

#include <deque>

#include <boost/dll/shared_library.hpp>

#include "framework/host/activity.hpp"
#include "framework/host/descriptor.hpp"
#include "framework/host/library_file.hpp"
#include "framework/host/missing_libraries.hpp"

namespace pipeline::host {

namespace {

namespace dll = boost::dll;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason,
                         const std::string& fix) {
  throw LoadError(file, reason, fix);
}

// What the dynamic linker said, without Boost's words around it (they differ between its versions)
// and without the file's own name in front.
std::string linker_reason(const std::filesystem::path& file, std::string text) {
  constexpr std::string_view opening = "(dlerror system message: ";
  if (const auto at = text.find(opening); at != std::string::npos) {
    text.erase(0, at + opening.size());
    if (const auto end = text.rfind("): "); end != std::string::npos) text.resize(end);
  }
  for (const std::string& noise :
       {std::string("boost::dll::shared_library::load() failed: "), file.string() + ": "}) {
    if (text.starts_with(noise)) text.erase(0, noise.size());
  }
  if (const auto end = text.find('\n'); end != std::string::npos) text.resize(end);
  return text;
}

// The library that the linker did not find: "libfoo.so.3: cannot open shared object file: ...".
std::string missing_in(const std::string& reason) {
  const size_t end = reason.find(": cannot open shared object file");
  return end == std::string::npos ? "" : reason.substr(0, end);
}

std::string advice_for(const std::string& reason) {
  if (reason.find("undefined symbol") != std::string::npos) {
    return "rebuild the plugin with its libraries linked";
  }
  if (reason.find("version `") != std::string::npos) {
    return "rebuild the plugin on this system; it needs newer system libraries";
  }
  return "is it a plugin built for this machine? rebuild it here";
}

[[noreturn]] void refuse_without_entry(const std::filesystem::path& file,
                                       const dll::shared_library& library) {
  for (int major = 0; major < 10; ++major) {
    const std::string symbol = "pipeline_plugin_v" + std::to_string(major);
    if (!library.has(symbol)) continue;
    refuse(file,
           "made for another major version of the plugin contract (" + symbol +
               "; this host speaks " PIPELINE_ENTRY ")",
           "update pipeline or rebuild the plugin");
  }
  refuse(file, "not a pipeline plugin: it exports no " PIPELINE_ENTRY,
         "build it with pipeline_add_plugin() or move it out of the plugin folder");
}

dll::shared_library open(const std::filesystem::path& file) {
  if (const std::string wrong = flaw_of_library(file); !wrong.empty()) {
    refuse(file, "does not load: " + wrong, "copy it again or rebuild the plugin on this machine");
  }
  try {
    return dll::shared_library(file, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
  } catch (const std::exception& error) {
    const std::string reason = linker_reason(file, error.what());
    if (const std::string missing = missing_in(reason); !missing.empty()) {
      throw LoadError(file, needs_text({missing}), fix_for_missing(file.stem().string(), {missing}),
                      missing);
    }
    refuse(file, "does not load: " + reason, advice_for(reason));
  }
}

void check_version(const std::filesystem::path& file, const pipeline_plugin& plugin) {
  if (plugin.abi_minor <= PIPELINE_ABI_MINOR) return;
  const auto version = [](uint32_t minor) {
    return std::to_string(PIPELINE_ABI_MAJOR) + "." + std::to_string(minor);
  };
  refuse(file,
         "needs version " + version(plugin.abi_minor) +
             " of the plugin contract, this host offers " + version(PIPELINE_ABI_MINOR),
         "update pipeline, or rebuild the plugin with PIPELINE_ABI_TARGET " +
             std::to_string(PIPELINE_ABI_MINOR));
}

}  // namespace

LoadError::LoadError(const std::filesystem::path& file, std::string reason, std::string fix,
                     std::string missing)
    : std::runtime_error((file.empty() ? "" : file.string() + ": ") + reason + "; " + fix),
      of_a_file_(!file.empty()),
      reason_(std::move(reason)),
      fix_(std::move(fix)),
      missing_(std::move(missing)) {}

std::string LoadError::told() const {
  const std::string all = what();
  return all.substr(0, all.size() - fix_.size() - std::string_view("; ").size());
}

const pipeline_plugin& load_plugin(const std::filesystem::path& file) {
  const Activity activity{{}, file.native(), {}};
  const Doing doing(activity);
  static auto& libraries = *new std::deque<dll::shared_library>;  // never destroyed: never unloaded
  auto& library = libraries.emplace_back(open(file));
  if (!library.has(PIPELINE_ENTRY)) refuse_without_entry(file, library);
  const auto* plugin = library.get<const pipeline_plugin*()>(PIPELINE_ENTRY)();
  if (!plugin) {
    refuse(file, "broken plugin: " PIPELINE_ENTRY " returned NULL", "tell its author");
  }
  check_version(file, *plugin);
  const std::string id = plugin->id ? plugin->id : "";
  if (id != file.stem().string()) {
    refuse(file, "says its id is '" + id + "', so the file must be named " + id + ".so",
           "rename it or set the id");
  }
  if (const auto wrong = flaw(*plugin)) {
    refuse(file, "broken plugin: " + *wrong, "tell its author");
  }
  return *plugin;
}

}  // namespace pipeline::host
