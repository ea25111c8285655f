// Who asks: the forms of a name, whose domain it names, and which account that is. Source: semantics.md 2.4; the forms:
// grammar/account_name.ebnf.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

enum class Form : std::uint8_t { plain, down_level, realm, host };  // host: without a realm

struct Name {
  Form form = Form::plain;
  std::string domain{};  // empty: none is said
  std::string account{};
  bool is_computer = false;
};

/// Not empty, and no separator or control character in it.
bool is_part(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return c == '\\' || c == '@' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

/// host/PC1, or host/PC1.contoso.com: what is behind the first point is a realm.
std::optional<Name> host_in(const std::string& text) {
  const std::size_t dot = text.find('.');
  Name out{.form = Form::host, .account = text.substr(0, dot), .is_computer = true};
  if (dot != std::string::npos) {
    out.form = Form::realm;
    out.domain = text.substr(dot + 1);
    if (!is_part(out.domain)) return std::nullopt;
  }
  return is_part(out.account) ? std::optional(out) : std::nullopt;
}

std::optional<Name> name_in(const std::string& text) {
  if (text.size() > 253) return std::nullopt;
  if (lowered(text).starts_with("host/")) return host_in(text.substr(5));
  Name out{.account = text};
  const std::size_t at = text.find_first_of("\\@");
  if (at != std::string::npos) {
    out.form = text[at] == '@' ? Form::realm : Form::down_level;
    const std::string left = text.substr(0, at), right = text.substr(at + 1);
    out.domain = out.form == Form::realm ? right : left;
    out.account = out.form == Form::realm ? left : right;
    if (!is_part(out.domain)) return std::nullopt;
  }
  if (!is_part(out.account)) return std::nullopt;
  out.is_computer = out.account.size() > 1 && out.account.back() == '$';
  if (out.is_computer) out.account.pop_back();
  return out;
}

std::string domain_name(const Site& site) { return site.domain.name.empty() ? "DOMAIN" : site.domain.name; }
std::string server_name(const Site& site) { return site.server.name.empty() ? "RRAS" : site.server.name; }

/// The names under which this domain is meant, in small letters.
std::set<std::string> own_names(const Site& site, Form form, const Rules& rules) {
  std::set<std::string> out{lowered(domain_name(site))};
  if (!site.domain.dns_name.empty()) out.insert(lowered(site.domain.dns_name));
  if (is_workgroup(site)) out.insert(lowered(server_name(site)));
  if (form == Form::realm && !rules.upn_suffixes_do_not_count)
    for (const std::string& suffix : site.domain.upn_suffixes) out.insert(lowered(suffix));
  return out;
}

/// The default domain is one of names, not of hosts.
std::string domain_said(const Site& site, const Name& name, const Rules& rules) {
  const std::string default_domain = rules.default_domain_does_not_count ? "" : site.server.default_domain;
  return lowered(name.form == Form::plain ? default_domain : name.domain);
}

/// The trusted domain that a name is of: a server in a workgroup trusts none.
const Domain* trusted_domain(const Site& site, const Name& name, const Rules& rules) {
  const std::string said = domain_said(site, name, rules);
  if (said.empty() || is_workgroup(site) || rules.trusted_domains_do_not_count) return nullptr;
  for (const Domain& domain : site.trusted) {
    if (lowered(domain.name) == said || lowered(domain.dns_name) == said) return &domain;
    for (const std::string& suffix : domain.upn_suffixes)
      if (name.form == Form::realm && !rules.upn_suffixes_do_not_count && lowered(suffix) == said) return &domain;
  }
  return nullptr;
}

bool tells_realms(const Domain& domain) { return !domain.dns_name.empty() || !domain.upn_suffixes.empty(); }

/// A realm may be one that the site does not tell: of a domain that names neither its DNS name nor its suffixes.
Truth domain_is_ours(const Site& site, const Name& name, const Rules& rules) {
  const std::string said = domain_said(site, name, rules);
  if (rules.every_domain_is_ours || said.empty()) return kTrue;
  if (own_names(site, name.form, rules).contains(said)) return kTrue;
  const bool all_tell =
      tells_realms(site.domain) && std::all_of(site.trusted.begin(), site.trusted.end(), tells_realms);
  return name.form == Form::realm && !is_workgroup(site) && !all_tell ? kEither : kFalse;
}

/// Listed as `bob`, or as `NORTHWIND\bob` of a trusted domain.
Account account_named(const Site& site, const Name& name, const Domain* trusted, const Rules& rules) {
  const bool is_computer = name.is_computer && !rules.computers_are_users;
  const bool is_other = trusted != nullptr && !rules.trusted_accounts_are_ours;
  const std::string listed = lowered((is_other ? trusted->name + "\\" : "") + name.account);
  for (const User& row : is_computer ? site.computers : site.users)
    if (lowered(row.name) == listed) return {&row, is_computer};
  return {nullptr, is_computer};
}

}  // namespace

bool is_workgroup(const Site& site) { return site.domain.mode == "workgroup"; }
bool is_mixed(const Site& site) { return site.domain.mode == "mixed" || site.domain.mode == "nt4"; }

Identity identity_of(const Site& site, const Value& user, const Rules& rules) {
  Identity out;
  if (user.state != State::given) {  // the name of anybody, or of nobody
    out.is_unknown_user = kEither;
    (is_workgroup(site) ? out.is_foreign_to_workgroup : out.has_unknown_domain) = kEither;
    return out;
  }
  const auto name = name_in(user.texts[0]);
  if (!name) {
    out.is_unknown_user = kTrue;
    return out;
  }
  const Truth unless_listed = site.is_complete && !rules.unlisted_users_are_unknown ? kTrue : kEither;
  const Truth is_ours = domain_is_ours(site, *name, rules);
  const Domain* trusted = is_ours == kTrue ? nullptr : trusted_domain(site, *name, rules);
  if (is_ours == kTrue || trusted != nullptr) {
    out.account = account_named(site, *name, trusted, rules);
    out.is_unknown_user = out.account.row == nullptr ? unless_listed : kFalse;
    return out;
  }
  out.is_unknown_user = kEither;
  if (is_workgroup(site) && !rules.workgroup_has_foreign_users)
    out.is_foreign_to_workgroup = kTrue;
  else
    out.has_unknown_domain = is_ours == kFalse && site.is_complete ? kTrue : kEither;
  return out;
}

Steps identity_steps(const Case& c, const Identity& identity) {
  const auto step = [](int reason, std::string cause, Truth happens) {
    return Step{"identity", Answer::reject, reason, std::move(cause), happens};
  };
  const Truth asks_others = known(!is_workgroup(c.site) || c.rules.workgroup_needs_controllers);
  Steps out{
      step(1, "policy-server-error", says(c, "policy-server", {"internal-error"})),
      step(2, "policy-server-access-denied", says(c, "policy-server", {"access-denied"})),
      step(6, "policy-server-unavailable", says(c, "policy-server", {"unavailable"})),
      step(32, "domain-user-in-workgroup", identity.is_foreign_to_workgroup),
      step(7, "unknown-domain", identity.has_unknown_domain),
      step(5, "domain-controller-unreachable", asks_others && says(c, "domain-controller", {"unreachable"})),
      step(4, "global-catalog-unreachable", asks_others && says(c, "global-catalog", {"unreachable"})),
      step(8, "unknown-user", identity.is_unknown_user),
  };
  if (c.rules.catalog_comes_first) std::swap(out[5], out[6]);
  return out;
}

}  // namespace rapsim::oracle
