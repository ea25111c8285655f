// Reads connection request policies: provider, overridden methods, attribute manipulation. Source: semantics.md 2.2,
// 2.3.
#include "model/rule_keys.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kProviders[] = {"windows", "none", "forward"};
constexpr std::string_view kTargets[] = {"User-Name", "Called-Station-Id", "Calling-Station-Id"};
constexpr std::string_view kRuleWords[] = {"find", "replace"};

/// `\1` to `\9` are remembered matches, `\\` is one backslash; nothing else follows a backslash.
bool check_replacement(Loader& in, yaml::Node node, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') continue;
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (next != '\\' && (next < '1' || next > '9')) {
      in.diags.error(code("R201"), node.span_within(i, 1), "expected `\\1` to `\\9` or `\\\\` in a replacement");
      return false;
    }
    ++i;
  }
  return true;
}

void load_rule(Loader& in, yaml::Node node, RequestPolicy& policy) {
  if (!in.expect_map(node, "a rule: `{ find: ..., replace: ... }`")) return;
  for (std::size_t entry = 0; entry < node.size(); ++entry)
    if (node.key(entry).text() != "find" && node.key(entry).text() != "replace")
      in.diags.error(code("R110"), node.key(entry).span(),
                     "unknown key `" + std::string(node.key(entry).text()) + "` in a rule",
                     help_for_key(node.key(entry).text(), {std::begin(kRuleWords), std::end(kRuleWords)}));
  const yaml::Node find = node.find("find");
  const yaml::Node replace = node.find("replace");
  if (!find || !replace) return in.diags.error(code("R112"), node.span(), "a rule needs `find` and `replace`");
  if (!in.expect_scalar(find, "a pattern") || !in.expect_scalar(replace, "a text, which may be empty")) return;
  SyntaxError error;
  auto tree = grammar::parse_pattern(find.text(), error);
  if (!tree) return in.report(find, error);
  if (!check_replacement(in, replace, replace.text())) return;
  policy.rules.push_back(
      {{std::string(find.text()), *std::move(tree), find.span()}, std::string(replace.text()), node.span()});
}

void load_manipulation_rules(Loader& in, yaml::Node node, RequestPolicy& policy) {
  if (!in.expect_sequence(node, "a list of rules")) return;
  policy.rules.clear();
  for (std::size_t i = 0; i < node.size(); ++i) load_rule(in, node.element(i), policy);
}

Shape replace_rules_shape() {
  constexpr KeySchema kSchemas[] = {{"pattern of what is replaced, wherever it is found", shapes::any_text},
                                    {"what stands there then; \\1 to \\9 are remembered matches", shapes::any_text}};
  Shape rule{.kind = ShapeKind::map, .required = {std::begin(kRuleWords), std::end(kRuleWords)}};
  for (std::size_t row = 0; row < std::size(kRuleWords); ++row)
    rule.keys.push_back(shapes::key(kRuleWords[row], kSchemas[row]));
  return shapes::list(std::move(rule));
}

void print_manipulation_rules(EffectivePrinter& out, const RequestPolicy& policy) {
  if (policy.rules.empty()) return out.value("[]", {});
  out.open_map({});
  for (const ReplaceRule& rule : policy.rules) {
    out.open_item();
    out.key("find", "");
    out.value(yaml_scalar(rule.find.text), rule.where);
    out.key("replace", "");
    out.value(yaml_scalar(rule.replace), rule.where);
    out.close_item();
  }
  out.close_map();
}

// clang-format off
constexpr Key<RequestPolicy> kManipulationKeys[] = {
  {"attribute",
   [](Loader& in, yaml::Node node, RequestPolicy& p) {
     in.set(node, p.manipulated, [](Loader& l, yaml::Node n) -> std::optional<AttributeId> {
       const auto row = read_word(l, n, "attribute that can be changed", kTargets);
       return row ? std::optional(attribute_of(kTargets[*row])) : std::nullopt; }); },
   [](EffectivePrinter& out, const RequestPolicy& p) {
     p.manipulated.is_given() ? out.value(attribute(p.manipulated.value).name, p.manipulated.where) : out.nothing(); }, "",
   {"the attribute that is changed", [] { return shapes::words(kTargets); }}},
  {"rules", load_manipulation_rules, print_manipulation_rules, "",
   {"replacements, one after the other", replace_rules_shape}},
};

constexpr auto kRequestPolicyKeys = with_rule_keys<RequestPolicy>(std::to_array<Key<RequestPolicy>>({
  {"provider",
   [](Loader& in, yaml::Node node, RequestPolicy& p) {
     in.set(node, p.provider, [](Loader& l, yaml::Node n) -> std::optional<RequestProvider> {
       const auto row = read_word(l, n, "authentication provider", kProviders);
       return row ? std::optional(static_cast<RequestProvider>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const RequestPolicy& p) { out.value(kProviders[static_cast<std::size_t>(p.provider.value)], p.provider.where); },
   "authenticate on this server",
   {"windows: this server authenticates; forward: a remote server does; none: nobody does, and all are accepted; left out: windows", [] { return shapes::words(kProviders); }}},
  {"forward-to", [](Loader& in, yaml::Node node, RequestPolicy& p) { in.set(node, p.forward_to, read_name); },
   [](EffectivePrinter& out, const RequestPolicy& p) { print_text(out, p.forward_to); }, "",
   {"with `provider: forward`: the group of remote RADIUS servers", shapes::text}},
  {"map-to-windows-user", [](Loader& in, yaml::Node node, RequestPolicy& p) { in.set(node, p.map_to_windows_user, read_bool); },
   [](EffectivePrinter& out, const RequestPolicy& p) {
     p.map_to_windows_user.is_given() ? out.value(bool_text(p.map_to_windows_user.value), p.map_to_windows_user.where) : out.nothing(); }, "",
   {"with `provider: forward`: the remote server authenticates, this one authorizes; left out: false", shapes::boolean}},
  {"authentication", [](Loader& in, yaml::Node node, RequestPolicy& p) { in.set(node, p.authentication, read_methods); },
   [](EffectivePrinter& out, const RequestPolicy& p) {
     p.authentication.is_given() ? out.list(method_texts(p.authentication.value), p.authentication.where) : out.nothing(); }, "",
   {"methods that replace those of the policy's profile", methods_shape}},
  {"manipulation", [](Loader& in, yaml::Node node, RequestPolicy& p) { load_keys<RequestPolicy>(in, node, p, kManipulationKeys, "`manipulation`"); },
   [](EffectivePrinter& out, const RequestPolicy& p) {
     if (!p.manipulated.is_given()) return out.nothing();
     out.open_map({}); print_keys<RequestPolicy>(out, p, kManipulationKeys); out.close_map(); }, "",
   {"changes an attribute before it is looked at", [] { return map_shape(kManipulationKeys); }}},
}));
// clang-format on

}  // namespace

void load_request_policies(Loader& in, yaml::Node node, Site& site) {
  load_rules<RequestPolicy>(in, node, site.request_policies, site.request_policies_where, kRequestPolicyKeys,
                            "a connection request policy");
}

Shape request_policies_shape() { return list_by_name_shape(kRequestPolicyKeys); }

void print_request_policies(EffectivePrinter& out, const Site& site) {
  if (site.dialect.value == Dialect::windows_2000) return out.nothing();
  print_rules<RequestPolicy>(out, site.request_policies, site.request_policies_where, kRequestPolicyKeys);
}

}  // namespace rapsim
