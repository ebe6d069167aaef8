// SPDX-License-Identifier: Apache-2.0
// A whole SVG document from paths.
#pragma once

#include <pipeline/basic_call.hpp>
#include <pipeline/paths.hpp>

#include <string>
#include <string_view>

namespace svg {

// digits: decimals of coordinates, 0..6. title: UTF-8, may be empty. Throws Error for a value or a
// title that has no SVG, and when the call is cancelled.
std::string write_document(const pipeline::Paths& paths, int digits, std::string_view title,
                           const pipeline::BasicCall& call);

}  // namespace svg
