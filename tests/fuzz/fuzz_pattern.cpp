// Fuzz target: any bytes as a pattern give a tree inside the text, or an error inside it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/pattern.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  rapsim::SyntaxError error;
  const auto pattern = rapsim::grammar::parse_pattern(text, error);
  if (pattern ? pattern->length != size : error.offset > size || error.message.empty()) std::abort();
  return 0;
}
