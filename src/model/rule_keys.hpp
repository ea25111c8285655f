// What remote access policies and connection request policies have alike in YAML. Inside src/model only.
#pragma once

#include <array>

#include "model/named_rows.hpp"
#include "model/sections.hpp"

namespace rapsim {

/// Enabled or disabled, and a policy source, exist on NPS only (semantics.md 2.1).
inline bool has_policy_state(const EffectivePrinter& out, Span where) {
  return out.dialect() == Dialect::nps || where.known();
}

/// Where an attribute that is a condition of the policy may be one; bits of Attribute::conditions.
template <class P>
constexpr std::uint8_t kConditionPlaces = kRemoteAccessPolicy | kNetworkPolicy;
template <>
inline constexpr std::uint8_t kConditionPlaces<RequestPolicy> = kConnectionRequestPolicy;

// clang-format off
template <class P>
constexpr std::array<Key<P>, 5> kRuleKeys = {{
  {"name",
   [](Loader& in, yaml::Node node, P& p) { if (auto name = read_name(in, node)) p.name = *std::move(name); },
   [](EffectivePrinter& out, const P& p) { out.value(yaml_scalar(p.name), p.where); }, "",
   {"a name that no other policy of the list has", shapes::text}},
  {"enabled",
   [](Loader& in, yaml::Node node, P& p) { in.set(node, p.enabled, read_bool); },
   [](EffectivePrinter& out, const P& p) {
     has_policy_state(out, p.enabled.where) ? out.value(bool_text(p.enabled.value), p.enabled.where) : out.nothing(); },
   "a policy without Policy_Enabled is enabled",
   {"nps only: whether the policy is used; left out: true", shapes::boolean}},
  {"processing-order",
   [](Loader& in, yaml::Node node, P& p) {
     in.set(node, p.processing_order, [](Loader& l, yaml::Node n) { return read_number(l, n, 1, 1'000'000); }); },
   [](EffectivePrinter& out, const P& p) {
     p.processing_order.is_given() ? out.value(std::to_string(p.processing_order.value), p.processing_order.where) : out.nothing(); },
   "",
   {"a number that tells the order, on every policy of the list or on none", [] { return shapes::number(1, 1'000'000); }}},
  {"source",
   [](Loader& in, yaml::Node node, P& p) {
     in.set(node, p.source, [](Loader& l, yaml::Node n) { return read_enumeration(l, n, kAccessServerType); }); },
   [](EffectivePrinter& out, const P& p) {
     has_policy_state(out, p.source.where) ? out.value(find_value(kAccessServerType, p.source.value)->name, p.source.where) : out.nothing(); },
   "unspecified: any access server (MS cc754917)",
   {"nps only: the kind of access server that the policy is for; left out: any", [] { return shapes::value_of(kAccessServerType); }}},
  {"conditions", [](Loader& in, yaml::Node node, P& p) { load_conditions(in, node, p); },
   [](EffectivePrinter& out, const P& p) { print_conditions(out, p); }, "",
   {"all of them must hold; left out, or []: the policy always matches", [] { return conditions_shape(kConditionPlaces<P>); }}},
}};
// clang-format on

/// The keys of a rule, then those of its kind.
template <class P, std::size_t N>
constexpr auto with_rule_keys(const std::array<Key<P>, N>& own) {
  std::array<Key<P>, kRuleKeys<P>.size() + N> out{};
  for (std::size_t i = 0; i < kRuleKeys<P>.size(); ++i) out[i] = kRuleKeys<P>[i];
  for (std::size_t i = 0; i < N; ++i) out[kRuleKeys<P>.size() + i] = own[i];
  return out;
}

/// A list of policies; an edit may name them: `policies."VPN staff".permission` (R316).
template <class P>
void load_rules(Loader& in, yaml::Node node, std::vector<P>& rules, Span& where, std::span<const Key<P>> keys,
                std::string_view what) {
  load_list_by_name<P>(in, node, rules, &where, keys, {"policy", what, "a list of policies"});
}

template <class P>
void print_rules(EffectivePrinter& out, const std::vector<P>& rules, Span where, std::span<const Key<P>> keys) {
  print_list_by_name<P>(out, rules, where, keys);
}

}  // namespace rapsim
