#include "report/text/wrap.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "report/text/unified_diff.hpp"

using namespace rapsim;

TEST_CASE("wrap: no line is wider than the page, and `line 77` stays together") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += (i == 0 ? "" : " ") + std::string("word at line ") + std::to_string(i);
  const std::string out = wrapped("cause", text, 11);
  std::string joined;
  std::size_t begin = 0, lines = 0;
  for (std::size_t end = out.find('\n'); end != std::string::npos; end = out.find('\n', begin)) {
    const std::string line = out.substr(begin, end - begin);
    CHECK(width_of(line) <= kPageWidth);
    CHECK_FALSE(line.ends_with(" line"));
    CHECK((lines == 0 ? line.starts_with("cause      word") : line.starts_with("           ")));
    joined += (lines == 0 ? "" : " ") + line.substr(11);
    begin = end + 1;
    ++lines;
  }
  CHECK(lines > 5);
  CHECK(joined == text);  // nothing is lost
}

TEST_CASE("wrap: a word that is wider than the page stays whole, and colours take no columns") {
  const std::string wide(200, 'x');
  CHECK(wrapped("a", wide, 3) == "a  " + wide + "\n");
  std::string painted;
  for (int i = 0; i < 40; ++i) painted += "\x1b[31;1mx\x1b[0m ";
  CHECK(wrapped("", painted, 0).find('\n') == wrapped("", painted, 0).size() - 1);
  CHECK(wrapped("label", "", 11) == "label      \n");
}

TEST_CASE("unified diff: what changed, with the lines around it") {
  CHECK(unified_diff("a.yaml", "x\n", "x\n").empty());
  const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n", after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n";
  CHECK(unified_diff("a.yaml", before, after) ==
        "--- a.yaml\n+++ a.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}
