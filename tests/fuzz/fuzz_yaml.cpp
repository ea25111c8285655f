// libFuzzer target: any bytes give a tree or a diagnostic with a place inside the text, never a crash. Walks the tree
// the way loaders do, with aliases expanded, so that its bounds are exercised too.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "yaml/tree.hpp"

namespace {

using rapsim::Span;
using rapsim::yaml::Node;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_inside(const rapsim::Sources& sources, Span span) {
  const std::string_view line = sources.line(span.file, span.line);
  require(span.known() && span.column >= 1 && span.column <= line.size() + 1);
}

void walk(const rapsim::Sources& sources, Node node) {
  require_inside(sources, node.span());
  const std::string_view text = node.text();
  const Span rest = text.empty() ? node.span() : node.span_within(1, text.size() - 1);
  if (rest != node.span())  // the scalar is in the file as it reads
    require(sources.line(rest.file, rest.line).substr(rest.column - 1, rest.length) == text.substr(1));
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (node.is_map()) {
      require(node.key(i).is_scalar());
      walk(sources, node.value(i));
    } else {
      walk(sources, node.element(i));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  rapsim::Sources sources;
  rapsim::Diagnostics diags;
  const auto file = sources.add("fuzz", std::string(reinterpret_cast<const char*>(data), size));
  const auto document = rapsim::yaml::read(sources, file, diags);
  require(document.has_value() || diags.has_errors());
  for (const rapsim::Diagnostic& diagnostic : diags.sorted()) {
    require_inside(sources, diagnostic.where);
    require(!diagnostic.message.empty());
  }
  if (document) walk(sources, document->root());
  return 0;
}
