// Fuzz target: any bytes as a packet filter; what reads goes back to text and reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/packet_filter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rapsim;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SyntaxError error;
  const auto filter = grammar::parse_packet_filter(text, error);
  if (!filter && (error.offset > size || error.message.empty())) std::abort();
  if (filter && grammar::parse_packet_filter(grammar::to_text(*filter), error) != filter) std::abort();
  return 0;
}
