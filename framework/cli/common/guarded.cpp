// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/guarded.hpp"

#include <exception>
#include <new>

#include "framework/cli/command.hpp"

namespace pipeline::cli {

int guarded(Console& console, const std::function<int()>& work) {
  try {
    return work();
  } catch (const UsageError& error) {
    console.error(error.what());
    return exit_usage;
  } catch (const OutputError& error) {
    console.error(error.what());
    return exit_some_failed;
  } catch (const std::bad_alloc&) {
    console.error("out of memory");
    return exit_internal;
  } catch (const std::exception& error) {
    console.error(std::string("internal error: ") + error.what());
    return exit_internal;
  }
}

}  // namespace pipeline::cli
