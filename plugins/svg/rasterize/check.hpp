// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace pipeline::svg {

// Throws Error for a document that librsvg could not draw in time, memory and stack that its size
// and the canvas bound: librsvg 2.54 dies of a long chain of `use` or patterns, and of entities; it
// takes hours over nested `use`, markers and some filters. Shapes, groups, gradients pass; the
// rest of SVG passes with `trusted`, but for entities, compression and encodings other than UTF-8.
// That a document is well-formed is for librsvg to say. [any]
void check_document(std::string_view document, bool trusted);

}  // namespace pipeline::svg
