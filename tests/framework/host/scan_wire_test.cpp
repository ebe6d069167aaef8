// SPDX-License-Identifier: Apache-2.0
// Bytes that pretend to be a scan: they come from a process in which a plugin's code runs.
#include <cstring>
#include <random>

#include "framework/host/registry.hpp"
#include "framework/host/scan_wire.hpp"
#include "support/catch.hpp"

using namespace pipeline::host;

namespace {

// What a child would send of the plugin `kinds`.
std::string sample() {
  static Memory memory;
  static const Environment environment{.memory = &memory};
  static Registry registry({TEST_OWN_PLUGINS}, {}, environment);
  Scan scan;
  scan.version = "1.0.0";
  scan.doc = "A doc";
  scan.remarks = {"one", ""};
  scan.complaints = {"two"};
  for (const pipeline_stage* stage : registry.stages_of("kinds")) {
    scan.stages.push_back({stage, "nothing"});
  }
  return encode(scan);
}

// Reads all of it, so that the sanitizers see what points astray.
size_t walk(const Scan& scan) {
  size_t length = 0;
  for (const auto& [stage, lacks] : scan.stages) {
    length += std::strlen(stage->id) + std::strlen(stage->doc) + lacks.size();
    for (uint32_t i = 0; i < stage->input_count; ++i) length += std::strlen(stage->inputs[i]->doc);
    for (uint32_t i = 0; i < stage->output_count; ++i) {
      length += std::strlen(stage->outputs[i]->type);
    }
    for (uint32_t i = 0; i < stage->param_count; ++i) {
      const pipeline_param& param = *stage->params[i];
      length += std::strlen(param.doc);
      for (uint32_t k = 0; k < param.choice_count; ++k) length += std::strlen(param.choices[k]);
    }
  }
  return length;
}

}  // namespace

TEST_CASE("a scan comes back from its bytes as it was", "[scan]") {
  const std::string bytes = sample();
  const auto scan = decode(bytes, "kinds");
  REQUIRE(scan);
  CHECK(scan->doc == "A doc");
  CHECK(scan->remarks == std::vector<std::string>{"one", ""});
  CHECK(scan->complaints == std::vector<std::string>{"two"});
  CHECK(scan->stages.size() >= 15);  // as many as kinds has; what they are is compared next
  CHECK((encode(*scan) == bytes));
  CHECK(walk(*scan) > 0);
}

TEST_CASE("bytes that hold no whole scan are refused", "[scan]") {
  const std::string bytes = sample();
  for (size_t size = 0; size < bytes.size(); ++size) {
    if (decode(std::string_view(bytes).substr(0, size), "kinds")) FAIL("cut at " << size);
  }
  CHECK_FALSE(decode(bytes + '\0', "kinds"));
  CHECK_FALSE(decode(std::string(1 << 20, '\xff'), "kinds"));
  CHECK_FALSE(decode(std::string(1 << 20, '\0'), "kinds"));
  CHECK_FALSE(decode("end\n", "kinds"));
}

TEST_CASE("stages that belong to another plugin or break the contract are refused", "[scan]") {
  std::string bytes = sample();
  CHECK_FALSE(decode(bytes, "other"));
  const size_t name = bytes.find("ratio");
  REQUIRE(name != std::string::npos);
  bytes[name] = 'R';
  CHECK_FALSE(decode(bytes, "kinds"));
}

TEST_CASE("bytes that were changed at random do no harm", "[scan]") {
  const std::string bytes = sample();
  std::mt19937 random(1);
  size_t refused = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string changed = bytes;
    for (int change = 0; change <= round % 4; ++change) {
      const size_t at = random() % changed.size();
      changed[at] = static_cast<char>(round % 2 ? random() : (random() % 2 ? 0xFF : 0));
    }
    if (const auto scan = decode(changed, "kinds")) {
      walk(*scan);
    } else {
      ++refused;
    }
  }
  CHECK(refused > 500);
}
