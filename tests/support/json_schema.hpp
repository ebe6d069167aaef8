// SPDX-License-Identifier: Apache-2.0
// As much of JSON Schema (draft 2020-12) as the schema of graphs uses, for tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace pipeline::test {

class JsonSchema {
 public:
  // Throws std::runtime_error for what is no JSON and for a schema that is not valid or uses a
  // keyword that is not known here.
  explicit JsonSchema(const std::string& json);
  ~JsonSchema();

  // Why the YAML text does not fit ("/stages/edges/uses: ..."); empty: it fits.
  std::string problem(const std::string& yaml) const;

  // The names under `properties` of the schema at this place ("/$defs/output/anyOf/1"), sorted.
  std::vector<std::string> properties(const std::string& place) const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace pipeline::test
