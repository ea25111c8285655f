// Real samples: every condition of real NPS exports is read by the constraint and pattern grammars. The samples are
// other people's and not part of the project: RAPSIM_CORPUS names the folder that holds them, and without it there is
// nothing to do.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "grammar/constraint.hpp"
#include "grammar/pattern.hpp"
#include "grammar/schedule.hpp"
#include "model/tables/attributes.hpp"

namespace {

using namespace rapsim;
namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The five entities of XML; whatever else is in an export's condition is plain.
std::string decoded(std::string text) {
  const std::pair<std::string_view, std::string_view> entities[] = {
      {"&quot;", "\""}, {"&apos;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}};
  for (const auto& [entity, plain] : entities)
    for (std::size_t at = text.find(entity); at != std::string::npos; at = text.find(entity, at + plain.size()))
      text.replace(at, entity.size(), plain);
  return text;
}

/// Texts of the leaf elements msNPConstraint: `<msNPConstraint ... dt:dt="string">TEXT</msNPConstraint>`.
std::vector<std::string> constraints_of(const std::string& xml) {
  std::vector<std::string> out;
  constexpr std::string_view kOpen = "<msNPConstraint", kClose = "</msNPConstraint>";
  for (std::size_t at = xml.find(kOpen); at != std::string::npos; at = xml.find(kOpen, at + 1)) {
    const std::size_t begin = xml.find('>', at), end = xml.find('<', begin);
    if (begin == std::string::npos || end == std::string::npos || xml.compare(end, kClose.size(), kClose) != 0)
      continue;
    const std::string text = decoded(xml.substr(begin + 1, end - begin - 1));
    if (text.find('(') != std::string::npos) out.push_back(text);
  }
  return out;
}

void check_constraint(const std::string& text) {
  CAPTURE(text);
  SyntaxError error;
  const auto constraint = grammar::parse_constraint(text, error);
  INFO("message: ", error.message);
  REQUIRE(constraint);
  if (constraint->function == grammar::ConstraintFunction::match) {
    CHECK(find_attribute(constraint->attribute.text));
    CHECK(grammar::parse_pattern(constraint->arguments.front().text, error));
  }
  if (constraint->function == grammar::ConstraintFunction::time_of_day)
    CHECK(grammar::parse_time_of_day(constraint->arguments.front().text, error));
}

}  // namespace

TEST_CASE("corpus: every condition of the real exports is read") {
  const char* corpus = std::getenv("RAPSIM_CORPUS");
  if (corpus == nullptr) return;
  std::size_t conditions = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(corpus) / "nps-export")) {
    INFO("file: ", entry.path().filename().string());
    for (const std::string& text : constraints_of(text_of(entry.path()))) {
      check_constraint(text);
      ++conditions;
    }
  }
  MESSAGE("conditions read: ", conditions);
  CHECK(conditions > 0);
}
