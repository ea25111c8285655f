// Random servers and RADIUS clients, and the request policies between them.
#include <array>

#include "tests/oracle/generate.hpp"

namespace rapsim::oracle {
namespace {

class ServerMaker {
 public:
  ServerMaker(Random& random, Site& site) : random_(random), site_(site) {}

  void make() {
    Server& server = site_.server;
    if (random_.chance(50)) server.name = random_.chance(50) ? "vpn-1.example" : "vpn1";
    if (random_.chance(70)) server.address = random_.pick(kAddresses);
    if (random_.chance(12)) server.default_domain = some_domain();
    if (random_.chance(20)) server.provider = random_.chance(65) ? "radius" : "windows";
    if (random_.chance(60)) make_methods(server.methods.emplace());
    if (random_.chance(40)) server.allow_lm = random_.chance(40);
    if (random_.chance(30)) server.max_denials = random_.between(0, 4);
    if (random_.chance(50)) server.reset_minutes = random_.pick(std::to_array({30, 60, 90, 1440, 2880, 4320}));
    if (random_.chance(45)) make_clients(site_.radius_clients.emplace());
  }

 private:
  std::string some_domain() {
    if (random_.chance(30)) return random_.chance(50) ? "FABRIKAM" : "vpn1";
    if (!site_.trusted.empty() && random_.chance(20)) return in_some_case(random_, site_.trusted.front().name);
    const Domain& domain = site_.domain;
    if (!domain.dns_name.empty() && random_.chance(50)) return domain.dns_name;
    return domain.name.empty() ? "DOMAIN" : in_some_case(random_, domain.name);
  }

  /// Mostly all that the dialect has: what the link refuses, no policy ever sees.
  void make_methods(std::vector<std::string>& methods) {
    if (random_.chance(2)) return;
    const bool is_wide = random_.chance(75);
    for (const KnownMethod& method : known_methods()) {
      const bool is_lost = site_.dialect == Dialect::nps && (method.type == "3" || method.type == "SPAP");
      if (!is_lost && random_.chance(is_wide ? 90 : 25))
        methods.push_back(in_some_case(random_, std::string(method.name)));
    }
    if (methods.empty()) methods.emplace_back("MS-CHAP-v2");
  }

  void make_clients(std::vector<RadiusClient>& clients) {
    const RadiusClient known[] = {{"AP-7", "192.0.2.0/24", "Cisco"},  {"AP-8", "192.0.2.17", ""},
                                  {"Twin", "192.0.2.0/24", "9"},      {"Branch", "10.0.0.0/8", "Juniper-Networks"},
                                  {"Branch lab", "10.20.0.0/16", ""}, {"edge", "198.51.100.5", "Microsoft"},
                                  {"Büro", "10.20.30.0/25", "Cisco"}, {"Everybody", "0.0.0.0/0", ""}};
    if (random_.chance(6)) return;
    for (const RadiusClient& row : known)
      if (random_.chance(row.name == "Everybody" ? 30 : 50)) clients.push_back(row);
    if (!site_.server.address.empty() && random_.chance(70)) clients.push_back({"This RRAS", site_.server.address, ""});
  }

  Random& random_;
  Site& site_;
};

/// What a request policy with names to itself asks for, and what it makes of them.
struct NameRule {
  const char *begin, *end;     // what its names have around them
  const char *find, *replace;  // nullptr: nothing is replaced
  const char* pattern;         // of its User-Name condition
};
constexpr NameRule kNameRules[] = {
    {"", "@partner.example", "@.*", "", "@partner\\.example$"},
    {"", "@partner.example", "^(.*)@partner\\.example$", "\\1", "@partner"},
    {"partner-", "", "^partner-", "", "^partner-"},
    {"", ".x", "^(.*)\\.x$", "\\1@corp.example", "\\.x$"},
    {"FABRIKAM\\", "", "^fabrikam\\\\", "", "^FABRIKAM\\\\"},
    {"", "@partner.example", nullptr, nullptr, "@partner\\.example$"},
    {"", "", "o", "0", "."},
    {"", "", "x*", "-", "^[a-f]"},
    {"", "", "(a)(l)", "\\2\\1", "a"},
    {"xx", "", "x", "", "^x"},
};

struct StationRule {
  const char *find, *replace;
};
constexpr StationRule kStationRules[][2] = {{{"-", ""}, {"", ""}},
                                            {{"^.*:", ""}, {"", ""}},
                                            {{"\\.", "-"}, {"^(.*)-(.*)$", "\\2.\\1"}},
                                            {{"^555-(.*)$", "\\1"}, {"^01", "555-01"}},
                                            {{" *$", "#"}, {"", ""}},
                                            {{"^(0+)", "x\\1"}, {"5", "55"}}};

class RequestPolicyMaker {
 public:
  RequestPolicyMaker(Random& random, Site& site) : random_(random), site_(site) {}

  void make() {
    if (site_.dialect == Dialect::windows_2000 || random_.chance(38)) return;
    auto& policies = site_.request_policies.emplace();
    if (random_.chance(2)) return;
    const int count = random_.between(1, 3);
    for (int i = 0; i < count; ++i) policies.push_back(some_policy("request " + std::to_string(i)));
    if (random_.chance(88)) policies.push_back(rest());
    number(policies);
    if (random_.chance(92)) site_.remote_groups = random_.chance(92) ? some_groups() : std::vector<std::string>{};
  }

 private:
  /// All have a processing order or none has.
  void number(std::vector<RequestPolicy>& policies) {
    if (!random_.chance(30)) return;
    for (std::size_t i = 0; i < policies.size(); ++i) policies[i].rule.order = static_cast<int>(i * 3 + 1);
    if (policies.size() > 1 && random_.chance(50)) std::swap(policies[0].rule.order, policies[1].rule.order);
  }

  static std::vector<std::string> some_groups() { return {"Partner", "Second site"}; }

  RequestPolicy some_policy(std::string name) {
    RequestPolicy out;
    out.rule.name = std::move(name);
    fill_rule(out.rule);
    if (random_.chance(55))
      take_names(out);
    else
      out.rule.conditions.push_back(random_condition(random_, site_, kRequest));
    if (random_.chance(20)) out.rule.conditions.push_back(random_condition(random_, site_, kRequest));
    fill_provider(out);
    if (out.provider != "none" && random_.chance(30)) fill_methods(out.methods.emplace());
    if (!out.manipulation && random_.chance(40)) fill_stations(out.manipulation.emplace());
    return out;
  }

  /// What no other one has taken.
  RequestPolicy rest() {
    RequestPolicy out;
    out.rule.name = "the rest";
    out.rule.conditions = {{.attribute = "Day-And-Time-Restrictions", .values = {"always"}}};
    if (random_.chance(40)) out.provider = "windows";
    if (random_.chance(15)) fill_methods(out.methods.emplace());
    if (random_.chance(15)) fill_stations(out.manipulation.emplace());
    return out;
  }

  void fill_rule(Policy& rule) {
    if (site_.dialect != Dialect::nps) return;
    if (random_.chance(15)) rule.enabled = random_.chance(60);
    if (random_.chance(15)) rule.source = std::string(random_.pick(server_types()).name);
  }

  void fill_provider(RequestPolicy& out) {
    const int kind = random_.between(0, 99);
    if (kind < 30) return;
    out.provider = kind < 62 ? "windows" : kind < 68 ? "none" : "forward";
    if (out.provider != "forward") return;
    out.forward_to = in_some_case(random_, random_.chance(94) ? "Partner" : "Nobody");
    if (random_.chance(60)) out.maps_to_user = random_.chance(75);
  }

  void fill_methods(std::vector<std::string>& methods) {
    for (const KnownMethod& method : known_methods())
      if (random_.chance(30)) methods.push_back(in_some_case(random_, std::string(method.name)));
    if (methods.empty()) methods.emplace_back("MS-CHAP-v2");
  }

  void take_names(RequestPolicy& out) {
    const NameRule& row = random_.pick(kNameRules);
    Condition condition{.attribute = "User-Name", .is_constraint = random_.chance(40), .values = {row.pattern}};
    out.rule.conditions.push_back(std::move(condition));
    out.name_begin = row.begin;
    out.name_end = row.end;
    if (row.find == nullptr) return;
    out.manipulation = Manipulation{"User-Name", {{row.find, row.replace}}};
    if (random_.chance(15)) out.manipulation->rules.push_back({"E", "e"});
  }

  void fill_stations(Manipulation& manipulation) {
    manipulation.attribute = random_.chance(60) ? "Calling-Station-Id" : "Called-Station-Id";
    for (const StationRule& rule : random_.pick(kStationRules))
      if (*rule.find != '\0') manipulation.rules.push_back({rule.find, rule.replace});
  }

  Random& random_;
  Site& site_;
};

}  // namespace

void add_server(Random& random, Site& site) { ServerMaker(random, site).make(); }
void add_request_policies(Random& random, Site& site) { RequestPolicyMaker(random, site).make(); }

}  // namespace rapsim::oracle
