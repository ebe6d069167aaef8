// SPDX-License-Identifier: Apache-2.0
#include "framework/host/activity.hpp"

namespace pipeline::host {

namespace {
constinit thread_local const Activity* current = nullptr;
}

const Activity* current_activity() noexcept { return current; }

Doing::Doing(const Activity& activity) noexcept : before_(current) { current = &activity; }
Doing::~Doing() { current = before_; }

}  // namespace pipeline::host
