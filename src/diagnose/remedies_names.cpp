// The name finds its account: rules that change names, realms of the domain, the domain of names without one.
// Source: semantics 2.3, 2.4.
#include <re2/re2.h>
#include <range/v3/algorithm/contains.hpp>

#include "base/text.hpp"
#include "diagnose/remedy.hpp"
#include "diagnose/slips.hpp"

namespace rapsim {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

/// `@branch.example` -> `@branch\.example$`
std::string pattern_of_end(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out + "$";
}

/// The same rules, one of them otherwise.
EditValue rules_with(const RequestPolicy& policy, std::size_t changed, std::string_view find,
                     std::string_view replace) {
  std::string out;
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    const bool is_it = i == changed;
    add_item(out, "{ find: " + in_quotes(is_it ? find : policy.rules[i].find.text) +
                      ", replace: " + in_quotes(is_it ? replace : policy.rules[i].replace) + " }");
  }
  return value_of_yaml("[" + out + "]");
}

/// A rule that makes a name which no account has: another pattern to find, or another text in its place.
Remedies rule_remedies(const RemedyInput& in) {
  Remedies out;
  const RequestPolicy* policy = in.request_policy();
  if (policy == nullptr || !policy->manipulated.is_given()) return out;
  const std::string typed = in.explained().attempt[FieldId::user].text;
  const auto becomes = [&](std::size_t row, std::string_view find, std::string_view replace) {
    out.push_back(
        {{edit_of({"request-policies", policy->name}, "manipulation.rules", rules_with(*policy, row, find, replace))},
         Likelihood::slip});
  };
  const std::string& domain = in.site().directory->domain.value;
  for (std::size_t row = 0; row < policy->rules.size(); ++row) {
    const ReplaceRule& rule = policy->rules[row];
    // `DOMAIN\1` is the domain and a remembered match without the backslash between them.
    if (rule.replace.find(domain) != std::string::npos && rule.replace.find("\\1") != std::string::npos)
      becomes(row, rule.find.text, domain + R"(\\\1)");
    if (!rule.replace.empty()) becomes(row, rule.find.text, "");
    for (const char separator : {'@', '\\'}) {
      const std::size_t at = typed.find(separator);
      if (at == std::string::npos) continue;
      if (separator == '@')
        becomes(row, pattern_of_end(typed.substr(at)), "");
      else
        becomes(
            row,
            "^" + pattern_of_end(typed.substr(0, at + 1)).substr(0, pattern_of_end(typed.substr(0, at + 1)).size() - 1),
            "");
    }
  }
  return out;
}

/// The realm becomes one of the domain's, or the domain gets the name that is used; a default domain that the directory
/// is not becomes the directory's.
Remedies realm_remedies(const RemedyInput& in) {
  const std::string& name = in.facts().subject.name;
  const std::string& fallback = in.site().server.default_domain.value;
  const Directory& directory = *in.site().directory;
  if (!fallback.empty() && name.find_first_of("@\\") == std::string::npos &&
      !equal_without_case(fallback, directory.domain.value))
    return {{{edit_of("server.default-domain", value_of(directory.domain.value))}, Likelihood::slip}};
  Remedies out;
  if (const std::size_t at = name.find('\\'); at != std::string::npos) {
    const std::string domain = name.substr(0, at);
    // `CONTOSO` of contoso.com, or nearly the name that is written: everybody else uses it, too.
    const std::string& dns = directory.dns_name.value;
    const bool is_meant = slips_between(lowered(domain), lowered(directory.domain.value), 2) <= 2 ||
                          lowered(domain) == lowered(dns.substr(0, dns.find('.')));
    out.push_back(
        {{edit_of("directory.domain.name", value_of(domain))}, is_meant ? Likelihood::plain : Likelihood::exemption});
    return out;
  }
  const std::size_t at = name.find('@');
  if (at == std::string::npos) return out;
  const std::string realm = name.substr(at + 1);
  std::vector<std::string> texts;
  for (const Reference& suffix : directory.upn_suffixes) texts.push_back(suffix.text);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (slips_between(lowered(texts[i]), lowered(realm), 2) > 2) continue;
    std::vector<std::string> list = texts;
    list[i] = realm;
    out.push_back({{edit_of("directory.domain.upn-suffixes", value_of(list))}, Likelihood::slip});
  }
  if (directory.dns_name.is_given() && slips_between(lowered(directory.dns_name.value), lowered(realm), 2) <= 2)
    out.push_back({{edit_of("directory.domain.dns-name", value_of(realm))}, Likelihood::slip});
  texts.push_back(realm);
  out.push_back({{edit_of("directory.domain.upn-suffixes", value_of(texts))},
                 out.empty() ? Likelihood::exemption : Likelihood::plain});
  return out;
}

}  // namespace

Remedies name_remedies(const RemedyInput& in) {
  return joined(joined(rule_remedies(in), realm_remedies(in)), request_policy_remedies(in));
}

}  // namespace rapsim
