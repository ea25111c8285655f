#include "analysis/typed_names.hpp"

#include <algorithm>
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "base/text.hpp"
#include "diagnose/sample.hpp"
#include "engine/stages/identity.hpp"

namespace rapsim {
namespace {

using grammar::Pattern;

/// The own domain, or the trusted one before the name, as names write it.
struct DomainNames {
  std::string_view domain{}, dns_name{};
  const std::vector<Reference>* suffixes = nullptr;
  std::string_view name{};  // of the account, without its domain
};

DomainNames names_of(const Site& site, const User& user) {
  const Directory& directory = *site.directory;
  const std::size_t slash = user.name.find('\\');
  const std::string_view name(user.name);
  if (slash == std::string_view::npos)
    return {directory.domain.value, directory.dns_name.value, &directory.upn_suffixes, name};
  const std::string_view domain = name.substr(0, slash);
  const TrustedDomain* const trusted = find_trusted_domain(directory, domain);
  if (trusted == nullptr) return {domain, {}, nullptr, name.substr(slash + 1)};
  return {domain, trusted->dns_name.value, &trusted->upn_suffixes, name.substr(slash + 1)};
}

bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

/// Of an address of a network card, `0004f2a1b2c3`, as access servers write it.
void add_device_names(std::string_view name, std::vector<std::string>& out) {
  std::string digits;
  for (const char c : name)
    if (is_hex(c)) digits += lower(c);
  constexpr std::size_t kDigits = 12;
  const bool is_other = ranges::all_of(name, [](char c) { return is_hex(c) || c == '-' || c == ':' || c == '.'; });
  if (digits.size() != kDigits || !is_other) return;
  const auto separated = [&](std::size_t step, char by) {
    std::string text;
    for (std::size_t i = 0; i < kDigits; ++i) {
      if (i > 0 && i % step == 0) text += by;
      text += digits[i];
    }
    return text;
  };
  for (std::string text : {digits, separated(2, '-'), separated(2, ':'), separated(4, '.'), separated(6, '-')}) {
    out.push_back(text);
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    out.push_back(std::move(text));
  }
}

bool is_user_name(AttributeId id) { return attribute(id).name == "User-Name"; }

}  // namespace

std::vector<std::string> typed_names(const Site& site, const AccountView& account) {
  const DomainNames names = names_of(site, *account.user);
  const std::string name = std::string(names.name) + (account.is_computer ? "$" : "");
  const std::string principal = account.is_computer ? "host/" + std::string(names.name) + "." : name + "@";
  std::vector<std::string> out;
  if (names.domain == site.directory->domain.value) out.push_back(name);
  if (!names.domain.empty()) out.push_back(std::string(names.domain) + "\\" + name);
  if (!names.dns_name.empty()) out.push_back(principal + std::string(names.dns_name));
  if (names.suffixes != nullptr && !account.is_computer)
    for (const Reference& suffix : *names.suffixes) out.push_back(principal + suffix.text);
  if (!account.is_computer) add_device_names(names.name, out);
  return out;
}

std::vector<std::string> names_for(const Pattern& pattern, const AccountView& account) {
  const std::size_t slash = account.user->name.find('\\');
  const std::string name = account.user->name.substr(slash == std::string::npos ? 0 : slash + 1);
  const std::string fixed = sample_of(pattern);
  const std::size_t at = fixed.find('@'), before = fixed.find_first_of("\\/");
  std::vector<std::string> out;
  if (at != std::string::npos) out.push_back(name + fixed.substr(at));
  if (before != std::string::npos) out.push_back(fixed.substr(0, before + 1) + name);
  if (at == std::string::npos && before == std::string::npos && fixed.find('.') != std::string::npos)
    out.push_back(name + "@" + (fixed.front() == '.' ? fixed.substr(1) : fixed));
  return out;
}

bool may_have_account(const LintSite& site, const std::string& name) {
  const Subject subject = identify(site.compiled, name);
  return subject.is_unknown_domain != Truth::yes && subject.is_domain_in_workgroup != Truth::yes &&
         subject.is_unknown_user != Truth::yes;
}

bool takes_name(const LintSite& site, const RuleView& rule, const std::string& name) {
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row)
    if (is_user_name(rule.rule->conditions[row].attribute) && !holds_value(site.condition(rule, row), name))
      return false;
  return true;
}

const Condition* name_condition(const RuleView& rule) {
  const auto found = ranges::find_if(rule.rule->conditions,
                                     [](const Condition& condition) { return is_user_name(condition.attribute); });
  return found == rule.rule->conditions.end() ? nullptr : &*found;
}

bool changes_names(const RequestPolicy& policy) {
  return !policy.rules.empty() && is_user_name(policy.manipulated.value);
}

}  // namespace rapsim
