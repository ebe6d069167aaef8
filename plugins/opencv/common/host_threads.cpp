// SPDX-License-Identifier: Apache-2.0
#include "plugins/opencv/common/host_threads.hpp"

#include <opencv2/core/parallel/parallel_backend.hpp>

#include <memory>
#include <mutex>

namespace opencv_stages {

namespace {

thread_local const pipeline::BasicCall* current = nullptr;

class HostBackend : public cv::parallel::ParallelForAPI {
 public:
  void parallel_for(int tasks, FN_parallel_for_body_cb_t body, void* data) override {
    if (!current) return body(0, tasks, data);
    current->parallel_for(0, tasks, 1, [&](int64_t begin, int64_t end) {
      body(static_cast<int>(begin), static_cast<int>(end), data);
    });
  }
  int getThreadNum() const override { return 0; }
  int getNumThreads() const override { return current ? static_cast<int>(current->threads()) : 1; }
  // The host decides.
  int setNumThreads(int) override { return getNumThreads(); }
  const char* getName() const override { return "pipeline host"; }
};

void route_to_host() {
  static std::once_flag once;
  std::call_once(once,
                 [] { cv::parallel::setParallelForBackend(std::make_shared<HostBackend>()); });
}

}  // namespace

HostThreads::HostThreads(const pipeline::BasicCall& call) : outer_(current) {
  route_to_host();
  current = &call;
}

HostThreads::~HostThreads() { current = outer_; }

}  // namespace opencv_stages
