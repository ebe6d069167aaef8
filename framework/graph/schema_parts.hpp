// SPDX-License-Identifier: Apache-2.0
// Parts of the schema of graphs (schema.hpp), and how they are written.
#pragma once

#include <pipeline/abi.h>

#include <string>
#include <vector>

#include "framework/graph/json.hpp"

namespace pipeline::graph {

// Patterns of the grammar's names.
inline const std::string name_part = "[a-z][a-z0-9_]*";
inline const std::string name_pattern = "^" + name_part + "$";
inline const std::string source_pattern = "^" + name_part + "(\\." + name_part + ")?$";

Json words(const std::vector<std::string>& texts);     // ["a", "b"]
Json reference(const std::string& name);               // to a definition
Json described(std::string description, Json schema);  // adds the description
Json scalar();                                         // any text, number or truth

// A map by name, or nothing where `may_be_empty`; each of its values is a `value`.
Json section(std::string description, Json value, bool may_be_empty = true);

// A map of these keys only; those of `required` are needed.
Json map_of(Json::Members properties, std::vector<std::string> required = {});

// If the key has (one of) these words, then that.
Json when(const std::string& key, Json words, Json consequence);

// The `with` of a stage.
Json parameters_schema(const pipeline_stage& stage);
// Its `in`; an object that is empty: it takes none.
Json wires_schema(const pipeline_stage& stage);

}  // namespace pipeline::graph
