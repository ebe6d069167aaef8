// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

namespace opencv_stages {

// While it lives, OpenCV's loops started on this thread run on the host's threads, at most
// call.threads() of them. OpenCV's own pool is never started: this plugin's loops outside such a
// scope run on the thread that starts them. `call` must outlive it. Where two calls overlap, OpenCV
// runs the inner loops of one of them on one thread; no result depends on that. [any thread]
class HostThreads {
 public:
  explicit HostThreads(const pipeline::BasicCall& call);
  ~HostThreads();
  HostThreads(const HostThreads&) = delete;
  HostThreads& operator=(const HostThreads&) = delete;

 private:
  const pipeline::BasicCall* outer_;
};

}  // namespace opencv_stages
