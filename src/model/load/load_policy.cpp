// Reads remote access policies and connection request policies: name, where they apply, what they say. Conditions and
// profiles have files of their own. Source: semantics.md 2.1 to 2.3.
#include "model/site/named_rows.hpp"
#include "model/site/sections.hpp"

namespace rapsim {
namespace {

/// Enabled or disabled, and a policy source, exist on NPS only (semantics.md 2.1).
bool has_policy_state(Dialect dialect) { return dialect == Dialect::nps; }
bool has_ignored_dial_in(Dialect dialect) { return dialect != Dialect::windows_2000; }

constexpr Words<2> kPermissions{"policy permission", {"deny", "grant"}};
constexpr Words<3> kProviders{"authentication provider", {"windows", "none", "forward"}};

/// `kPlaces`: where an attribute that is a condition of the policy may be one; bits of Attribute::conditions.
template <std::uint8_t kPlaces>
constexpr Part<Rule> kConditions{load_conditions, print_conditions, [] { return conditions_shape(kPlaces); }};

// clang-format off
/// What policies of both kinds have.
template <class P, std::uint8_t kPlaces>
constexpr auto kRuleKeys = std::to_array<Key<P>>({
  key<kRowName>("name", "a name that no other policy of the list has"),
  key<kOfDialect<kFlag, has_policy_state>, &P::enabled>("enabled", "a policy without Policy_Enabled is enabled",
    "nps only: whether the policy is used; left out: true"),
  key<kNumber<1, 1'000'000>, &P::processing_order>("processing-order",
    "a number that tells the order, on every policy of the list or on none"),
  key<kOfDialect<kValueOf<kAccessServerType>, has_policy_state>, &P::source>("source",
    "unspecified: any access server (MS cc754917)", "nps only: the kind of access server that the policy is for; left out: any"),
  key<kConditions<kPlaces>>("conditions", "all of them must hold; left out, or []: the policy always matches"),
});
// clang-format on

/// The keys of a rule, then those of its kind.
template <class P, std::size_t N, std::size_t M>
constexpr std::array<Key<P>, N + M> joined(const std::array<Key<P>, N>& first, const std::array<Key<P>, M>& then) {
  std::array<Key<P>, N + M> out{};
  for (std::size_t i = 0; i < N + M; ++i) out[i] = i < N ? first[i] : then[i - N];
  return out;
}

// clang-format off
constexpr auto kRemoteAccessKeys = std::to_array<Key<Policy>>({
  key<kPermissions, &Policy::grant>("permission", "a new policy denies (MS cc730786)",
    "what the policy says of accounts that leave it to the policy; left out: deny"),
  key<kOfDialect<kFlag, has_ignored_dial_in>, &Policy::ignore_dial_in>("ignore-user-dial-in-properties",
    "a new policy does not (MS cc730786)", "the account's dial-in properties do not count; left out: false"),
  key<kProfile, &Policy::profile>("profile", "limits that must hold, and what the accept returns"),
});
// clang-format on
constexpr Section kPolicy{"a policy",
                          joined(kRuleKeys<Policy, kRemoteAccessPolicy | kNetworkPolicy>, kRemoteAccessKeys)};

// --- attribute manipulation ---

constexpr std::string_view kTargets[] = {"User-Name", "Called-Station-Id", "Calling-Station-Id"};
constexpr ValueKind<AttributeId> kTarget{
    [](Loader& in, yaml::Node node) {
      const auto row = read_word(in, node, "attribute that can be changed", kTargets);
      return row ? std::optional(attribute_of(kTargets[*row])) : std::nullopt;
    },
    [](const AttributeId& id) { return std::string(attribute(id).name); }, [] { return shapes::words(kTargets); }};

struct ReplaceEntries {
  Entry find, replace;
};
// clang-format off
constexpr Section kReplaceRule{"a rule", std::to_array<Key<ReplaceEntries>>({
  later<shapes::any_text, &ReplaceEntries::find>("find", "pattern of what is replaced, wherever it is found"),
  later<shapes::any_text, &ReplaceEntries::replace>("replace", "the replacement text; \\1 to \\9 are remembered matches"),
})};
// clang-format on

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

void load_rule(Loader& in, yaml::Node node, std::vector<ReplaceRule>& rules) {
  if (!in.expect_map(node, "a rule: `{ find: ..., replace: ... }`")) return;
  ReplaceEntries rule;
  kReplaceRule.load(in, node, rule);
  if (!rule.find || !rule.replace)
    return in.diags.error(code("R112"), node.span(), "a rule needs `find` and `replace`");
  const yaml::Node find = rule.find.value, replace = rule.replace.value;
  if (!in.expect_scalar(find, "a pattern") || !in.expect_scalar(replace, "a text, which may be empty")) return;
  SyntaxError error;
  auto tree = grammar::parse_pattern(find.text(), error);
  if (!tree) return in.report(find, error);
  if (!check_replacement(in, replace, replace.text())) return;
  rules.push_back(
      {{std::string(find.text()), *std::move(tree), find.span()}, std::string(replace.text()), node.span()});
}

void load_replace_rules(Loader& in, yaml::Node node, std::vector<ReplaceRule>& rules) {
  if (!in.expect_sequence(node, "a list of rules")) return;
  rules.clear();
  for (std::size_t i = 0; i < node.size(); ++i) load_rule(in, node.element(i), rules);
}

void print_replace_rules(EffectivePrinter& out, const std::vector<ReplaceRule>& rules) {
  if (rules.empty()) return out.value("[]", {});
  out.open_map({});
  for (const ReplaceRule& rule : rules) {
    out.open_item();
    out.key("find", "");
    out.value(yaml_scalar(rule.find.text), rule.where);
    out.key("replace", "");
    out.value(yaml_scalar(rule.replace), rule.where);
    out.close_item();
  }
  out.close_map();
}

Shape replace_rules_shape() {
  Shape rule = kReplaceRule.shape();
  rule.required = {"find", "replace"};
  return shapes::list(std::move(rule));
}

constexpr Part<std::vector<ReplaceRule>> kReplaceRules{load_replace_rules, print_replace_rules, replace_rules_shape};

// clang-format off
constexpr Section kManipulation{"`manipulation`", std::to_array<Key<RequestPolicy>>({
  key<kTarget, &RequestPolicy::manipulated>("attribute", "the attribute that is changed"),
  key<kReplaceRules, &RequestPolicy::rules>("rules", "replacements, one after the other"),
})};
// clang-format on

void load_manipulation(Loader& in, yaml::Node node, RequestPolicy& policy) { kManipulation.load(in, node, policy); }
void print_manipulation(EffectivePrinter& out, const RequestPolicy& policy) {
  if (policy.manipulated.is_given()) kManipulation.print(out, policy);
}

// clang-format off
constexpr auto kConnectionRequestKeys = std::to_array<Key<RequestPolicy>>({
  key<kProviders, &RequestPolicy::provider>("provider", "authenticate on this server",
    "windows: this server authenticates; forward: a remote server does; none: no authentication, all are accepted; left out: windows"),
  key<kName, &RequestPolicy::forward_to>("forward-to", "with `provider: forward`: the group of remote RADIUS servers"),
  key<kFlag, &RequestPolicy::map_to_windows_user>("map-to-windows-user",
    "with `provider: forward`: the remote server authenticates, this one authorizes; left out: false"),
  key<kMethods, &RequestPolicy::authentication>("authentication", "methods that replace those of the policy's profile"),
  {"manipulation", "", "changes an attribute before it is looked at",
    load_manipulation, print_manipulation, [] { return kManipulation.shape(); }},
});
// clang-format on
constexpr Section kRequestPolicy{"a connection request policy",
                                 joined(kRuleKeys<RequestPolicy, kConnectionRequestPolicy>, kConnectionRequestKeys)};

}  // namespace

/// A list of policies; an edit may name them: `policies."VPN staff".permission` (R316).
void load_policies(Loader& in, yaml::Node node, Site& site) {
  load_list_by_name(in, node, site.policies, &site.policies_where, kPolicy, "policy", "a list of policies");
}
void print_policies(EffectivePrinter& out, const Site& site) {
  print_list_by_name(out, site.policies, site.policies_where, kPolicy);
}
Shape policies_shape() { return list_by_name_shape(kPolicy); }

void load_request_policies(Loader& in, yaml::Node node, Site& site) {
  load_list_by_name(in, node, site.request_policies, &site.request_policies_where, kRequestPolicy, "policy",
                    "a list of policies");
}
void print_request_policies(EffectivePrinter& out, const Site& site) {
  if (site.dialect.value != Dialect::windows_2000)
    print_list_by_name(out, site.request_policies, site.request_policies_where, kRequestPolicy);
}
Shape request_policies_shape() { return list_by_name_shape(kRequestPolicy); }

}  // namespace rapsim
