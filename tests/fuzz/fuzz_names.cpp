// Fuzz target: any bytes as an account name; whatever form it has, nothing of it is lost.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/account_name.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rapsim;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SyntaxError error;
  const auto name = grammar::parse_account_name(text, error);
  if (name ? name->name.empty() || text.find(name->name) == std::string_view::npos
           : error.offset > size || error.message.empty())
    std::abort();
  return 0;
}
