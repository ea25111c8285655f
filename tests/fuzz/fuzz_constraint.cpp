// Fuzz target: any bytes as a constraint of an export; every piece is in the text where it says.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/constraint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rapsim;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SyntaxError error;
  const auto constraint = grammar::parse_constraint(text, error);
  if (!constraint) {
    if (error.offset > size || error.message.empty()) std::abort();
    return 0;
  }
  for (const grammar::ConstraintText& argument : constraint->arguments)
    if (text.substr(argument.offset, argument.text.size()) != argument.text) std::abort();
  return 0;
}
