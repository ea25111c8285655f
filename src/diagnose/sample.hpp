// A text that a pattern is found in, for proposals; whoever uses it checks that it fits.
#pragma once

#include <string>

#include "grammar/pattern.hpp"

namespace rapsim {

/// The simplest text: first alternatives, least counts, first characters. Empty when the pattern allows it.
std::string sample_of(const grammar::Pattern& pattern);

}  // namespace rapsim
