// What the tests of reading YAML share: a text that was read, and its problems on one line.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "yaml/tree.hpp"

namespace rapsim::test {

struct Result {
  Sources sources;
  Diagnostics diags;
  std::optional<yaml::Document> document;

  explicit Result(std::string text) {
    document = yaml::read(sources, sources.add("test.yaml", std::move(text)), diags);
  }
  [[nodiscard]] yaml::Node root() const { return document ? document->root() : yaml::Node(); }
};

inline std::string place(Span span) {
  return std::to_string(span.line) + ":" + std::to_string(span.column) + "+" + std::to_string(span.length);
}

/// "R109 2:1+1; ..." in sorted order.
inline std::string codes(const Diagnostics& diags) {
  std::string out;
  for (const Diagnostic& diagnostic : diags.sorted())
    out += (out.empty() ? "" : "; ") + std::string(diagnostic.code.text()) + " " + place(diagnostic.where);
  return out;
}

}  // namespace rapsim::test
