// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/run/summary.hpp"

#include <algorithm>

#include "framework/cli/common/failure_text.hpp"
#include "framework/cli/common/stop.hpp"
#include "framework/cli/common/units.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

using namespace std::chrono_literals;

std::string bar(double fraction, size_t width) {
  const auto full = static_cast<size_t>(fraction * static_cast<double>(width));
  std::string text = "[" + std::string(full, '=');
  if (full < width) text += '>' + std::string(width - full - 1, ' ');
  return text + "] ";
}

}  // namespace

Summary::Summary(Console& console, size_t images, size_t passes)
    : console_(console),
      images_(images),
      passes_(passes),
      total_(images * passes),
      bar_(total_ > 1 && console.shows_status()) {
  if (bar_) console_.set_status(progress());
}

Summary::~Summary() {
  if (bar_) console_.set_status("");
}

double Summary::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

// "[=====>     ] 74/200, 21/s, 6 s left, 1 failed"
std::string Summary::progress() const {
  const size_t ended = done_ + failed_;
  std::string text = std::to_string(ended) + "/" + std::to_string(total_);
  if (ended > 0) {
    const double rate = static_cast<double>(ended) / seconds();
    text += ", " + rate_text(rate);
    text += ", " + time_text(static_cast<double>(total_ - ended) / rate) + " left";
  }
  if (failed_) text += ", " + std::to_string(failed_) + " failed";
  const size_t columns = console_.width();
  if (!bar_ || columns < text.size() + 16) return text;
  const size_t width = std::min<size_t>(40, columns - text.size() - 5);
  return bar(static_cast<double>(ended) / static_cast<double>(total_), width) + text;
}

void Summary::show() {
  const auto now = Clock::now();
  if (total_ < 2 || now - shown_ < (bar_ ? Clock::duration(100ms) : Clock::duration(10s))) return;
  shown_ = now;
  if (bar_) {
    console_.set_status(progress());
  } else {
    console_.info(progress());
  }
}

void Summary::add(const run::Report& report) {
  const std::lock_guard lock(mutex_);
  if (report.failure) {
    add_failure(report);
  } else {
    ++done_;
    for (const auto& written : report.written) {
      if (written.path == "-" || bar_ || report.index >= images_) continue;
      console_.info("wrote " + graph::printable(written.path) + " (" + bytes_text(written.bytes) +
                    ")");
    }
  }
  show();
}

void Summary::add_failure(const run::Report& report) {
  const run::Failure& failure = *report.failure;
  if (failure.status == PIPELINE_CANCELLED && stop_signal()) return;
  ++failed_;
  const size_t image = report.index % images_;
  if (!told_.insert({image, failure.error}).second) return;
  if (bar_) console_.set_status(progress());  // which comes again below the error
  console_.error(failure_text(*report.item, failure));
}

// "50 images: 31 done, 1 failed, 18 not finished, in 1.2 s, 26/s"; "1 image 6 times: 6 done, ..."
void Summary::say_end(size_t done, size_t failed) const {
  const size_t left = total_ - done - failed;
  if (total_ < 2 && left == 0) return;
  const double took = seconds();
  console_.info(std::to_string(images_) + (images_ == 1 ? " image" : " images") +
                (passes_ > 1 ? " " + std::to_string(passes_) + " times: " : ": ") +
                std::to_string(done) + " done, " + std::to_string(failed) + " failed" +
                (left ? ", " + std::to_string(left) + " not finished" : "") + ", in " +
                seconds_text(took) +
                (done ? ", " + rate_text(static_cast<double>(done) / took) : ""));
}

void Summary::cut_short(size_t done, size_t more_failed) {
  const std::lock_guard lock(mutex_);
  say_end(done, failed_ + more_failed);
}

int Summary::finish() {
  if (bar_) console_.set_status("");
  say_end(done_, failed_);
  if (stop_signal()) return 128 + stop_signal();
  return failed_ ? exit_some_failed : exit_ok;
}

}  // namespace pipeline::cli
