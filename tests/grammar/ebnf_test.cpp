// Every example on the grammar pages is parsed, so that the pages stay true.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "grammar/account_name.hpp"
#include "grammar/address_range.hpp"
#include "grammar/constraint.hpp"
#include "grammar/duration.hpp"
#include "grammar/expression.hpp"
#include "grammar/packet_filter.hpp"
#include "grammar/pattern.hpp"
#include "grammar/schedule.hpp"

namespace {

using namespace rapsim;

/// A parser whose value does not matter: whether it read the text.
using Reads = std::function<bool(std::string_view, SyntaxError&)>;

template <class Value>
Reads reads(std::optional<Value> (*parse)(std::string_view, SyntaxError&)) {
  return [parse](std::string_view text, SyntaxError& error) { return parse(text, error).has_value(); };
}

const std::map<std::string, Reads> kParsers = {
    {"account_name", reads(grammar::parse_account_name)}, {"address_range", reads(grammar::parse_address_range)},
    {"constraint", reads(grammar::parse_constraint)},     {"duration", reads(grammar::parse_duration)},
    {"expression", reads(grammar::parse_expression)},     {"packet_filter", reads(grammar::parse_packet_filter)},
    {"pattern", reads(grammar::parse_pattern)},           {"schedule", reads(grammar::parse_schedule)},
    {"time_of_day", reads(grammar::parse_time_of_day)},
};

/// `ok: TEXT` wants column 0, `error COLUMN: TEXT` the column of the error.
struct Example {
  std::size_t column = 0;
  std::string text;
};

std::optional<Example> example_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string mark(line.substr(0, colon));
  line.remove_prefix(colon + 1);
  if (line.starts_with(' ')) line.remove_prefix(1);
  if (mark == "ok") return Example{0, std::string(line)};
  if (!mark.starts_with("error ")) return std::nullopt;
  return Example{std::stoul(mark.substr(6)), std::string(line)};
}

}  // namespace

TEST_CASE("every example of the grammar pages reads as the page says") {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(root) / "grammar")) {
    if (entry.path().extension() != ".ebnf") continue;
    ++files;
    const std::string language = entry.path().stem().string();
    INFO("file: ", language);
    REQUIRE(kParsers.contains(language));
    std::ifstream page(entry.path());
    std::size_t examples = 0;
    for (std::string line; std::getline(page, line);) {
      const auto example = example_of(line);
      if (!example) continue;
      ++examples;
      INFO("example: ", line);
      SyntaxError error;
      const bool read = kParsers.at(language)(example->text, error);
      INFO("message: ", error.message);
      CHECK((read ? 0 : error.offset + 1) == example->column);
    }
    REQUIRE(examples > 0);
  }
  REQUIRE(files == kParsers.size());
}
