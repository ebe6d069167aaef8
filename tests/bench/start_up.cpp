// SPDX-License-Identifier: Apache-2.0
// What a whole process costs where the work itself is next to nothing: `pipeline run default.yaml`
// on a PNG of 64 x 64 pixels, from spawn to exit, median of 41. Run it on an idle machine.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "support/folder.hpp"

using namespace pipeline::test;

namespace {

// Milliseconds until the process is gone; negative if it failed.
double run_once(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  int status = 1;
  if (posix_spawn(&child, argv[0], nullptr, nullptr, argv.data(), environ) != 0) return -1;
  waitpid(child, &status, 0);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return status == 0 ? took.count() : -1;
}

}  // namespace

int main() {
  const Folder here("start_up");
  here.write("small.ppm", small_picture(64, 64));
  here.write("png.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { same: { uses: image.convert, in: image } }\n"
             "outputs: { picture: same }\n");
  if (run_once({TEST_PIPELINE, "run", here.path() / "png.yaml", here.path() / "small.ppm", "-o",
                here.path() / "small.png", "-q"}) < 0)
    return 1;
  std::vector<double> samples;
  for (int i = 0; i < 42; ++i) {
    const double took =
        run_once({TEST_PIPELINE, "run", TEST_SOURCE "/pipelines/default.yaml",
                  here.path() / "small.png", "-o", here.path() / "small.svg", "-q"});
    if (took < 0) return 1;
    if (i > 0) samples.push_back(took);
  }
  std::sort(samples.begin(), samples.end());
  std::printf("whole process, 64 x 64 PNG: median %.1f ms, fastest %.1f, slowest %.1f\n",
              samples[samples.size() / 2], samples.front(), samples.back());
}
