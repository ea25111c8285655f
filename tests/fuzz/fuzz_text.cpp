// Fuzz target: any bytes as what every small language is made of: UTF-8, addresses, the texts of messages.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "grammar/ipv4.hpp"
#include "grammar/message.hpp"
#include "base/utf8.hpp"

namespace {

using namespace rapsim;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_printable_utf8(std::string_view text) {
  if (rapsim::utf8_end(text) != text.size()) return false;
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = rapsim::utf8_end(text);
  require(end <= size && (end == size) == (rapsim::utf8_end(text.substr(end)) == size - end));
  require(is_printable_utf8(grammar::quoted(text)));
  const std::size_t middle = size / 2;
  require(grammar::word_at(text, middle).size() <= size - middle);
  require(grammar::skip_blanks(text, middle) >= middle && grammar::skip_blanks(text, middle) <= size);
  require(is_printable_utf8(grammar::expected(code("R201"), text, middle, "a word").message));
  SyntaxError error;
  const grammar::AddressText in{text, text, code("R212")};
  if (const auto address = grammar::read_ipv4(in, error)) {
    require(rapsim::ipv4_text(*address) == text);
  } else {
    require(error.offset <= size && !error.message.empty());
  }
  SyntaxError mask_error;
  if (!grammar::read_mask(in, mask_error)) require(mask_error.offset <= size && !mask_error.message.empty());
  return 0;
}
