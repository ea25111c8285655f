// Fuzz target: any bytes as a duration; what reads goes back to text and reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/duration.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rapsim;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SyntaxError error;
  const auto duration = grammar::parse_duration(text, error);
  if (!duration && (error.offset > size || error.message.empty())) std::abort();
  if (duration && grammar::parse_duration(grammar::to_text(*duration), error) != duration) std::abort();
  return 0;
}
