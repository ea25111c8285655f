// Values in conditions and profiles that no client of the site can send, or that an access server ignores.
#include <algorithm>
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/count_if.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "analysis/lint_site.hpp"
#include "analysis/pattern_reading.hpp"
#include "base/text.hpp"
#include "diagnose/sample.hpp"

namespace rapsim {
namespace {

std::string_view name_of(const Condition& condition) { return attribute(condition.attribute).name; }

template <class Visit>
void for_each_pattern(const LintSite& site, Visit visit) {
  for (const std::vector<RuleView>* rules : {&site.policies, &site.request_policies})
    for (const RuleView& rule : *rules)
      for (const Condition& condition : rule.rule->conditions)
        for (const ConditionPattern& pattern : condition.patterns) visit(rule, condition, pattern);
}

bool is_address(const Condition& condition) {
  return attribute(condition.attribute).type == ValueType::ipv4 || name_of(condition) == "Calling-Station-Id";
}

/// `10.1.0.0/16` or `192.0.2.0/24$`; the network. A dot may be escaped.
std::optional<Network> network_in(const ConditionPattern& pattern) {
  const std::string text = sample_of(pattern.tree);
  std::string plain = pattern.text;
  std::erase_if(plain, [](char c) { return c == '^' || c == '$' || c == '\\'; });
  if (plain.find('/') == std::string::npos) return std::nullopt;
  if (const auto network = parse_network(plain)) return network;
  return parse_network(text);
}

/// The pattern of whole octets for a network of 8, 16 or 24 bits: `^10\.1\.`.
std::string pattern_for(const Network& network) {
  constexpr std::uint8_t kByte = 8;
  if (network.prefix == 0 || network.prefix % kByte != 0) return {};
  std::string out = "^", text = ipv4_text(network.first);
  std::size_t octets = network.prefix / kByte;
  for (const char c : text) {
    if (octets == 0) break;
    out += c == '.' ? "\\." : std::string(1, c);
    octets -= c == '.' ? 1 : 0;
  }
  return out + (network.prefix == 32 ? "$" : "");
}

// --- names that differ in little ---

bool is_mark(char c) { return c == '-' || c == '_' || c == ' ' || c == '.'; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

/// Both are the same but for one slip of the fingers: another or a missing separator, two letters swapped, a letter
/// twice, missing or another one within a word. Digits make names of a series, and so do letters alone at an end.
bool is_slip(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (equal_without_case(left, right) || right.size() - left.size() > 1 || left.size() < 4) return false;
  std::size_t first = 0;
  while (first < left.size() && lower(left[first]) == lower(right[first])) ++first;
  std::size_t last = 0;
  while (last < left.size() - first && lower(left[left.size() - 1 - last]) == lower(right[right.size() - 1 - last]))
    ++last;
  const std::string_view a = left.substr(first, left.size() - first - last);
  const std::string_view b = right.substr(first, right.size() - first - last);
  const auto inside_word = [&](std::string_view text) {
    const std::size_t end = text.size() - last;
    return first > 0 && last > 0 && is_letter(text[first - 1]) && end < text.size() && is_letter(text[end]);
  };
  if (a.size() == 1 && b.size() == 1) {
    if (is_mark(a[0]) && is_mark(b[0])) return true;
    return is_letter(a[0]) && is_letter(b[0]) && left.size() >= 6 && inside_word(left);
  }
  if (a.empty() && b.size() == 1)
    return is_mark(b[0]) || (is_letter(b[0]) && left.size() >= 5 && (first > 0 && last > 0) && inside_word(right));
  const bool is_swap = a.size() == 2 && b.size() == 2 && lower(a[0]) == lower(b[1]) && lower(a[1]) == lower(b[0]);
  return is_swap && is_letter(a[0]) && is_letter(a[1]);
}

/// Letters and separators only between the ends: the name that the pattern is for.
std::string name_in(const ConditionPattern& pattern) {
  const bool is_fixed = ranges::all_of(pattern.tree.children, [](const grammar::Pattern& child) {
    using enum grammar::PatternKind;
    return child.kind == literal || child.kind == begin || child.kind == end;
  });
  return pattern.tree.kind == grammar::PatternKind::sequence && is_fixed ? sample_of(pattern.tree) : std::string();
}

const RadiusClient* similar_client(const Site& site, const std::string& name) {
  const auto found =
      ranges::find_if(site.radius_clients, [&](const RadiusClient& client) { return is_slip(name, client.name); });
  return found == site.radius_clients.end() ? nullptr : &*found;
}

struct NamedPattern {
  const RuleView* rule;
  const ConditionPattern* pattern;
  AttributeId attribute;
  std::string name;
};

std::vector<NamedPattern> station_names(const LintSite& site) {
  std::vector<NamedPattern> out;
  for (const std::vector<RuleView>* rules : {&site.policies, &site.request_policies})
    for (const RuleView& rule : *rules)
      for (const Condition& condition : rule.rule->conditions)
        if (name_of(condition) == "Called-Station-Id" || name_of(condition) == "NAS-Identifier")
          for (const ConditionPattern& pattern : condition.patterns)
            if (std::string name = name_in(pattern); !name.empty())
              out.push_back({&rule, &pattern, condition.attribute, std::move(name)});
  return out;
}

/// What the site declares under a name: its server for NAS-Identifier, its domains for User-Name.
struct Declared {
  std::string_view attribute;
  std::string name;
  Span where;
  bool is_realm = false;
};

std::vector<Declared> declared_names(const Site& site) {
  std::vector<Declared> out;
  const auto add = [&](std::string_view attribute, const std::string& name, Span where, bool is_realm) {
    if (!name.empty() && where.known()) out.push_back({attribute, name, where, is_realm});
  };
  const Directory& directory = *site.directory;
  add("NAS-Identifier", site.server.name.value, site.server.name.where, false);
  add("User-Name", directory.dns_name.value, directory.dns_name.where, true);
  for (const Reference& suffix : directory.upn_suffixes) add("User-Name", suffix.text, suffix.where, true);
  for (const TrustedDomain& domain : directory.trusted_domains) {
    add("User-Name", domain.dns_name.value, domain.dns_name.where, true);
    for (const Reference& suffix : domain.upn_suffixes) add("User-Name", suffix.text, suffix.where, true);
  }
  return out;
}

/// Of a pattern for names its realm, without the `@`.
std::string realm_in(const std::string& name) {
  const std::size_t at = name.find('@');
  return at == std::string::npos ? name : name.substr(at + 1);
}

void find_similar_to_declared(const LintSite& site, Findings& out) {
  const std::vector<Declared> all = declared_names(site.site);
  for_each_pattern(site, [&](const RuleView& rule, const Condition& condition, const ConditionPattern& pattern) {
    const std::string fixed = name_in(pattern);
    if (fixed.empty() || !site.can_afford(all.size())) return;
    const auto is_same = [&](const Declared& each) {
      return each.attribute == name_of(condition) &&
             equal_without_case(each.is_realm ? realm_in(fixed) : fixed, each.name);
    };
    if (ranges::any_of(all, is_same)) return;
    for (const Declared& each : all) {
      if (each.attribute != name_of(condition) || !is_slip(each.is_realm ? realm_in(fixed) : fixed, each.name))
        continue;
      Finding finding =
          finding_of("similar-value", rule, pattern.where,
                     "`" + pattern.text + "` differs in one letter from `" + each.name +
                         "`, which the site declares: if that is meant, " + rule_text(rule) + " never matches it",
                     "write `" + each.name + "`, with a backslash before each dot");
      finding.related.push_back({each.where, "`" + each.name + "`"});
      out.push_back(std::move(finding));
      return;
    }
  });
}

std::size_t count_of(const std::vector<NamedPattern>& all, const NamedPattern& one) {
  return static_cast<std::size_t>(ranges::count_if(all, [&](const NamedPattern& each) {
    return each.attribute == one.attribute && equal_without_case(each.name, one.name);
  }));
}

// --- VLANs ---

const ProfileAttribute* returned(const Profile& profile, std::string_view name) {
  const auto found = ranges::find_if(
      profile.attributes, [&](const ProfileAttribute& each) { return attribute(each.attribute).name == name; });
  return found == profile.attributes.end() ? nullptr : &*found;
}

bool is_value(const ProfileAttribute* attribute, std::string_view number) {
  return attribute != nullptr &&
         ranges::any_of(attribute->values, [&](const std::string& value) { return value == number; });
}

/// A request policy for the same source, or for everything, replaces the list of the profile.
bool has_list_of_its_own(const LintSite& site, const RuleView& rule) {
  return ranges::any_of(site.request_policies, [&](const RuleView& request) {
    const bool is_for_all = request.compiled->source.empty() && request.rule->conditions.empty();
    return site.site.request_policies[request.request_policy].authentication.is_given() &&
           (is_for_all || request.compiled->source == rule.compiled->source);
  });
}

}  // namespace

void find_cidr_patterns(const LintSite& site, Findings& out) {
  for_each_pattern(site, [&](const RuleView& rule, const Condition& condition, const ConditionPattern& pattern) {
    if (!is_address(condition)) return;
    const auto network = network_in(pattern);
    if (!network) return;
    const std::string meant = pattern_for(*network);
    Finding finding =
        finding_of("network-as-pattern", rule, pattern.where,
                   "`" + pattern.text +
                       "` is read as a pattern, not as a network, and no address holds a `/`: "
                       "it matches no address",
                   meant.empty() ? "write a pattern for the addresses, like `^10\\.1\\.`" : "write `" + meant + "`");
    const bool is_only = condition.patterns.size() == 1 && condition.numbers.empty();
    if (is_only && attribute(condition.attribute).type == ValueType::ipv4) finding.claim = Claim::never_decides;
    out.push_back(std::move(finding));
  });
}

void find_values_of_nobody(const LintSite& site, Findings& out) {
  const Site& s = site.site;
  if (!s.radius_clients_where.known()) return;
  for (const std::vector<RuleView>* rules : {&site.policies, &site.request_policies})
    for (const RuleView& rule : *rules)
      for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
        const Condition& condition = rule.rule->conditions[row];
        if (name_of(condition) != "Client-Friendly-Name" || !site.can_afford(s.radius_clients.size())) continue;
        const CompiledCondition& compiled = site.condition(rule, row);
        if (ranges::any_of(s.radius_clients,
                           [&](const RadiusClient& client) { return holds_value(compiled, client.name); }))
          continue;
        const RadiusClient* near = nullptr;
        for (const ConditionPattern& pattern : condition.patterns)
          if (near == nullptr) near = similar_client(s, sample_of(pattern.tree));
        Finding finding =
            finding_of("no-such-client", rule, condition.where,
                       "no RADIUS client of the site has a name that `" + condition.text + "` matches" +
                           (near != nullptr ? "; there is `" + near->name + "`" : "") + ": " + rule_text(rule) +
                           " matches nothing",
                       near != nullptr ? "write `^" + near->name + "$`" : "name a client of `radius-clients`");
        finding.claim = Claim::never_decides;
        finding.related.push_back({near != nullptr ? near->where : s.radius_clients_where,
                                   near != nullptr ? "`" + near->name + "`" : "the RADIUS clients"});
        out.push_back(std::move(finding));
      }
}

/// Of two that differ in a slip, the one that fewer conditions have.
void find_similar_values(const LintSite& site, Findings& out) {
  find_similar_to_declared(site, out);
  const std::vector<NamedPattern> all = station_names(site);
  for (const NamedPattern& one : all)
    for (const NamedPattern& other : all) {
      if (!site.can_afford(1)) return;
      if (one.attribute != other.attribute || !is_slip(one.name, other.name)) continue;
      if (!site.can_afford(all.size())) return;
      const std::size_t mine = count_of(all, one), theirs = count_of(all, other);
      const bool is_first = &one < &other;
      if (mine > theirs || (mine == theirs && is_first)) continue;
      Finding finding = finding_of("similar-value", *one.rule, one.pattern->where,
                                   "`" + one.pattern->text + "` differs in one letter from `" + other.pattern->text +
                                       "` of \"" + other.rule->rule->name + "\": if both mean one name, " +
                                       rule_text(*one.rule) + " or the other never matches it",
                                   "write both alike, as the access servers send it");
      finding.related.push_back({other.pattern->where, "the similar one"});
      out.push_back(std::move(finding));
      break;
    }
}

void find_vlans_without_companions(const LintSite& site, Findings& out) {
  constexpr std::string_view kVlan = "13", kIeee802 = "6";  // RFC 3580 3.31
  for (const RuleView& rule : site.policies) {
    const Policy& policy = site.policy(rule);
    const ProfileAttribute* const vlan = returned(policy.profile, "Tunnel-Private-Group-ID");
    if (vlan == nullptr || !policy.grant.value) continue;
    const ProfileAttribute *const type = returned(policy.profile, "Tunnel-Type"), *const medium =
                                                                                      returned(policy.profile,
                                                                                               "Tunnel-Medium-Type");
    std::string missing;
    if (!is_value(type, kVlan)) add_item(missing, "Tunnel-Type: VLAN", " and ");
    if (!is_value(medium, kIeee802)) add_item(missing, "Tunnel-Medium-Type: 802", " and ");
    if (missing.empty()) continue;
    Finding finding =
        finding_of("vlan-without-companions", rule, vlan->where,
                   rule_text(rule) + " returns a VLAN without " + missing +
                       ": access points and switches ignore it, and use the VLAN of their port or network",
                   "add `" + missing + "` to the attributes of the profile");
    for (const ProfileAttribute* const other : {type, medium})
      if (other != nullptr && !is_value(other, other == type ? kVlan : kIeee802))
        finding.related.push_back({other->where, "another value"});
    out.push_back(std::move(finding));
  }
}

void find_gateways_with_methods(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) {
    const Policy& policy = site.policy(rule);
    const Setting<MethodList>& methods = policy.profile.authentication;
    if (!policy.grant.value || !authenticates_itself(rule.rule->source.value) || has_list_of_its_own(site, rule))
      continue;
    if (ranges::any_of(methods.value.methods,
                       [](const ListedMethod& listed) { return listed.method.type == kUnauthenticated; }))
      continue;
    out.push_back(finding_of("gateway-without-none", rule, methods.is_given() ? methods.where : rule.rule->where,
                             "access servers of the source of " + rule_text(rule) +
                                 " authenticate by themselves, and ask without a method; the profile allows none such: "
                                 "they are rejected (reason 66)",
                             "add `None` (allow clients to connect without negotiating an authentication method)"));
  }
}

}  // namespace rapsim
