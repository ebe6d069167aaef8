// SPDX-License-Identifier: Apache-2.0
// How a C++ stage fails: it throws Error (or anything else); the layer turns that into a status and
// a text before it could cross the boundary.
#pragma once

#include <pipeline/abi.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

namespace pipeline {

class Error : public std::runtime_error {
 public:
  Error(pipeline_status status, const std::string& text)
      : std::runtime_error(text), status_(status) {}
  pipeline_status status() const noexcept { return status_; }

 private:
  pipeline_status status_;
};

// A service of the host refused and has already stored its own text.
class Refused : public Error {
 public:
  explicit Refused(pipeline_status status) : Error(status, "refused by the host") {}
};

// Runs f; whatever it throws becomes a status with its text handed to the host.
template <class F>
pipeline_status guarded(const pipeline_host* host, pipeline_ctx* ctx, F&& f) noexcept {
  try {
    f();
    return PIPELINE_OK;
  } catch (const Refused& error) {
    return error.status();
  } catch (const Error& error) {
    return host->fail(ctx, error.status(), error.what());
  } catch (const std::bad_alloc&) {
    return host->fail(ctx, PIPELINE_NO_MEMORY, "out of memory");
  } catch (const std::exception& error) {
    return host->fail(ctx, PIPELINE_INTERNAL, error.what());
  } catch (...) {
    return host->fail(ctx, PIPELINE_INTERNAL, "an exception of unknown type");
  }
}

}  // namespace pipeline
