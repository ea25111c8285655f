// Defaults of each dialect, and the checks that need the whole site.
#include "model/site.hpp"

#include <array>
#include <range/v3/algorithm/any_of.hpp>
#include <unordered_map>

#include "base/text.hpp"
#include "model/sections.hpp"

namespace rapsim {
namespace {

constexpr std::array<std::string_view, 3> kDialects = {"windows-2000", "windows-2003", "nps"};
constexpr std::array<std::string_view, 3> kPermissions = {"allow", "deny", "policy"};

MethodList methods(std::initializer_list<std::string_view> names) {
  MethodList out;
  for (const std::string_view name : names) out.methods.push_back({find_method(name)->method, {}});
  return out;
}

/// Source: semantics.md 6.4 and G-13 (2003: unverified); 2008 removed MS-CHAP v1 and SPAP from RRAS.
MethodList server_methods(Dialect dialect) {
  switch (dialect) {
    case Dialect::windows_2000:
      return methods({"MS-CHAP-v2", "MS-CHAP"});
    case Dialect::windows_2003:
      return methods({"EAP", "MS-CHAP-v2", "MS-CHAP"});
    case Dialect::nps:
      return methods({"EAP", "MS-CHAP-v2"});
  }
  return {};
}

void fill_policy(Policy& policy) {
  policy.enabled.set_default(true);
  policy.grant.set_default(false);
  policy.ignore_dial_in.set_default(false);
  policy.profile.authentication.set_default(methods({"MS-CHAP", "MS-CHAP-v2", "MS-CHAP-CPW", "MS-CHAP-v2-CPW"}));
  policy.profile.encryption.set_default(kNoEncryption | kBasic | kStrong | kStrongest);
}

std::string dialect_lacks(const Site& site, std::string_view what) {
  return "`" + std::string(dialect_name(site.dialect.value)) + "` knows no " + std::string(what);
}

void check_policy_for_dialect(const Site& site, const Policy& policy, Diagnostics& diags) {
  const bool is_nps = site.dialect.value == Dialect::nps;
  if (!is_nps && policy.enabled.is_given())
    diags.error(code("R307"), policy.enabled.where, dialect_lacks(site, "disabled policies"),
                "leave the policy out, or use `dialect: nps`");
  if (!is_nps && policy.source.is_given())
    diags.error(code("R307"), policy.source.where, dialect_lacks(site, "policy source"), "it came with `nps`");
  if (site.dialect.value == Dialect::windows_2000 && policy.ignore_dial_in.is_given())
    diags.error(code("R307"), policy.ignore_dial_in.where, dialect_lacks(site, "`ignore-user-dial-in-properties`"),
                "it came with `windows-2003`");
  const std::uint8_t place = is_nps ? kNetworkPolicy : kRemoteAccessPolicy;
  for (const Condition& condition : policy.conditions) {
    const Attribute& row = attribute(condition.attribute);
    if ((row.conditions & place) == 0)
      diags.error(code("R303"), condition.where,
                  "`" + std::string(row.name) + "` is no condition of a " +
                      std::string(policy_word(site.dialect.value)) + " of `" +
                      std::string(dialect_name(site.dialect.value)) + "`",
                  row.conditions == kConnectionRequestPolicy ? "it is one of connection request policies" : "");
  }
}

void check_policy_names(const Site& site, Diagnostics& diags) {
  std::unordered_map<std::string_view, const Policy*> seen;
  for (const Policy& policy : site.policies) {
    const auto [first, is_new] = seen.try_emplace(policy.name, &policy);
    if (!is_new && !policy.name.empty())
      diags.error(
          code("R308"), policy.where,
          "a policy `" + policy.name + "` stands in line " + std::to_string(first->second->where.line) + " already");
  }
}

/// Either every policy has a processing order or none; then the list order counts.
void check_processing_order(const Site& site, Diagnostics& diags) {
  std::unordered_map<std::uint32_t, const Policy*> seen;
  const bool any =
      ranges::any_of(site.policies, [](const Policy& policy) { return policy.processing_order.is_given(); });
  for (const Policy& policy : site.policies) {
    if (any && !policy.processing_order.is_given()) {
      diags.error(code("R314"), policy.where,
                  "`" + policy.name + "` has no `processing-order`, other policies have one",
                  "give every policy one, or none: then the order of the list counts");
    } else if (any && !seen.try_emplace(policy.processing_order.value, &policy).second) {
      diags.error(code("R314"), policy.processing_order.where,
                  "`" + seen.at(policy.processing_order.value)->name + "` has the same `processing-order`");
    }
  }
}

void check_profile(const Policy& policy, Diagnostics& diags) {
  const Profile& profile = policy.profile;
  const bool is_static = profile.address_assignment.value == AddressAssignment::static_address;
  if (is_static && !profile.static_address.is_given())
    diags.error(code("R314"), profile.address_assignment.where, "`assignment: static` needs an address under `static`");
  if (!is_static && profile.static_address.is_given())
    diags.error(code("R314"), profile.static_address.where, "an address is given, but `assignment` is not `static`");
}

void check_server(const Site& site, Diagnostics& diags) {
  if (site.dialect.value != Dialect::nps) return;
  for (const ListedMethod& listed : site.server.methods.value.methods)
    if (listed.method == find_method("MS-CHAP")->method || listed.method.type == kSpap)
      diags.error(
          code("R307"), listed.where,
          dialect_lacks(site, std::string(name_of(listed.method).label) + " on the server: RRAS lost it in 2008"));
}

}  // namespace

std::string_view dialect_name(Dialect dialect) { return kDialects[static_cast<std::size_t>(dialect)]; }

std::string_view policy_word(Dialect dialect) {
  return dialect == Dialect::nps ? "network policy" : "remote access policy";
}

std::string_view dial_in_permission_name(DialInPermission permission) {
  return kPermissions[static_cast<std::size_t>(permission)];
}

void fill_defaults(Site& site) {
  site.dialect.set_default(Dialect::windows_2003);
  site.time_zone.set_default("UTC");
  site.server.name.set_default("RRAS");
  site.server.methods.set_default(server_methods(site.dialect.value));
  for (Policy& policy : site.policies) fill_policy(policy);
  if (site.directory.use_count() > 1) return;  // shared with a site that has its defaults
  Directory& directory = *site.directory;
  directory.complete.set_default(true);
  directory.domain.set_default("DOMAIN");
  for (User& user : directory.users) {
    user.permission.set_default(DialInPermission::policy);
    user.primary_group.set_default("Domain Users");
  }
}

void check_site(const Site& site, Diagnostics& diags) {
  check_server(site, diags);
  check_policy_names(site, diags);
  check_processing_order(site, diags);
  for (const Policy& policy : site.policies) {
    check_policy_for_dialect(site, policy, diags);
    check_profile(policy, diags);
  }
}

}  // namespace rapsim
