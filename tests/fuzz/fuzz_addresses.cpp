// Fuzz target: any bytes as a range of addresses; what reads goes back to text and reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/address_range.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rapsim;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SyntaxError error;
  const auto range = grammar::parse_address_range(text, error);
  if (!range && (error.offset > size || error.message.empty())) std::abort();
  if (range && (range->first > range->last || grammar::parse_address_range(grammar::to_text(*range), error) != range))
    std::abort();
  return 0;
}
