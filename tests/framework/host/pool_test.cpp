// SPDX-License-Identifier: Apache-2.0
// Buffers are reused, counted, and refused beyond a limit.
#include "framework/host/buffer.hpp"

#include <sys/resource.h>

#include <cstring>
#include <set>

#include "support/catch.hpp"

using namespace pipeline::host;

TEST_CASE("capacities hold one byte more, are few, and waste an eighth at most", "[host]") {
  size_t last = 0, kinds = 0;
  for (size_t bytes = 0; bytes < 5000000; bytes += 61) {
    const size_t capacity = Pool::capacity_for(bytes);
    REQUIRE(capacity > bytes);
    REQUIRE(capacity >= last);
    REQUIRE(capacity % 64 == 0);
    if (bytes >= 32768) {
      REQUIRE(capacity <= bytes + bytes / 8 + 64);
      if (capacity != last) ++kinds;
    }
    last = capacity;
  }
  CHECK(kinds <= 8 * 8);
}

TEST_CASE("a freed buffer is the next of its size", "[host]") {
#ifdef __SANITIZE_ADDRESS__
  SUCCEED("the address sanitizer must see every free: nothing is kept under it");
#else
  Memory memory;
  const void* first = memory.allocate(1000000)->data();
  const BufferRef again = memory.allocate(999990);
  CHECK(again->data() == first);
  CHECK(again->size() == 999990);
  CHECK(reinterpret_cast<uintptr_t>(first) % 64 == 0);
#endif
}

TEST_CASE("what is asked for one after the other shares few blocks", "[host]") {
#ifdef __SANITIZE_ADDRESS__
  SUCCEED("nothing is kept under the address sanitizer");
#else
  Memory memory;
  std::set<const void*> blocks;
  for (int image = 0; image < 10; ++image) {
    BufferRef last;  // each value is freed after the next one is made
    for (const size_t bytes : {900000, 800000, 700000, 600000, 500000}) {
      BufferRef next = memory.allocate(bytes);
      CHECK(next->size() == bytes);
      blocks.insert(next->data());
      last = next;
    }
  }
  CHECK(blocks.size() == 2);
  CHECK(memory.peak_bytes() == Pool::capacity_for(900000) + Pool::capacity_for(800000));
  CHECK(memory.bytes_in_use() == 0);
#endif
}

// A file, the picture in it, what a stage makes of it (an output nobody takes among that), a file.
TEST_CASE("an image finds the blocks of the one before, though they have many sizes", "[host]") {
#ifdef __SANITIZE_ADDRESS__
  SUCCEED("nothing is kept under the address sanitizer");
#else
  Memory memory;
  const auto get = [&](size_t bytes) {
    BufferRef buffer = memory.allocate(bytes);
    std::memset(buffer->data(), 1, bytes);
    return buffer;
  };
  const auto image = [&] {
    BufferRef file = get(1800000), picture = get(2400000);
    file.reset();
    BufferRef unused = get(3300000), result = get(800000);
    unused.reset();
    picture.reset();
    get(200000);
  };
  const auto page_faults = [] {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used.ru_minflt;
  };
  for (int i = 0; i < 3; ++i) image();
  const long before = page_faults();
  for (int i = 0; i < 20; ++i) image();
  CHECK(page_faults() - before < 200);  // 2,000 an image where nothing is kept
#endif
}

TEST_CASE("an account is charged with what was asked for", "[host]") {
  Memory memory;
  Account account;
  memory.allocate(1000000);
  const BufferRef held = memory.allocate(600000, &account);  // in the block of the first
  CHECK(account.bytes_in_use() == Pool::capacity_for(600000));
}

TEST_CASE("memory counts what is in use and its peak", "[host]") {
  Memory memory;
  const size_t capacity = Pool::capacity_for(100000);
  BufferRef a = memory.allocate(100000), b = memory.allocate(100000);
  CHECK(memory.bytes_in_use() == 2 * capacity);
  a.reset();
  CHECK(memory.bytes_in_use() == capacity);
  b.reset();
  CHECK(memory.bytes_in_use() == 0);
  CHECK(memory.peak_bytes() == 2 * capacity);
  CHECK_FALSE(memory.allocate(SIZE_MAX));
  // Sanitizers end the process over a size that no machine has.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK_FALSE(memory.allocate(SIZE_MAX / 2));
#endif
  CHECK(memory.bytes_in_use() == 0);
}

TEST_CASE("only an account that may pass the limit passes it", "[host]") {
  Memory memory;
  memory.set_limit(300000);
  Account first, second;
  first.set_may_pass(true);
  const BufferRef a = memory.allocate(250000, &first);
  CHECK_FALSE(memory.allocate(100000, &second));
  CHECK(second.was_refused());
  CHECK(memory.allocate(1000, &second));
  CHECK(memory.allocate(1000000, &first));
  CHECK_FALSE(first.was_refused());
  CHECK(memory.allocate(1000000));  // nobody's: what a run itself needs
  CHECK(first.peak_bytes() >= 1250000);
  CHECK(second.bytes_in_use() == 0);
  second.begin();
  CHECK_FALSE(second.was_refused());
}
