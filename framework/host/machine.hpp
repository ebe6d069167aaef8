// SPDX-License-Identifier: Apache-2.0
// What this machine is and what this program was built for and with, in words for people.
#pragma once

#include <string>

namespace pipeline::host {

std::string operating_system();  // "Debian GNU/Linux 12 (bookworm), Linux 6.1.0, glibc 2.36"
std::string processor();         // "AMD EPYC, x86_64: SSE4.2, AVX, AVX2, AVX-512"
std::string built_for();   // "x86_64 with SSE2, as all such processors have": what all code may use
std::string built_with();  // "g++ 12.2.0, Boost 1.74, oneTBB 2021.8, yaml-cpp 0.7.0"
std::string runs_with();   // libraries that may have been replaced since: "oneTBB 2021.8"

}  // namespace pipeline::host
