// An unknown is never a sure wrong answer: what the decision knows of an attempt with an unknown field it knows of
// every attempt that this one may be. Over all shipped sites and random ones, fixed seed.
//   RAPSIM_UNKNOWN_PAIRS=1000000   how many pairs of an unknown and a value (default 30 000)
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>

#include "diagnose/sample.hpp"
#include "engine/stages/checks.hpp"
#include "engine/stages/reply.hpp"
#include "model/attempt/possible.hpp"
#include "model/tables/methods.hpp"
#include "model/tables/reasons.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/oracle/write_yaml.hpp"
#include "tests/site_fixture.hpp"

namespace fs = std::filesystem;
using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr std::string_view kLeftOut = "-", kUnknown = "unknown";

/// What an attempt says, by field; what is not in it is left out.
using Fields = std::map<FieldId, std::string>;

std::string text_of(const Fields& fields) {
  std::string out;
  for (const auto& [id, text] : fields) out += std::string(field_row(id).name) + "=" + text + " ";
  return out;
}

/// The known fields of a decision by name; an unknown one is not in it.
using Known = std::map<std::string, std::string>;

/// Lists say what is surely in them, and may have more when more is known.
bool is_lower_bound(std::string_view name) { return name == "open" || name == "also"; }

Known known_of(const Explained& explained) {
  Known out;
  for (const DecisionField& field : decision_fields()) {
    if (is_lower_bound(field.name)) continue;
    const FieldTexts texts = field.texts(explained);
    if (!texts.is_unknown()) out[std::string(field.name)] = texts.is_absent() ? "-" : joined(texts.value);
  }
  return out;
}

struct LoadedSite {
  std::string name{};
  std::shared_ptr<TestSite> site{};
  std::map<FieldId, std::vector<std::string>> samples{};  // values worth trying of each field
};

std::optional<Known> decided(const LoadedSite& on, const Fields& fields, std::vector<std::string>* open = nullptr) {
  Attempt attempt;
  Diagnostics diags;
  for (const auto& [id, text] : fields)
    if (text != kLeftOut) set_field(attempt, id, text, true, {}, *on.site->site, diags);
  complete_attempt(attempt, *on.site->site, {}, diags);
  if (diags.has_errors()) return std::nullopt;
  const World world = world_at(attempt);
  const Explained explained = explain(*on.site->compiled, world, attempt);
  if (open != nullptr) *open = open_questions(explained);
  return known_of(explained);
}

// ---- The values of fields ----

std::vector<std::string> lists_of(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (std::size_t chosen = 1; chosen < std::size_t{1} << names.size(); ++chosen) {
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i)
      if ((chosen >> i & 1) != 0) list += (list.empty() ? "" : ", ") + names[i];
    out.push_back(list);
  }
  return out;
}

/// Every value of the tables, as README lists them; empty for texts, numbers and times.
std::vector<std::string> table_values(FieldId id, const Site& site) {
  const AttemptField& row = field_row(id);
  std::vector<std::string> out;
  if (row.values != nullptr)
    for (const NamedValue& value : row.values->values) out.emplace_back(value.name);
  if (row.type == FieldType::method || row.type == FieldType::methods)
    for (const MethodName& name : method_names()) out.emplace_back(name.name);
  if (row.type == FieldType::methods)
    for (const std::string_view list : {"PAP, CHAP", "MS-CHAP-v2, EAP-TLS", "SPAP, PAP, EAP", "MS-CHAP, MS-CHAP-v2"})
      out.emplace_back(list);
  if (row.type == FieldType::levels) out = lists_of({"basic", "strong", "strongest"});
  if (row.type == FieldType::protocols) out = lists_of({"IP", "IPX", "AppleTalk", "NetBEUI"});
  if (row.type == FieldType::eap_result) {
    out.emplace_back("success");
    for (const Reason& reason : reasons())
      if (is_eap_result(reason)) out.push_back(std::to_string(reason.number));
  }
  if (id == FieldId::nas)
    for (const RadiusClient& client : site.radius_clients) out.push_back(client.name);
  if (row.range == Range::values_or_left_out || row.range == Range::access_servers) out.emplace_back(kLeftOut);
  return out;
}

void add_boundaries(std::vector<std::string>& out, const grammar::Schedule& schedule, const Site& site) {
  const std::int64_t sunday = 1067731200;  // 2003-11-02T00:00Z
  for (const grammar::MinuteRange& range : schedule.open)
    for (const std::int64_t minute : {std::int64_t{range.begin}, std::int64_t{range.end}})
      for (const int beside : {-1, 0, 1})
        out.push_back(instant_text(Instant{std::chrono::seconds{sunday + (minute + beside) * 60}}, site));
}

std::map<FieldId, std::vector<std::string>> samples_of(const Site& site) {
  std::map<FieldId, std::vector<std::string>> out;
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    const auto id = static_cast<FieldId>(row);
    out[id] = table_values(id, site);
  }
  for (const User& user : site.directory->users) out[FieldId::user].push_back(user.name);
  for (const User& computer : site.directory->computers) out[FieldId::user].push_back(computer.name + "$");
  for (const char* name : {"no.such.user", "OTHER\\x", "x@other.example"}) out[FieldId::user].emplace_back(name);
  std::vector<std::string>& times = out[FieldId::at];
  for (const char* time : {"2003-11-03T10:15Z", "2003-11-05T23:00Z", "2003-11-09T04:00Z", "2012-06-06T12:00Z"})
    times.emplace_back(time);
  std::vector<std::string>& from = out[FieldId::from];
  from = {"198.51.100.7", "192.0.2.9", "10.1.2.3", "555-0123", "0"};
  out[FieldId::to] = {"198.51.100.1", "555-0199", "9"};
  out[FieldId::callback_number] = {"555-0123", "home", "-"};
  out[FieldId::client_address] = {"10.9.8.7", "192.0.2.77", "-"};
  out[FieldId::client_preshared_key] = {"key", "another key", "-"};
  if (site.server.rras.ipsec.preshared_key.is_given())
    out[FieldId::client_preshared_key].push_back(site.server.rras.ipsec.preshared_key.value);
  for (const User& user : site.directory->users) {
    if (!user.dial_in.caller_id.value.empty()) from.push_back(user.dial_in.caller_id.value);
    add_boundaries(times, user.state.logon_hours.value.schedule, site);
  }
  const auto add_rule = [&](const Rule& rule) {
    for (const Condition& condition : rule.conditions) {
      add_boundaries(times, condition.schedule, site);
      const std::string_view name = attribute(condition.attribute).name;
      for (const ConditionPattern& pattern : condition.patterns)
        if (name == "Calling-Station-Id" || name == "Called-Station-Id")
          out[name == "Calling-Station-Id" ? FieldId::from : FieldId::to].push_back(sample_of(pattern.tree));
    }
  };
  for (const Policy& policy : site.policies) {
    add_rule(policy);
    add_boundaries(times, policy.profile.day_and_time.value, site);
    if (policy.profile.called_station_id.is_given()) out[FieldId::to].push_back(policy.profile.called_station_id.value);
  }
  for (const RequestPolicy& policy : site.request_policies) add_rule(policy);
  for (auto& [id, values] : out) std::erase(values, std::string());
  return out;
}

// ---- The sites ----

LoadedSite loaded(std::string name, std::shared_ptr<TestSite> site) {
  LoadedSite out{std::move(name), std::move(site)};
  if (out.site->compiled) out.samples = samples_of(*out.site->site);
  return out;
}

std::vector<LoadedSite> shipped_sites() {
  std::vector<LoadedSite> out;
  const fs::path root = fs::path(std::getenv("RAPSIM_ROOT")) / "policies";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".yaml") continue;
    auto site = std::make_shared<TestSite>();
    site->site = load_site(entry.path().string(), site->sources, site->diags);
    if (site->site) site->compile_site();
    if (site->compiled) out.push_back(loaded(entry.path().filename().string(), std::move(site)));
  }
  std::sort(out.begin(), out.end(), [](const LoadedSite& a, const LoadedSite& b) { return a.name < b.name; });
  return out;
}

LoadedSite random_site(std::uint64_t seed) {
  return loaded("random site " + std::to_string(seed),
                std::make_shared<TestSite>(oracle::site_yaml(oracle::random_site(seed)), ""));
}

// ---- The property ----

class Trial {
 public:
  Trial(const LoadedSite& site, std::mt19937& random) : site_(site), random_(random) {}

  /// One unknown field against each of its values; pairs of fields now and then. Out: pairs of unknown and value.
  std::size_t run() {
    const Fields base = some_attempt();
    const FieldId first = some_field();
    if (random_() % 3 != 0) return check_one(base, first);
    const FieldId second = some_field();
    return first == second ? 0 : check_two(base, first, second);
  }

  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  [[nodiscard]] FieldId some_field() { return static_cast<FieldId>(random_() % kFieldCount); }
  [[nodiscard]] const std::string& some_value(FieldId id) {
    const auto& values = site_.samples.at(id);
    return values[random_() % values.size()];
  }

  Fields some_attempt() {
    Fields out{{FieldId::user, some_value(FieldId::user)}, {FieldId::at, some_value(FieldId::at)}};
    while (random_() % 4 != 0) {
      const FieldId id = some_field();
      out[id] = random_() % 12 == 0 ? std::string(kUnknown) : some_value(id);
    }
    return out;
  }

  [[nodiscard]] static bool is_enumerated(FieldId id) { return field_row(id).range != Range::any; }

  /// Known fields of `of_unknown` are those of the attempt with a value.
  void compare(const Known& of_unknown, const Known& of_value, const Fields& unknown, const Fields& value) {
    for (const auto& [name, text] : of_unknown) {
      const auto found = of_value.find(name);
      if (found != of_value.end() && found->second == text) continue;
      failure_ += site_.name + ": " + text_of(unknown) + "\n  knows " + name + " " + text + "; with " + text_of(value) +
                  "it is " + (found == of_value.end() ? "unknown" : found->second) + "\n";
    }
  }

  [[nodiscard]] bool is_beyond_budget(const Fields& fields) const {
    Attempt attempt;
    Diagnostics none;
    for (const auto& [id, text] : fields)
      if (text != kLeftOut) set_field(attempt, id, text, true, {}, *site_.site->site, none);
    return Possibilities(attempt, *site_.site->site).are_too_many();
  }

  /// What all values agree in is known of an enumerated field.
  void check_exact(const Known& of_unknown, const std::vector<Known>& of_values, const Fields& unknown) {
    if (is_beyond_budget(unknown)) return;
    for (const auto& [name, text] : of_values.front()) {
      const auto agrees = [&, &name_ = name, &text_ = text](const Known& one) {
        const auto found = one.find(name_);
        return found != one.end() && found->second == text_;
      };
      if (std::all_of(of_values.begin(), of_values.end(), agrees) && !of_unknown.contains(name))
        failure_ +=
            site_.name + ": " + text_of(unknown) + "\n  does not know " + name + ", which is always " + text + "\n";
    }
  }

  std::size_t check_one(const Fields& base, FieldId id) {
    Fields unknown = base;
    unknown[id] = kUnknown;
    const auto of_unknown = decided(site_, unknown);
    if (!of_unknown) return 0;
    std::vector<Known> of_values;
    for (const std::string& value : site_.samples.at(id)) {
      Fields known = base;
      known[id] = value;
      const auto of_value = decided(site_, known);
      if (!of_value) continue;
      compare(*of_unknown, *of_value, unknown, known);
      of_values.push_back(*of_value);
    }
    if (is_enumerated(id) && !of_values.empty()) check_exact(*of_unknown, of_values, unknown);
    return of_values.size();
  }

  std::size_t check_two(const Fields& base, FieldId first, FieldId second) {
    Fields unknown = base;
    unknown[first] = unknown[second] = kUnknown;
    const auto of_unknown = decided(site_, unknown);
    if (!of_unknown) return 0;
    std::vector<Known> of_values;
    const auto& firsts = site_.samples.at(first);
    const auto& seconds = site_.samples.at(second);
    const bool tries_all = firsts.size() * seconds.size() <= 200;
    for (std::size_t i = 0; i < (tries_all ? firsts.size() * seconds.size() : 60); ++i) {
      const std::size_t pick = tries_all ? i : random_() % (firsts.size() * seconds.size());
      Fields known = base;
      known[first] = firsts[pick % firsts.size()];
      known[second] = seconds[pick / firsts.size()];
      const auto of_value = decided(site_, known);
      if (!of_value) continue;
      compare(*of_unknown, *of_value, unknown, known);
      of_values.push_back(*of_value);
    }
    if (tries_all && is_enumerated(first) && is_enumerated(second) && !of_values.empty())
      check_exact(*of_unknown, of_values, unknown);
    return of_values.size();
  }

  const LoadedSite& site_;
  std::mt19937& random_;
  std::string failure_;
};

std::size_t pairs_wanted() {
  const char* const text = std::getenv("RAPSIM_UNKNOWN_PAIRS");
  return text == nullptr ? 30'000 : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST_CASE("unknown: what is known of an unknown value is known of each value that it may be, and nothing less") {
  std::mt19937 random(20031103);
  const std::vector<LoadedSite> shipped = shipped_sites();
  REQUIRE(shipped.size() > 30);
  std::size_t pairs = 0, failures = 0;
  for (std::uint64_t round = 0; pairs < pairs_wanted() && failures < 5; ++round) {
    const LoadedSite site = round % 2 == 0 ? shipped[round / 2 % shipped.size()] : random_site(round);
    if (!site.site->compiled) continue;
    for (int i = 0; i < 20; ++i) {
      Trial trial(site, random);
      pairs += trial.run();
      if (trial.failure().empty()) continue;
      FAIL_CHECK(trial.failure());
      if (++failures == 5) break;
    }
  }
  MESSAGE(pairs, " pairs of an unknown and a value");
}

TEST_CASE("unknown: the answers that once were sure and wrong") {
  struct Row {
    const char* name;
    const char* site;
    Fields fields;
    FieldId unknown;
    const char* decision;  // `?`: not known
    const char* open;
  };
  using enum FieldId;
  const Row rows[] = {
      {"client.security: a smart card would be rejected",
       "conditions-2003.yaml",
       {{user, "PC1$"}, {at, "2003-11-05T23:00"}},
       client_security,
       "?",
       "client.security"},
      {"client.security: a smart card would be accepted",
       "contoso.yaml",
       {{user, "carol"}, {at, "2003-11-03T10:15"}},
       client_security,
       "?",
       "client.security"},
      {"eap.type: PEAP would be rejected",
       "conditions-2003.yaml",
       {{user, "PC1$"}, {at, "2003-11-05T23:00"}},
       eap_type,
       "?",
       "eap.type"},
      {"eap.type: EAP-TLS would be accepted",
       "contoso.yaml",
       {{user, "carol"}, {at, "2003-11-03T10:15"}, {from, "198.51.100.7"}},
       eap_type,
       "?",
       "eap.type"},
      {"client.windows: the order in which Automatic tries",
       "office.yaml",
       {{user, "new"}, {at, "2003-11-09T08:59"}, {authentication, "EAP-TLS"}, {strategy, "automatic"}},
       client_windows,
       "?",
       "client.windows"},
      {"nas: this server is the only one that the site names",
       "fabrikam-nps.yaml",
       {{user, "anna"}, {at, "2003-11-03T10:15"}, {from, "198.51.100.7"}},
       nas,
       "accept",
       ""},
      {"client.offers: each method may be the one",
       "two-domains.yaml",
       {{user, "alice@adventure-works.example"},
        {at, "2003-11-08T10:30"},
        {from, "198.51.100.7"},
        {tunnel, "L2TP"},
        {client_windows, "10"},
        {eap_type, "PEAP"}},
       client_offers,
       "?",
       "client.offers"},
      {"strategy: SSTP alone does not connect",
       "contoso.yaml",
       {{user, "alice"}, {at, "2003-11-03T10:15"}, {from, "198.51.100.7"}},
       strategy,
       "?",
       "strategy"},
      {"tunnel: SSTP does not connect",
       "conditions-2003.yaml",
       {{user, "PC1$"}, {at, "2003-11-05T23:00"}},
       tunnel,
       "?",
       "tunnel"},
      {"authentication: PAP has no method in common",
       "two-domains.yaml",
       {{user, "dave"}, {at, "2003-11-04T09:30"}},
       authentication,
       "?",
       "authentication"},
      {"client.offers: PAP has no method in common",
       "two-domains.yaml",
       {{user, "dave"}, {at, "2003-11-04T09:30"}},
       client_offers,
       "?",
       "client.offers"},
      {"eap.result: some results are answered by silence",
       "policy-deny-beats-user-allow.yaml",
       {{user, "anna"}, {at, "2003-11-05T23:00"}, {authentication, "PEAP"}},
       eap_result,
       "?",
       "eap.result"},
      {"port-type: a call has no tunnel",
       "tailspin-nps.yaml",
       {{user, "lakshmi@tailspin.example"}, {at, "2003-11-04T09:30"}, {authentication, "MS-CHAP-v2"}},
       port_type,
       "?",
       "port-type"},
      {"user: a name of nobody is rejected before the extension is asked",
       "windows-authentication.yaml",
       {{at, "2003-11-09T04:00"}, {tunnel, "L2TP"}, {client_windows, "10"}, {extension, "error"}},
       user,
       "?",
       "whether the account exists"},
  };
  const std::vector<LoadedSite> shipped = shipped_sites();
  for (const Row& row : rows) {
    CAPTURE(std::string(row.name));
    const auto site =
        std::find_if(shipped.begin(), shipped.end(), [&](const LoadedSite& one) { return one.name == row.site; });
    REQUIRE(site != shipped.end());
    Fields unknown = row.fields;
    unknown[row.unknown] = kUnknown;
    std::vector<std::string> open;
    const auto known = decided(*site, unknown, &open);
    REQUIRE(known);
    const auto decision = known->find("decision");
    CHECK((decision == known->end() ? "?" : decision->second) == row.decision);
    if (*row.open != '\0') CHECK(std::count(open.begin(), open.end(), row.open) == 1);
  }
}

TEST_CASE("unknown: beyond the budget nothing is known, and every open field is named") {
  TestSite site("directory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n");
  REQUIRE(site.compiled);
  const Case open(site,
                  "{ user: alice, at: 2003-11-03T09:00, authentication: unknown, eap: { result: unknown }, port-type: "
                  "unknown, policy-server: unknown, client: { windows: unknown, protocols: unknown } }");
  CHECK(open.line() == "? ? ? by ?");
  CHECK(open.field("outcome") == "?");
  CHECK(open.field("open") == "port-type, authentication, eap.result, client.windows, policy-server, client.protocols");
}

TEST_CASE("unknown: a port type may also be a number without a name") {
  TestSite site(
      "directory: { users: { alice: } }\n"
      "policies:\n"
      "  - { name: Lab, conditions: ['MATCH(\"NAS-Port-Type=^25$\")'], permission: deny }\n"
      "  - { name: Staff, permission: grant }\n");
  REQUIRE(site.compiled);
  const auto line = [&](const std::string& value) {
    return Case(site, "{ user: alice, at: 2003-11-03T10:00, attributes: { NAS-Port-Type: " + value + " } }").line();
  };
  CHECK(line("Virtual") == "accept 0 - by Staff");
  CHECK(line("25") == "reject 65 permission by Lab");
  CHECK(line("unknown") == "? ? ? by ?");
}

TEST_CASE("unknown: a combination that the input rules refuse is not in the range") {
  TestSite site("directory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n");
  REQUIRE(site.compiled);
  // MS-CHAP v2 has no EAP type, PPTP no other port than the Virtual one, and PAP no LAN Manager response.
  CHECK(
      Case(site, "{ user: alice, at: 2003-11-03T09:00, authentication: MS-CHAP-v2, eap: { type: unknown } }").line() ==
      "accept 0 - by P");
  CHECK(Case(site, "{ user: alice, at: 2003-11-03T09:00, tunnel: PPTP, port-type: unknown }").line() ==
        "accept 0 - by P");
  CHECK(Case(site, "{ user: alice, at: 2003-11-03T09:00, lm-response: unknown }").line() == "accept 0 - by P");
}

TEST_CASE("unknown: what several attempts looked at is told in the order of the stages") {
  TestSite site("dialect: nps\ndirectory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n");
  REQUIRE(site.compiled);
  const Case open(site, "{ user: alice, at: 2012-05-07T09:00, extension: unknown }");
  std::vector<StageId> stages;
  for (const CheckStep& step : open.explained.trace.checks)
    if (step.policy == kNoPolicy) stages.push_back(checks()[step.check].stage);
  CHECK(stages.front() < StageId::identity);
  CHECK(stages.back() > StageId::identity);
  CHECK(std::is_sorted(stages.begin(), stages.end()));
}
