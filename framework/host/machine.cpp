// SPDX-License-Identifier: Apache-2.0
#include "framework/host/machine.hpp"

#include <gnu/libc-version.h>
#include <sys/auxv.h>
#include <sys/utsname.h>
#include <tbb/version.h>

#include <boost/version.hpp>
#include <fstream>
#include <string_view>

namespace pipeline::host {

namespace {

utsname system_names() {
  utsname names{};
  uname(&names);
  return names;
}

// The value of the first line `key`, `separator`, value of a file; without quotes.
std::string value_in(const char* file, std::string_view key, char separator) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const size_t at = line.find(separator);
    if (at == std::string::npos || !std::string_view(line).starts_with(key)) continue;
    std::string value = line.substr(at + 1);
    const size_t begin = value.find_first_not_of("\" \t"), end = value.find_last_not_of("\" \t");
    return begin == std::string::npos ? "" : value.substr(begin, end - begin + 1);
  }
  return "";
}

std::string instruction_sets() {
  std::string text;
#ifdef __x86_64__
  const auto add = [&](bool has, const char* name) {
    if (has) text += (text.empty() ? "" : ", ") + std::string(name);
  };
  add(true, "SSE2");
  add(__builtin_cpu_supports("sse4.2"), "SSE4.2");
  add(__builtin_cpu_supports("avx"), "AVX");
  add(__builtin_cpu_supports("avx2"), "AVX2");
  add(__builtin_cpu_supports("fma"), "FMA");
  add(__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
          __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"),
      "AVX-512");
#elif defined __aarch64__
  text = "NEON";
  constexpr unsigned long sve = 1UL << 22;  // HWCAP_SVE
  if (getauxval(AT_HWCAP) & sve) text += ", SVE";
#endif
  return text;
}

}  // namespace

std::string operating_system() {
  std::string text = value_in("/etc/os-release", "PRETTY_NAME=", '=');
  const utsname names = system_names();
  text += (text.empty() ? "" : ", ") + std::string(names.sysname) + " " + names.release;
  return text + ", glibc " + gnu_get_libc_version();
}

std::string processor() {
  std::string text = value_in("/proc/cpuinfo", "model name", ':');
  text += (text.empty() ? "" : ", ") + std::string(system_names().machine);
  const std::string sets = instruction_sets();
  return sets.empty() ? text : text + ": " + sets;
}

std::string built_for() {
#if defined __AVX512F__
  return "x86-64 with AVX-512";
#elif defined __AVX2__
  return "x86-64 with AVX2";
#elif defined __AVX__
  return "x86-64 with AVX";
#elif defined __SSE4_2__
  return "x86-64 with SSE4.2";
#elif defined __x86_64__
  return "any x86-64 (SSE2)";
#elif defined __ARM_FEATURE_SVE
  return "arm64 with SVE";
#elif defined __aarch64__
  return "any arm64 (NEON)";
#else
  return "this kind of processor";
#endif
}

std::string built_with() {
#ifdef __clang__
  std::string text = "clang++ " __clang_version__;
#else
  std::string text = "g++ " __VERSION__;
#endif
#if defined __SANITIZE_ADDRESS__
  text += " with the address sanitizer";
#elif defined __SANITIZE_THREAD__
  text += " with the thread sanitizer";
#endif
  return text + ", Boost " + std::to_string(BOOST_VERSION / 100000) + "." +
         std::to_string(BOOST_VERSION / 100 % 1000) +
         ", oneTBB " TBB_VERSION_STRING ", yaml-cpp " PIPELINE_YAML_CPP_VERSION;
}

std::string runs_with() {
  return std::string("oneTBB ") + TBB_runtime_version() + " (interface " +
         std::to_string(TBB_runtime_interface_version()) + ")";
}

}  // namespace pipeline::host
