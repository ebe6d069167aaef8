// SPDX-License-Identifier: Apache-2.0
// Stages that do not bear what goes wrong, and that leave something behind.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <thread>

#include "copies.hpp"

namespace {

using namespace bad;

struct Misnames : Copies8 {
  static constexpr Stage stage{"bad.misnames", "1.0.0", "Calls a lack of memory something else."};
  void run(const Call<Misnames>& call) const {
    try {
      call.new_buffer<char>(1000);
    } catch (const Error&) {
      throw Error(PIPELINE_BAD_ARGUMENT, "the picture is bad");
    }
    copy(call);
  }
};

struct Deaf : Copies8 {
  static constexpr Stage stage{"bad.deaf", "1.0.0", "Does not hear that it is to stop."};
  void run(const Call<Deaf>& call) const {
    copy(call);
    if (call[image].width() > 1000 && call[image].height() > 1000) {
      std::this_thread::sleep_for(std::chrono::seconds(4));
    }
  }
};

struct Swallows : Copies8 {
  static constexpr Stage stage{"bad.swallows", "1.0.0", "Takes a stop for an end."};
  void run(const Call<Swallows>& call) const {
    const auto to = copy(call);
    try {
      call.parallel_for(0, 4000, 1, [&](int64_t i, int64_t) {
        std::this_thread::sleep_for(std::chrono::microseconds(to.width() > 1000 ? 200 : 0));
        if (i == 3999) to.row(0)[0] = static_cast<uint8_t>(~to.row(0)[0]);
      });
    } catch (const Error&) {
    }
  }
};

struct Masks : Copies8 {
  static constexpr Stage stage{"bad.masks", "1.0.0", "Sets the mask of new files."};
  void run(const Call<Masks>& call) const {
    umask(0);
    copy(call);
  }
};

struct Forks : Copies8 {
  static constexpr Stage stage{"bad.forks", "1.0.0", "Leaves a process behind."};
  void run(const Call<Forks>& call) const {
    if (fork() == 0) _exit(0);
    copy(call);
  }
};

struct Leaks : Copies8 {
  static constexpr Stage stage{"bad.leaks", "1.0.0", "Forgets what it asked for."};
  void run(const Call<Leaks>& call) const {
    void* volatile forgotten = std::malloc(100);
    if (!forgotten) throw std::bad_alloc();
    copy(call);
  }
};

struct Opens : Copies8 {
  static constexpr Stage stage{"bad.opens", "1.0.0", "Opens and does not close."};
  void run(const Call<Opens>& call) const {
    if (open("/dev/null", O_RDONLY | O_CLOEXEC) < 0) throw Error(PIPELINE_IO, "no file");
    copy(call);
  }
};

struct Moves : Copies8 {
  static constexpr Stage stage{"bad.moves", "1.0.0", "Goes to another folder."};
  void run(const Call<Moves>& call) const {
    if (chdir("/") != 0) throw Error(PIPELINE_IO, "no folder");
    copy(call);
  }
};

struct Handles : Copies8 {
  static constexpr Stage stage{"bad.handles", "1.0.0", "Takes a signal."};
  void run(const Call<Handles>& call) const {
    signal(SIGINT, SIG_IGN);
    copy(call);
  }
};

struct Starts : Copies8 {
  static constexpr Stage stage{"bad.starts", "1.0.0", "Starts a thread."};
  void run(const Call<Starts>& call) const {
    std::thread([] { std::this_thread::sleep_for(std::chrono::hours(1)); }).detach();
    copy(call);
  }
};

struct Prints : Copies8 {
  static constexpr Stage stage{"bad.prints", "1.0.0", "Says hello."};
  void run(const Call<Prints>& call) const {
    std::puts("hello");
    copy(call);
  }
};

struct Exits : Copies8 {
  static constexpr Stage stage{"bad.exits", "1.0.0", "Ends the process."};
  void run(const Call<Exits>&) const { std::exit(0); }
};

struct Hangs : Copies8 {
  static constexpr Stage stage{"bad.hangs", "1.0.0", "Does not come to an end."};
  void run(const Call<Hangs>&) const {
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
  }
};

// A picture of this size, among all that may come.
struct Rare : Copies8 {
  static constexpr Stage stage{"bad.rare", "1.0.0", "Fails seldom."};
  static constexpr Param<double> share{"share", "A share", 0.5, 0, 1};
  PIPELINE_INTERFACE(image, out, share)
  void run(const Call<Rare>& call) const {
    const auto from = call[image];
    if (call[share] > 0.7 && call[share] < 1 && from.width() > 20 && from.height() > 20) {
      throw std::logic_error("an unlucky picture");
    }
    copy(call);
  }
};

}  // namespace

PIPELINE_STAGE(misnames, Misnames)
PIPELINE_STAGE(deaf, Deaf)
PIPELINE_STAGE(swallows, Swallows)
PIPELINE_STAGE(masks, Masks)
PIPELINE_STAGE(forks, Forks)
PIPELINE_STAGE(leaks, Leaks)
PIPELINE_STAGE(opens, Opens)
PIPELINE_STAGE(moves, Moves)
PIPELINE_STAGE(handles, Handles)
PIPELINE_STAGE(starts, Starts)
PIPELINE_STAGE(prints, Prints)
PIPELINE_STAGE(exits, Exits)
PIPELINE_STAGE(hangs, Hangs)
PIPELINE_STAGE(rare, Rare)
