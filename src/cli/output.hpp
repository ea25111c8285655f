// What goes to stdout and stderr, and the exit status when it cannot.
#pragma once

#include <cstdio>
#include <string_view>

namespace rapsim {

/// False when not all of it was written; then errno says why.
bool print(std::FILE* file, std::string_view text);
/// The exit status when what was to be written was not; it is said on stderr. Errors: errno of the print that failed.
int output_failed();

}  // namespace rapsim
