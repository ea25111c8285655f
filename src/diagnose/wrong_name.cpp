#include "diagnose/wrong_name.hpp"

#include "base/text.hpp"
#include "diagnose/slips.hpp"

namespace rapsim {
namespace {

/// `CORP\anna`, `anna@corp.example`: `anna`.
std::string_view account_part(std::string_view name) {
  if (const std::size_t at = name.find('\\'); at != std::string_view::npos) return name.substr(at + 1);
  return name.substr(0, name.find('@'));
}

}  // namespace

std::optional<WrongName> wrong_name_of(const Explained& e) {
  const Maybe<CauseId>& why = e.decision.cause;
  if (!why.is_present() || (why.value != cause("unknown-user") && why.value != cause("unknown-domain")))
    return std::nullopt;
  const Site& site = *e.site.site;
  const Directory& directory = *site.directory;
  WrongName out{e.attempt[FieldId::user].text, e.facts().subject.name};
  if (const PolicyIndex row = e.shown_request_policy(); row != kNoPolicy && out.typed != out.looked_up)
    for (const ReplaceRule& rule : site.request_policies[row].rules)
      out.made_by.push_back({rule.find.text + "` -> `" + rule.replace, rule.where});
  const Setting<std::string>& fallback = site.server.default_domain;
  const bool has_domain = out.looked_up.find_first_of("\\@") != std::string::npos;
  if (fallback.is_given() && !has_domain) {
    out.looked_up = fallback.value + "\\" + out.looked_up;
    out.made_by.push_back({"default domain " + fallback.value, fallback.where});
  }
  constexpr std::size_t kMost = 3, kMostSlips = 2, kShortest = 4;
  const std::string typed = lowered(account_part(out.typed)), found = lowered(account_part(out.looked_up));
  const auto add = [&](const std::vector<User>& accounts) {
    for (const User& user : accounts) {
      const std::string own = lowered(account_part(user.name));
      const bool is_like = own == typed || own == found ||
                           (own.size() >= kShortest && slips_between(own, typed, kMostSlips) <= kMostSlips);
      if (is_like && out.similar.size() < kMost) out.similar.push_back({user.name, user.where});
    }
  };
  add(directory.users);
  add(directory.computers);
  if (out.looked_up.find('@') != std::string::npos || why.value == cause("unknown-domain")) {
    if (directory.domain.is_given()) out.realms.push_back({directory.domain.value, directory.domain.where});
    if (directory.dns_name.is_given()) out.realms.push_back({directory.dns_name.value, directory.dns_name.where});
    for (const Reference& suffix : directory.upn_suffixes) out.realms.push_back({suffix.text, suffix.where});
  }
  return out;
}

}  // namespace rapsim
