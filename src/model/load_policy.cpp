// Reads policies: name, permission and where they apply. Conditions and profiles have files of their own.
#include "model/sections.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kPermissions[] = {"deny", "grant"};

void load_name(Loader& in, yaml::Node node, Policy& policy) {
  if (auto name = read_name(in, node)) policy.name = *std::move(name);
}

void load_permission(Loader& in, yaml::Node node, Policy& policy) {
  in.set(node, policy.grant, [](Loader& loader, yaml::Node value) -> std::optional<bool> {
    const auto row = read_word(loader, value, "policy permission", kPermissions);
    return row ? std::optional(*row == 1) : std::nullopt;
  });
}

/// Enabled or disabled, and a policy source, exist on NPS only (semantics.md 2.1).
bool has_policy_state(const EffectivePrinter& out, Span where) {
  return out.dialect() == Dialect::nps || where.known();
}

// clang-format off
constexpr Key<Policy> kPolicyKeys[] = {
  {"name", load_name,
   [](EffectivePrinter& out, const Policy& p) { out.value(yaml_scalar(p.name), p.where); }, ""},
  {"enabled",
   [](Loader& in, yaml::Node node, Policy& p) { in.set(node, p.enabled, read_bool); },
   [](EffectivePrinter& out, const Policy& p) {
     has_policy_state(out, p.enabled.where) ? out.value(bool_text(p.enabled.value), p.enabled.where) : out.nothing(); },
   "a policy without Policy_Enabled is enabled"},
  {"processing-order",
   [](Loader& in, yaml::Node node, Policy& p) {
     in.set(node, p.processing_order, [](Loader& l, yaml::Node n) { return read_number(l, n, 1, 1'000'000); }); },
   [](EffectivePrinter& out, const Policy& p) {
     p.processing_order.is_given() ? out.value(std::to_string(p.processing_order.value), p.processing_order.where) : out.nothing(); },
   ""},
  {"source",
   [](Loader& in, yaml::Node node, Policy& p) {
     in.set(node, p.source, [](Loader& l, yaml::Node n) { return read_enumeration(l, n, kAccessServerType); }); },
   [](EffectivePrinter& out, const Policy& p) {
     has_policy_state(out, p.source.where) ? out.value(find_value(kAccessServerType, p.source.value)->name, p.source.where) : out.nothing(); },
   "unspecified: any access server (MS cc754917)"},
  {"conditions", load_conditions, print_conditions, ""},
  {"permission", load_permission,
   [](EffectivePrinter& out, const Policy& p) { out.value(kPermissions[p.grant.value ? 1 : 0], p.grant.where); },
   "a new policy denies (MS cc730786)"},
  {"ignore-user-dial-in-properties",
   [](Loader& in, yaml::Node node, Policy& p) { in.set(node, p.ignore_dial_in, read_bool); },
   [](EffectivePrinter& out, const Policy& p) {
     const bool is_known = out.dialect() != Dialect::windows_2000 || p.ignore_dial_in.is_given();
     is_known ? out.value(bool_text(p.ignore_dial_in.value), p.ignore_dial_in.where) : out.nothing(); },
   "a new policy does not (MS cc730786)"},
  {"profile", [](Loader& in, yaml::Node node, Policy& p) { load_profile(in, node, p.profile); },
   [](EffectivePrinter& out, const Policy& p) { print_profile(out, p.profile); }, ""},
};
// clang-format on

void load_policy(Loader& in, yaml::Node node, Policy& policy) {
  load_keys<Policy>(in, node, policy, kPolicyKeys, "a policy");
}

/// An edit names policies: `policies."VPN staff".permission`.
void edit_policies(Loader& in, yaml::Node node, std::vector<Policy>& policies) {
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry);
    std::vector<std::string_view> names;
    Policy* found = nullptr;
    for (Policy& policy : policies) {
      names.push_back(policy.name);
      if (policy.name == name.text()) found = &policy;
    }
    if (found != nullptr)
      load_policy(in, node.value(entry), *found);
    else
      in.diags.error(code("R316"), name.span(), "no policy `" + std::string(name.text()) + "`",
                     help_for_key(name.text(), names));
  }
}

}  // namespace

std::string_view bool_text(bool value) { return value ? "true" : "false"; }

void load_policies(Loader& in, yaml::Node node, Site& site) {
  if (in.editing && node.is_map()) return edit_policies(in, node, site.policies);
  if (!in.expect_sequence(node, "a list of policies")) return;
  if (in.editing) site.policies.clear();
  site.policies_where = node.span();
  for (std::size_t i = 0; i < node.size(); ++i) {
    const yaml::Node item = node.element(i);
    Policy& policy = site.policies.emplace_back();
    policy.where = item.span();
    load_policy(in, item, policy);
    if (item.is_map() && !item.find("name")) in.diags.error(code("R112"), item.span(), "a policy needs a `name`");
  }
}

void print_policies(EffectivePrinter& out, const Site& site) {
  if (site.policies.empty()) return out.value("[]", site.policies_where);
  out.open_map(site.policies_where);
  for (const Policy& policy : site.policies) {
    out.open_item();
    print_keys<Policy>(out, policy, kPolicyKeys);
    out.close_item();
  }
  out.close_map();
}

}  // namespace rapsim
