// SPDX-License-Identifier: Apache-2.0
// A whole SVG document from paths.
#pragma once

#include <pipeline/basic_call.hpp>
#include <pipeline/paths.hpp>

#include <string>
#include <string_view>

#include "plugins/svg/document/number.hpp"

namespace svg {

// With more than one step to a pixel the view box is so many times the canvas. title: UTF-8, may be
// empty. Throws Error for a value or a title that has no SVG, and when the call is cancelled.
std::string write_document(const pipeline::Paths& paths, const Decimals& decimals,
                           std::string_view title, const pipeline::BasicCall& call);

}  // namespace svg
