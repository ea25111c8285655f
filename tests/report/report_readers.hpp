// Reports as their readers take them: TAP line by line, GitHub's commands with their escapes taken back.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace rapsim::test {

// ---- TAP ----------------------------------------------------------------------------------------------------------

struct TapTest {
  bool ok = false;
  std::string description{}, directive{}, reason{};
  std::vector<std::string> yaml{};
};
struct Tap {
  int version = 0;
  std::size_t planned = 0;
  std::vector<TapTest> tests{};
};

/// Splits at the first `#` that no backslash escapes, and takes the escapes away.
inline void read_description(const std::string& text, TapTest& out) {
  std::string* to = &out.description;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '#' || text[i + 1] == '\\'))
      *to += text[++i];
    else if (text[i] == '#' && to == &out.description)
      to = &out.reason;
    else
      *to += text[i];
  }
  static const std::regex kDirective(" (SKIP|TODO) (.*)");
  std::smatch part;
  if (out.reason.empty()) return;
  const std::string after = out.reason;
  REQUIRE_MESSAGE(std::regex_match(after, part, kDirective), "no directive: ", after);
  out.directive = part[1];
  out.reason = part[2];
  out.description.pop_back();  // the blank before `#`
}

/// Line by line, as the specification says; whatever is none of its lines fails the test.
inline Tap read_tap(const std::string& text) {
  static const std::regex kTest(R"((not )?ok (\d+) - (.*))"), kPlan(R"(1\.\.(\d+)( # SKIP .*)?)");
  Tap out;
  std::istringstream in(text);
  std::string line;
  REQUIRE(std::getline(in, line));
  REQUIRE(line.starts_with("TAP version "));
  out.version = std::stoi(line.substr(12));
  REQUIRE(std::getline(in, line));
  std::smatch part;
  REQUIRE(std::regex_match(line, part, kPlan));
  out.planned = std::stoul(part[1]);
  while (std::getline(in, line)) {
    INFO("line: ", line);
    if (line == "  ---") {
      REQUIRE_FALSE(out.tests.empty());
      while (std::getline(in, line) && line != "  ...") {
        REQUIRE(line.starts_with("  "));
        out.tests.back().yaml.push_back(line.substr(2));
      }
      REQUIRE(line == "  ...");
      continue;
    }
    REQUIRE(std::regex_match(line, part, kTest));
    REQUIRE(std::stoul(part[2]) == out.tests.size() + 1);
    TapTest& test = out.tests.emplace_back();
    test.ok = !part[1].matched;
    read_description(part[3], test);
  }
  return out;
}

// ---- GitHub -------------------------------------------------------------------------------------------------------

/// As the runner takes escapes back; in a property two more.
inline std::string unescaped(std::string text, bool is_property) {
  const std::pair<const char*, const char*> kAll[] = {
      {"%0D", "\r"}, {"%0A", "\n"}, {"%3A", ":"}, {"%2C", ","}, {"%25", "%"}};
  for (const auto& [from, to] : kAll) {
    if (!is_property && (*to == ':' || *to == ',')) continue;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
      text.replace(at, 3, to);
  }
  return text;
}

/// `title`, `file`, ... and the message under the empty name.
inline std::map<std::string, std::string> read_command(const std::string& line) {
  std::map<std::string, std::string> out;
  REQUIRE(line.starts_with("::error "));
  const std::size_t end = line.find("::", 8);
  REQUIRE(end != std::string::npos);
  out[""] = unescaped(line.substr(end + 2), false);
  std::istringstream properties(line.substr(8, end - 8));
  for (std::string one; std::getline(properties, one, ',');) {
    const std::size_t equals = one.find('=');
    REQUIRE(equals != std::string::npos);
    out[one.substr(0, equals)] = unescaped(one.substr(equals + 1), true);
  }
  return out;
}

}  // namespace rapsim::test
