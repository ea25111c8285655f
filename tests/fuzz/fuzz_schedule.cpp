// Fuzz target: any bytes as times of the week, in both forms; what reads goes back to text and reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/schedule.hpp"

namespace {

using namespace rapsim;

void check_text_of(const grammar::Schedule& schedule) {
  SyntaxError error;
  const auto again = grammar::parse_schedule(grammar::to_text(schedule), error);
  if (!again || again->schedule != schedule) std::abort();
}

void check_error(const SyntaxError& error, std::size_t size) {
  if (error.offset > size || error.message.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SyntaxError error;
  if (const auto schedule = grammar::parse_schedule(text, error)) {
    check_text_of(schedule->schedule);
  } else {
    check_error(error, size);
  }
  if (const auto schedule = grammar::parse_time_of_day(text, error)) {
    check_text_of(*schedule);
  } else {
    check_error(error, size);
  }
  return 0;
}
