// The fields of an attempt beyond its network: name, password, encryption, servers; and what is not known.
#include <algorithm>
#include <array>
#include <sstream>

#include "tests/oracle/random_plan.hpp"
#include "tests/oracle/slow.hpp"

namespace rapsim::oracle {
namespace {

constexpr int kUnknownPercent = 12;

/// The account's name without its domain.
std::string plain_name(const Plan& plan) {
  const std::string& name = plan.account.row->name;
  return name.substr(name.find('\\') + 1);
}

const Domain& domain_of(const Plan& plan) {
  for (const Domain& trusted : plan.site.trusted)
    if (plan.account.row->name.starts_with(trusted.name + "\\")) return trusted;
  return plan.site.domain;
}

/// The ways to name an account that the site knows it by.
std::string name_of(Plan& plan) {
  Random& random = plan.random;
  const Site& site = plan.site;
  const Domain& of = domain_of(plan);
  std::string name = in_some_case(random, plain_name(plan));
  std::vector<std::string> realms = of.upn_suffixes;
  if (!of.dns_name.empty()) realms.push_back(of.dns_name);
  const std::string domain = of.name.empty() ? "DOMAIN" : of.name;
  if (random.chance(15)) realms.push_back(domain);
  const std::string realm = realms.empty() ? "" : in_some_case(random, random.pick(realms));
  const int form = random.between(0, 9);
  if (plan.account.is_computer && form < 6 && (&of == &site.domain || !realm.empty()))
    return in_some_case(random, "host/") + name + (realm.empty() || form < 2 ? "" : "." + realm);
  if (plan.account.is_computer) name += "$";
  if (form < 2 && !realm.empty()) return name + "@" + realm;
  if (form < 4 || &of != &site.domain) return in_some_case(random, domain) + "\\" + name;
  const bool is_server = site.domain.mode == "workgroup" && form < 6 && !site.server.name.empty();
  return is_server ? in_some_case(random, site.server.name) + "\\" + name : name;
}

std::string foreign_name(Plan& plan) {
  const std::string name = plain_name(plan);
  switch (plan.random.between(0, 3)) {
    case 0:
      return "FABRIKAM\\" + name;
    case 1:
      return name + "@fabrikam.example";
    case 2:
      return "host/" + name + ".fabrikam.example";
    default:
      return "VPN9\\" + name;
  }
}

std::string nobody(Random& random) {
  return random.pick(std::to_array<const char*>({"stranger", "PC99$", "host/pc99", "-alice", "alice$", "jorg"}));
}

bool is_eap(const Attempt& attempt) {
  if (attempt.authentication.state == State::unknown) return true;
  return method_of(attempt).is_eap();
}

/// Not the other fields of the same kind: one thing at a time fails.
void say_extension(Plan& plan) {
  if (plan.aim == Aim::extension)
    say(plan, "extension", plan.random.pick(std::to_array<const char*>({"reject", "discard", "error"})));
  else if (plan.random.chance(7))
    say(plan, "extension", plan.random.pick(std::to_array<const char*>({"none", "continue", "accept", "accept"})));
}

/// Its name, or an address of it. A name that nobody has is an error.
void say_nas(Plan& plan) {
  Random& random = plan.random;
  std::string nas = random.pick(kAddresses);
  const bool is_listed = plan.site.radius_clients && !plan.site.radius_clients->empty();
  if (is_listed) {
    const RadiusClient& row = random.pick(*plan.site.radius_clients);
    if (random.chance(50))
      nas = in_some_case(random, row.name);
    else if (random.chance(80))
      nas = row.address.substr(0, row.address.find('/'));
  }
  if (plan.aim == Aim::unknown_client || random.chance(2)) nas = "203.0.113.9";
  say(plan, "nas", nas);
}

std::string some_level(Random& random) {
  return random.pick(std::to_array<const char*>({"basic", "strong", "strongest"}));
}

}  // namespace

void say(Plan& plan, const std::string& field, std::string word) {
  plan.out.fields[field] = Value::of(std::move(word));
}

void write_name(Plan& plan) {
  Random& random = plan.random;
  std::string name = name_of(plan);
  if (plan.aim == Aim::unknown_domain || plan.aim == Aim::workgroup) name = foreign_name(plan);
  if (plan.aim == Aim::unknown_user || (!plan.site.is_complete && random.chance(3))) name = nobody(random);
  const RequestPolicy& asked = plan.request_policy;
  const bool is_plain = name.find_first_of("\\@/") == std::string::npos;  // else it would be no name at all
  if (is_plain && (!asked.name_begin.empty() || !asked.name_end.empty()))
    name = asked.name_begin + name + asked.name_end;
  plan.out.user = Value::of(name);
}

void write_state(Plan& plan) {
  Random& random = plan.random;
  const AccountState& state = plan.account.row->state;
  if (plan.aim == Aim::wrong_password) say(plan, "password", "wrong");
  if (plan.aim == Aim::blank_password) say(plan, "password", "blank");
  if (random.chance(6)) say(plan, "password", random.chance(70) ? "right" : "wrong");
  const bool needs_change = state.must_change || state.password_expired;
  if (plan.aim == Aim::change_refused)
    say(plan, "password-change", "refused");
  else if (plan.aim == Aim::change_not_allowed || (plan.aim == Aim::accept && needs_change) || random.chance(5))
    say(plan, "password-change", random.chance(85) ? "accepted" : random.chance(50) ? "none" : "refused");
  if (plan.aim == Aim::lm || random.chance(4)) say(plan, "lm-response", random.chance(90) ? "yes" : "no");
  if (plan.aim == Aim::eap_failed)
    say(plan, "eap.result",
        random.pick(std::to_array<const char*>({"23", "23", "96", "97", "258", "262", "265", "266", "268", "300"})));
  else if (random.chance(4))
    say(plan, "eap.result", "success");
}

void write_encryption(Plan& plan) {
  Random& random = plan.random;
  const bool is_aimed = plan.aim == Aim::client_requires || plan.aim == Aim::policy_requires;
  if (plan.aim == Aim::callback)
    say(plan, "callback-to", random.chance(80) ? "555-01x2" : "home");
  else if (random.chance(8))
    say(plan, "callback-to", random.chance(70) ? "+49 (30) 555.01*2#" : "555/01-x");
  if (random.chance(10)) say(plan, "client.windows", std::string(random.pick(client_versions())));
  if (!is_aimed && !random.chance(25)) return;
  if (random.chance(25)) {
    const std::string requires_it = random.chance(50) ? "required" : "maximum";
    const std::string word = plan.aim == Aim::client_requires   ? requires_it
                             : plan.aim == Aim::policy_requires ? "none"
                             : random.chance(50)                ? "optional"
                                                                : requires_it;
    say(plan, "encryption", plan.aim != Aim::policy_requires && random.chance(50) ? some_level(random) : word);
    return;
  }
  constexpr const char* kNeeds[] = {"none", "optional", "required", "maximum"};
  const int first = plan.aim == Aim::client_requires ? 2 : 0, last = plan.aim == Aim::policy_requires ? 1 : 3;
  if (is_aimed || random.chance(70))
    say(plan, "encryption.requires", kNeeds[static_cast<std::size_t>(random.between(first, last))]);
  if (!random.chance(is_aimed ? 80 : 40)) return;
  Value can{State::given, {}};
  for (const char* level : {"basic", "strong", "strongest"})
    if (random.chance(40)) can.texts.emplace_back(level);
  if (can.texts.empty()) can.texts.push_back(some_level(random));
  plan.out.fields["encryption.can"] = std::move(can);
}

void write_servers(Plan& plan) {
  Random& random = plan.random;
  if (plan.has_nas) say_nas(plan);
  say_extension(plan);
  if (plan.aim == Aim::malformed) say(plan, "policy-server", "malformed-request");
  if (plan.aim == Aim::server_fails)
    say(plan, "policy-server",
        random.pick(std::to_array<const char*>({"internal-error", "access-denied", "unavailable"})));
  if (plan.aim == Aim::controllers || random.chance(1))
    say(plan, random.chance(50) ? "domain-controller" : "global-catalog",
        random.chance(95) ? "unreachable" : "reachable");
  if (plan.aim == Aim::controllers && random.chance(30)) say(plan, "global-catalog", "unreachable");
  if (plan.aim == Aim::remote)
    say(plan, "remote-radius",
        random.pick(std::to_array<const char*>({"reject", "no-answer", "malformed", "unsendable"})));
  else if (random.chance(90))
    say(plan, "remote-radius", "accept");
}

/// At the edge of the number and of the time, for the account and for another one.
void write_denials(Plan& plan) {
  Random& random = plan.random;
  const int most = plan.site.server.max_denials.value_or(0);
  if (most == 0 || (plan.aim != Aim::denials && !random.chance(30))) return;
  const std::int64_t reset = plan.site.server.reset_minutes.value_or(2 * 24 * 60) * 60;
  const auto some = [&](bool is_aimed) {
    const int count = most + random.between(is_aimed ? 0 : -2, is_aimed ? 2 : 0);
    const std::int64_t ago = is_aimed || random.chance(30) ? random.between(0, static_cast<int>(reset) - 1)
                                                           : reset + random.between(-1, 100);
    return Denials{std::max(count, 1), *plan.out.at - ago};
  };
  const bool is_aimed = plan.aim == Aim::denials && random.chance(85);
  if (is_aimed || random.chance(70))
    plan.out.denials[lowered(plan.account.row->name) + (plan.account.is_computer ? "$" : "")] = some(is_aimed);
  if (random.chance(30)) plan.out.denials.emplace(lowered(random.pick(plan.site.users).name), some(true));
}

void add_unknowns(Plan& plan) {
  Random& random = plan.random;
  Attempt& out = plan.out;
  constexpr const char* kFields[] = {
      "eap.result",     "password",          "password-change",     "lm-response",    "nas",
      "client.windows", "callback-to",       "encryption.requires", "encryption.can", "encryption",
      "extension",      "domain-controller", "global-catalog",      "policy-server",  "remote-radius"};
  constexpr std::size_t kMostPossibilities = 100;  // each is judged by itself
  while (random.chance(kUnknownPercent)) {
    const Attempt before = out;
    Value* const values[] = {&out.user,      &out.from,
                             &out.to,        &out.tunnel,
                             &out.port_type, out.eap_type.state == State::given ? &out.eap_type : &out.authentication};
    const int kind = random.between(0, 15);
    if (kind < 6)
      *values[kind] = Value::unknown();
    else if (kind < 7)
      out.at.reset();
    else if (kind > 8)
      out.fields[random.pick(kFields)] = Value::unknown();
    else if (!out.attributes.empty())
      random.pick(out.attributes).second = Value::unknown();
    if (possibilities_of(plan.site, out) > kMostPossibilities) out = before;
  }
}

/// Three dots between digits before a slash, if there is one; an IPv4 address is such a text with numbers up to 255.
bool is_no_address_but_looks_like_one(const std::string& text) {
  const std::string dotted = text.substr(0, text.find('/'));
  if (dotted.find_first_not_of("0123456789.") != std::string::npos ||
      std::count(dotted.begin(), dotted.end(), '.') != 3)
    return false;
  std::istringstream in(dotted + ".");
  bool is_address = dotted == text;
  for (std::string number; std::getline(in, number, '.');)
    is_address = is_address && !number.empty() && number.size() <= 3 && std::stoi(number) <= 255 &&
                 (number == "0" || number[0] != '0');
  return !is_address;
}

void agree(Plan& plan) {
  Attempt& out = plan.out;
  for (Value* end : {&out.from, &out.to})
    if (end->state == State::given && is_no_address_but_looks_like_one(end->texts[0])) *end = {};
  const auto is = [&](const char* field, const char* word) {
    const auto found = out.fields.find(field);
    return found != out.fields.end() && found->second.state == State::given && found->second.texts[0] == word;
  };
  const auto drop = [&](const char* field) { out.fields.erase(field); };
  const bool is_known = out.authentication.state != State::unknown;
  if (is("lm-response", "yes") && is_known && method_of(out).type != "3") drop("lm-response");
  if ((is_known && !is_eap(out)) || is("lm-response", "yes")) drop("eap.result");  // no method has both
  const bool is_tls = out.eap_type.state == State::given && number_in(eap_types(), out.eap_type.texts[0]) == 13;
  const bool has_none = is_known && (method_of(out).type == "7" || method_of(out).eap == 13 || is_tls);
  if (has_none && (is("password", "wrong") || is("password", "blank"))) drop("password");
  const auto nas = out.fields.find("nas");
  const bool may_be_rras = nas == out.fields.end() || nas->second.state != State::given;
  const bool has_tunnel = out.tunnel.state == State::given && out.tunnel.texts[0] != "none";
  const bool is_virtual = out.port_type.state == State::given && out.port_type.texts[0] == "Virtual";
  const bool says_both = out.tunnel.state == State::given && out.port_type.state == State::given;
  if (may_be_rras && says_both && has_tunnel != is_virtual) out.tunnel = {};
  if (out.fields.contains("encryption")) {  // the short form of both
    drop("encryption.requires");
    drop("encryption.can");
  }
}

}  // namespace rapsim::oracle
