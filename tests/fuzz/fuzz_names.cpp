// Fuzz target: any bytes as an account name and as a duration; a duration goes back to text and reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/account_name.hpp"
#include "grammar/duration.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rapsim;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SyntaxError error;
  const auto name = grammar::parse_account_name(text, error);
  if (name ? name->name.empty() : error.offset > size || error.message.empty()) std::abort();
  const auto duration = grammar::parse_duration(text, error);
  if (!duration && (error.offset > size || error.message.empty())) std::abort();
  if (duration && grammar::parse_duration(grammar::to_text(*duration), error) != duration) std::abort();
  return 0;
}
