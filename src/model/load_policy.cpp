// Reads policies: name, permission and where they apply. Conditions and profiles have files of their own.
#include "model/rule_keys.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kPermissions[] = {"deny", "grant"};

void load_permission(Loader& in, yaml::Node node, Policy& policy) {
  in.set(node, policy.grant, [](Loader& loader, yaml::Node value) -> std::optional<bool> {
    const auto row = read_word(loader, value, "policy permission", kPermissions);
    return row ? std::optional(*row == 1) : std::nullopt;
  });
}

// clang-format off
constexpr auto kPolicyKeys = with_rule_keys<Policy>(std::to_array<Key<Policy>>({
  {"permission", load_permission,
   [](EffectivePrinter& out, const Policy& p) { out.value(kPermissions[p.grant.value ? 1 : 0], p.grant.where); },
   "a new policy denies (MS cc730786)",
   {"what the policy says of accounts that leave it to the policy; left out: deny", [] { return shapes::words(kPermissions); }}},
  {"ignore-user-dial-in-properties",
   [](Loader& in, yaml::Node node, Policy& p) { in.set(node, p.ignore_dial_in, read_bool); },
   [](EffectivePrinter& out, const Policy& p) {
     const bool is_known = out.dialect() != Dialect::windows_2000 || p.ignore_dial_in.is_given();
     is_known ? out.value(bool_text(p.ignore_dial_in.value), p.ignore_dial_in.where) : out.nothing(); },
   "a new policy does not (MS cc730786)",
   {"the account's dial-in properties do not count; left out: false", shapes::boolean}},
  {"profile", [](Loader& in, yaml::Node node, Policy& p) { load_profile(in, node, p.profile); },
   [](EffectivePrinter& out, const Policy& p) { print_profile(out, p.profile); }, "",
   {"limits that must hold, and what the accept returns", profile_shape}},
}));
// clang-format on

}  // namespace

std::string_view bool_text(bool value) { return value ? "true" : "false"; }

void load_policies(Loader& in, yaml::Node node, Site& site) {
  load_rules<Policy>(in, node, site.policies, site.policies_where, kPolicyKeys, "a policy");
}

Shape policies_shape() { return list_by_name_shape(kPolicyKeys); }

void print_policies(EffectivePrinter& out, const Site& site) {
  print_rules<Policy>(out, site.policies, site.policies_where, kPolicyKeys);
}

}  // namespace rapsim
