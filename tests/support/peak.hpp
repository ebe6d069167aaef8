// SPDX-License-Identifier: Apache-2.0
// How much memory work needs at its peak.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

namespace pipeline::test {

// In a process of its own: calls `prepare`, then the work that it returns; the bytes that the work
// added at its peak to what is resident. Nothing where the system does not tell. Throws
// std::runtime_error when that process fails.
std::optional<size_t> peak_of(const std::function<std::function<void()>()>& prepare);

}  // namespace pipeline::test
