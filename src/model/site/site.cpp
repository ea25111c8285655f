// Defaults of each dialect, and the checks that need the whole site.
#include "model/site/site.hpp"

#include <array>
#include <range/v3/algorithm/any_of.hpp>
#include <unordered_map>

#include "base/text.hpp"
#include "model/load/load.hpp"
#include "model/site/rras_sections.hpp"
#include "model/site/sections.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

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

/// What the dialect has of the parts that both kinds of policies share. `place`: of Attribute::conditions.
void check_rule(const Site& site, const Rule& rule, std::uint8_t place, std::string_view what, Diagnostics& diags) {
  const bool is_nps = site.dialect.value == Dialect::nps;
  if (!is_nps && rule.enabled.is_given())
    diags.error(code("R307"), rule.enabled.where, dialect_lacks(site, "disabled policies"),
                "leave the policy out, or use `dialect: nps`");
  if (!is_nps && rule.source.is_given())
    diags.error(code("R307"), rule.source.where, dialect_lacks(site, "policy source"), "it came with `nps`");
  for (const Condition& condition : rule.conditions) {
    const Attribute& row = attribute(condition.attribute);
    if ((row.conditions & place) != 0) continue;
    diags.error(code("R303"), condition.where,
                "`" + std::string(row.name) + "` cannot be a condition of a " + std::string(what) + " of `" +
                    std::string(dialect_name(site.dialect.value)) + "`",
                row.conditions == kConnectionRequestPolicy ? "it is one of connection request policies" : "");
  }
}

void check_policy(const Site& site, const Policy& policy, Diagnostics& diags) {
  if (site.dialect.value == Dialect::windows_2000 && policy.ignore_dial_in.is_given())
    diags.error(code("R307"), policy.ignore_dial_in.where, dialect_lacks(site, "`ignore-user-dial-in-properties`"),
                "it came with `windows-2003`");
  const bool is_nps = site.dialect.value == Dialect::nps;
  check_rule(site, policy, is_nps ? kNetworkPolicy : kRemoteAccessPolicy, policy_word(site.dialect.value), diags);
}

/// A policy on what it does not do would say nothing, so it is refused.
void check_request_policy(const Site& site, const RequestPolicy& policy, Diagnostics& diags) {
  check_rule(site, policy, kConnectionRequestPolicy, "connection request policy", diags);
  const bool forwards = policy.provider.value == RequestProvider::forward;
  if (forwards && !policy.forward_to.is_given())
    diags.error(code("R314"), policy.where, "`provider: forward` needs a group under `forward-to`");
  if (!forwards && policy.forward_to.is_given())
    diags.error(code("R314"), policy.forward_to.where, "a group is given, but `provider` is not `forward`");
  if (!forwards && policy.map_to_windows_user.is_given())
    diags.error(code("R314"), policy.map_to_windows_user.where, "only a forwarded request is mapped to a Windows user");
  if (policy.manipulated.is_given() != !policy.rules.empty())
    diags.error(code("R314"), policy.where, "`manipulation` needs an `attribute` and `rules`");
  if (policy.authentication.is_given() && policy.provider.value == RequestProvider::none)
    diags.error(code("R314"), policy.authentication.where, "`provider: none` looks at no method");
}

template <class P>
void check_rule_names(const std::vector<P>& rules, Diagnostics& diags) {
  std::unordered_map<std::string_view, const P*> seen;
  for (const P& rule : rules) {
    const auto [first, is_new] = seen.try_emplace(rule.name, &rule);
    if (!is_new && !rule.name.empty())
      diags.error(code("R308"), rule.where,
                  "duplicate policy name `" + rule.name + "`, first defined on line " +
                      std::to_string(first->second->where.line));
  }
}

/// Either every policy has a processing order or none; then the list order counts.
template <class P>
void check_processing_order(const std::vector<P>& rules, Diagnostics& diags) {
  std::unordered_map<std::uint32_t, const P*> seen;
  const bool any = ranges::any_of(rules, [](const P& rule) { return rule.processing_order.is_given(); });
  for (const P& rule : rules) {
    if (any && !rule.processing_order.is_given()) {
      diags.error(code("R314"), rule.where, "`" + rule.name + "` has no `processing-order`, other policies have one",
                  "give every policy one, or none: then the order of the list counts");
    } else if (any && !seen.try_emplace(rule.processing_order.value, &rule).second) {
      diags.error(code("R314"), rule.processing_order.where,
                  "`" + seen.at(rule.processing_order.value)->name + "` has the same `processing-order`");
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

/// Domain controllers of 2008 and later cannot be in such a domain (ADTS).
void check_domain(const Site& site, Diagnostics& diags) {
  const Setting<DomainMode>& mode = site.directory->mode;
  if (is_mixed_domain(site) && site.dialect.value == Dialect::nps)
    diags.error(code("R307"), mode.where, dialect_lacks(site, "domain in mixed mode"), "use `mode: native`");
  if (site.dialect.value == Dialect::windows_2000 && site.request_policies_where.known())
    diags.error(code("R307"), site.request_policies_where, dialect_lacks(site, "connection request policies"),
                "they came with `windows-2003`");
}

/// Before the `\` of an account; empty: it is one of the directory's own domain.
std::string_view domain_of(const User& account) {
  const std::size_t end = account.name.find('\\');
  return std::string_view(account.name).substr(0, end == std::string::npos ? 0 : end);
}

/// The domains that accounts may be listed of.
class ListedDomains {
 public:
  explicit ListedDomains(const Directory& directory) : directory_(directory) {
    rows_.add_all(directory.trusted_domains);
  }

  void check(const User& account, Diagnostics& diags) const {
    const std::string domain(domain_of(account));
    if (account.name.find('\\') == std::string::npos || rows_.find(domain)) return;
    if (domain.empty() || equal_without_case(domain, directory_.domain.value))
      diags.error(
          code("R326"), account.where,
          domain.empty() ? "no domain before the `\\`" : "accounts of the domain itself are listed without its name",
          "write `" + account.name.substr(domain.size() + 1) + "`");
    else
      diags.error(code("R326"), account.where, "no trusted domain `" + domain + "`", help_for(domain, diags));
  }

 private:
  [[nodiscard]] std::string help_for(std::string_view domain, Diagnostics& diags) const {
    if (!diags.may_search(directory_.trusted_domains.size())) return {};
    std::vector<std::string_view> names;
    for (const TrustedDomain& trusted : directory_.trusted_domains) names.push_back(trusted.name);
    return help_for_key(domain, names);
  }

  const Directory& directory_;
  RowsByName rows_{};
};

/// A date is one of the site's zone, so it can only be read now.
void check_accounts(const Site& site, const std::vector<User>& accounts, Diagnostics& diags) {
  const ListedDomains domains(*site.directory);
  for (const User& account : accounts) {
    domains.check(account, diags);
    if (account.state.expires.is_given()) expiry_of(account.state, site, &diags);
  }
}

void check_trusted_domains(const Directory& directory, Diagnostics& diags) {
  for (const TrustedDomain& trusted : directory.trusted_domains)
    if (equal_without_case(trusted.name, directory.domain.value))
      diags.error(code("R314"), trusted.where, "`" + trusted.name + "` is the directory's own domain");
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

const TrustedDomain* find_trusted_domain(const Directory& directory, std::string_view name) {
  for (const TrustedDomain& trusted : directory.trusted_domains)
    if (equal_without_case(trusted.name, name)) return &trusted;
  return nullptr;
}

bool is_mixed_domain(const Site& site) {
  const DomainMode mode = site.directory->mode.value;
  return mode == DomainMode::mixed || mode == DomainMode::nt4;
}

bool has_caller_ids(const Site& site) {
  return !is_mixed_domain(site) || site.readings.is_on(Reading::mixed_domain_keeps_dial_in);
}

const DirectoryAccess& access_in(const Site& site, const TrustedDomain* trusted) {
  return trusted == nullptr ? site.server.rras.access : trusted->access;
}

std::string_view policy_word(Dialect dialect) {
  return dialect == Dialect::nps ? "network policy" : "remote access policy";
}

namespace {

/// The primary group of an account is one of the account's domain.
void fill_account(User& account, std::string_view primary_group) {
  const std::string_view domain = domain_of(account);
  account.dial_in.permission.set_default(DialInPermission::policy);
  account.dial_in.callback.set_default(Callback::none);
  account.primary_group.set_default((domain.empty() ? "" : std::string(domain) + "\\") + std::string(primary_group));
}

void fill_directory(Directory& directory) {
  directory.complete.set_default(true);
  directory.domain.set_default("DOMAIN");
  directory.mode.set_default(DomainMode::native);
  fill_domain_lockout(directory.lockout);
  for (TrustedDomain& trusted : directory.trusted_domains) fill_access(trusted.access);
  for (User& user : directory.users) fill_account(user, "Domain Users");
  for (User& computer : directory.computers) fill_account(computer, "Domain Computers");
}

}  // namespace

void fill_defaults(Site& site) {
  site.dialect.set_default(Dialect::windows_2003);
  site.time_zone.set_default("UTC");
  site.server.name.set_default("RRAS");
  site.server.provider.set_default(Provider::windows);
  site.server.methods.set_default(server_methods(site.dialect.value));
  site.server.allow_lm.set_default(false);
  site.server.lockout.max_denials.set_default(0);
  site.server.lockout.reset_time.set_default(std::chrono::minutes{2880});  // REGLOCK
  fill_world_defaults(site);
  for (Policy& policy : site.policies) fill_policy(policy);
  for (RequestPolicy& policy : site.request_policies) policy.enabled.set_default(true);
  if (site.directory.use_count() > 1) return;  // shared with a site that has its defaults
  fill_directory(*site.directory);
}

void check_site(const Site& site, Diagnostics& diags) {
  check_server(site, diags);
  check_domain(site, diags);
  check_world(site, diags);
  check_rule_names(site.policies, diags);
  check_rule_names(site.request_policies, diags);
  check_processing_order(site.policies, diags);
  check_processing_order(site.request_policies, diags);
  for (const Policy& policy : site.policies) {
    check_policy(site, policy, diags);
    check_profile(policy, diags);
  }
  if (site.dialect.value != Dialect::windows_2000)  // there the list as a whole is an error
    for (const RequestPolicy& policy : site.request_policies) check_request_policy(site, policy, diags);
  check_trusted_domains(*site.directory, diags);
  check_accounts(site, site.directory->users, diags);
  check_accounts(site, site.directory->computers, diags);
}

std::optional<Instant> expiry_of(const AccountState& state, const Site& site, Diagnostics* diags) {
  const Setting<std::string>& expires = state.expires;
  if (expires.value.empty()) return std::nullopt;
  if (const auto end = end_of_day(find_zone(site.time_zone.value), expires.value)) return end;
  Diagnostics own;
  return read_instant(expires.value, expires.where, site, diags != nullptr ? *diags : own);
}

}  // namespace rapsim
