#include "model/attempt/attempt_document.hpp"

#include "model/load/keys.hpp"
#include "model/load/load.hpp"

namespace rapsim {
namespace {

bool is_json(yaml::Node map) { return map.is_map() && map.size() > 0 && !map.key(0).is_plain(); }

/// A copy in which `unknown` is the word, as without quotes in YAML.
std::uint32_t add_with_words(yaml::Document& out, yaml::Node node) {
  if (node.is_null()) return out.add_null(node.span());
  if (node.is_scalar())
    return out.add_scalar(node.text(), node.span(), node.is_plain() || node.text() == "unknown", false);
  std::vector<std::uint32_t> children;
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (node.is_map()) children.push_back(out.add_copy(node.key(i)));
    children.push_back(add_with_words(out, node.is_map() ? node.value(i) : node.element(i)));
  }
  return node.is_map() ? out.add_map(children, node.span()) : out.add_sequence(children, node.span());
}

void load_fields(yaml::Node map, bool with_words, const Site& site, Attempt& attempt, Diagnostics& diags) {
  if (!with_words) return load_attempt(map, site, attempt, diags);
  yaml::Document copy;
  copy.set_root(add_with_words(copy, map));
  load_attempt(copy.root(), site, attempt, diags);
}

/// What the decision had filled in is left out again, so that it is filled in as before.
void drop_defaults(Loader& in, yaml::Node names, Attempt& attempt) {
  if (!names || !in.expect_sequence(names, "a list of fields")) return;
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t row = 0; row < kFieldCount; ++row)
      if (names.element(i).text() == attempt_fields()[row].name) attempt.fields[row] = {};
}

}  // namespace

void load_attempt_document(yaml::Node root, const Site& site, Attempt& attempt, Diagnostics& diags) {
  Sources none;  // a loader names sources only for settings given twice
  Loader in{none, diags};
  if (!in.expect_map(root, "the fields of an attempt, or a decision as JSON")) return;
  const yaml::Node format = root.find("format");
  if (!format) return load_fields(root, is_json(root), site, attempt, diags);
  if (format.text() != kDecisionFormat) {
    diags.error(code("R317"), format.span(),
                "expected `" + std::string(kDecisionFormat) + "`, found `" + std::string(format.text()) + "`",
                "an attempt by itself has no `format`");
    return;
  }
  const yaml::Node given = root.find("attempt");
  if (!given) {
    diags.error(code("R112"), root.span(), "the decision has no `attempt`");
    return;
  }
  load_fields(given, is_json(root), site, attempt, diags);
  drop_defaults(in, root.find("defaulted"), attempt);
}

}  // namespace rapsim
