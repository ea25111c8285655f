#include "engine/stages/identity.hpp"

#include <re2/re2.h>

#include <range/v3/algorithm/any_of.hpp>

namespace rapsim {
namespace {

using grammar::AccountName;
using grammar::AccountNameForm;

bool is_workgroup(const Directory& directory) { return directory.mode.value == DomainMode::workgroup; }

bool is_domain_name(const Site& site, std::string_view name) {
  const Directory& directory = *site.directory;
  return equal_without_case(name, directory.domain.value) ||
         (!directory.dns_name.value.empty() && equal_without_case(name, directory.dns_name.value)) ||
         (is_workgroup(directory) && equal_without_case(name, site.server.name.value));
}

bool is_own_realm(const Site& site, std::string_view realm) {
  const auto is_realm = [&](const Reference& suffix) { return equal_without_case(suffix.text, realm); };
  return is_domain_name(site, realm) || ranges::any_of(site.directory->upn_suffixes, is_realm);
}

/// A workgroup trusts no domain.
const TrustedDomain* trusted_domain(const CompiledSite& site, std::string_view name, bool is_realm) {
  if (is_workgroup(*site.site->directory)) return nullptr;
  const CompiledAccounts& known = *site.accounts;
  if (const auto found = known.trusted_domains.find(name); found != known.trusted_domains.end()) return found->second;
  const auto found = is_realm ? known.trusted_suffixes.find(name) : known.trusted_suffixes.end();
  return found == known.trusted_suffixes.end() ? nullptr : found->second;
}

struct NamedDomain {
  Truth exists = Truth::yes;
  const TrustedDomain* trusted = nullptr;  // nullptr: the directory's own
};

/// A name without a domain is of the default domain, which the registry may set.
NamedDomain domain_of(const CompiledSite& compiled, const AccountName& name) {
  const Site& site = *compiled.site;
  const std::string& fallback = site.server.default_domain.value;
  const bool is_plain = name.domain.empty();
  if (is_plain && (fallback.empty() || name.form == AccountNameForm::host)) return {};
  const bool is_realm = name.form == AccountNameForm::principal || name.form == AccountNameForm::host;
  const std::string_view domain = is_plain ? std::string_view(fallback) : std::string_view(name.domain);
  if (is_realm ? is_own_realm(site, domain) : is_domain_name(site, domain)) return {};
  if (const TrustedDomain* trusted = trusted_domain(compiled, domain, is_realm)) return {Truth::yes, trusted};
  const bool may_exist = is_realm && compiled.accounts->has_unknown_realm && !is_workgroup(*site.directory);
  return {may_exist || !site.directory->complete.value ? Truth::unknown : Truth::no};
}

Subject identify_parsed(const CompiledSite& site, std::string text, const AccountName& name) {
  Subject out{.name = std::move(text)};
  const NamedDomain domain = domain_of(site, name);
  if (domain.exists != Truth::yes) {
    if (is_workgroup(*site.site->directory)) {
      out.is_domain_in_workgroup = Truth::yes;
    } else {
      out.is_unknown_domain = !domain.exists;
      out.is_unknown_user = Truth::unknown;
    }
    return out;
  }
  out.trusted = domain.trusted;
  const bool has_dollar = name.name.size() > 1 && name.name.ends_with('$');
  const bool is_computer = name.form == AccountNameForm::host || has_dollar;
  std::string_view key = std::string_view(name.name).substr(0, name.name.size() - (has_dollar ? 1 : 0));
  std::string listed;
  if (domain.trusted != nullptr) key = listed = domain.trusted->name + "\\" + std::string(key);
  const MapWithoutCase<CompiledAccount>& accounts = is_computer ? site.accounts->computers : site.accounts->users;
  if (const auto found = accounts.find(key); found != accounts.end()) {
    out.account = found->second.in_class;
    out.key = lowered(key) + (is_computer ? "$" : "");
  } else {
    out.is_unknown_user = site.site->directory->complete.value ? Truth::yes : Truth::unknown;
  }
  return out;
}

}  // namespace

/// A name that is not known may belong to any account, or to none.
Subject identify(const CompiledSite& site, const FieldValue& user) {
  if (user.presence != Presence::present) {
    if (is_workgroup(*site.site->directory))
      return {.is_domain_in_workgroup = Truth::unknown, .is_unknown_user = Truth::unknown};
    return {.is_unknown_domain = Truth::unknown, .is_unknown_user = Truth::unknown};
  }
  return identify_parsed(site, user.text, {user.form, user.domain, user.wire});
}

Subject identify(const CompiledSite& site, std::string name) {
  SyntaxError error;
  const auto parsed = grammar::parse_account_name(name, error);
  if (parsed) return identify_parsed(site, std::move(name), *parsed);
  return {.name = std::move(name), .is_unknown_user = Truth::yes};
}

/// A value that has grown longer than an attribute can be (RFC 2865 5) is cut behind that length: no account has such a
/// name, and rules that double it would never end.
std::string manipulated(const CompiledRequestPolicy& policy, std::string value) {
  constexpr std::size_t kMostBytes = 253;
  for (const CompiledReplacement& rule : policy.replacements) {
    RE2::GlobalReplace(&value, *rule.find, rule.rewrite);
    if (value.size() > kMostBytes) value.resize(kMostBytes + 1);
  }
  return value;
}

const User* account_of(const CompiledSite& site, const Subject& subject) {
  if (subject.key.empty()) return nullptr;
  const bool is_computer = subject.key.back() == '$';
  const std::string_view name = std::string_view(subject.key).substr(0, subject.key.size() - (is_computer ? 1 : 0));
  const MapWithoutCase<CompiledAccount>& accounts = is_computer ? site.accounts->computers : site.accounts->users;
  const auto found = accounts.find(name);
  return found == accounts.end() ? nullptr : found->second.user;
}

}  // namespace rapsim
