// Random attempts: the fields and attributes that conditions and limits of a policy want.
#include <algorithm>

#include "tests/oracle/random_plan.hpp"

namespace rapsim::oracle {
namespace {

class AttributeMaker {
 public:
  explicit AttributeMaker(Plan& plan) : random_(plan.random), plan_(plan), out_(plan.out) {}

  void make() {
    for (const Policy* rule : {&plan_.policy, &plan_.request_policy.rule})
      for (const Condition& condition : rule->conditions)
        if (!condition.hint.values.empty() && !is_known_of_client(condition.attribute))
          add_wanted(condition.attribute, random_.pick(condition.hint.values));
    want_profile();
    if (plan_.aim == Aim::no_match) spoil();
    write_fields();
    write_attributes();
  }

 private:
  /// A RADIUS client says by its row what it is; else these are given under `attributes:`.
  [[nodiscard]] bool is_known_of_client(const std::string& attribute) const {
    return plan_.has_nas && attribute.starts_with("Client-");
  }

  void add_wanted(const std::string& attribute, const std::string& value) {
    auto& values = plan_.wanted[attribute];
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }

  void want_profile() {
    const Profile& profile = plan_.policy.profile;
    const std::string& caller_id = plan_.account.row->caller_id;
    if (profile.called_station && plan_.aim != Aim::called)
      add_wanted("Called-Station-Id", in_some_case(random_, *profile.called_station));
    if (profile.port_types && plan_.aim != Aim::port)
      add_wanted("NAS-Port-Type", std::to_string(number_in(port_types(), random_.pick(*profile.port_types))));
    if (!caller_id.empty() && !plan_.ignores_account() && plan_.aim != Aim::caller_id)
      add_wanted("Calling-Station-Id", in_some_case(random_, caller_id));
  }

  /// Takes away or changes what one condition wants.
  void spoil() {
    if (plan_.wanted.empty()) return;
    auto at = plan_.wanted.begin();
    std::advance(at, random_.below(plan_.wanted.size()));
    if (random_.chance(50))
      plan_.wanted.erase(at);
    else if (known_attribute(at->first).kind == Kind::text)
      at->second = {random_text(random_)};
  }

  /// The one value that is wanted, unless it is to be given under `attributes:` anyway.
  std::optional<std::string> one_wanted(const std::string& attribute) {
    const auto found = plan_.wanted.find(attribute);
    if (found == plan_.wanted.end() || found->second.size() != 1 || random_.chance(35)) return std::nullopt;
    return found->second[0];
  }

  void write_fields() {
    if (const auto from = one_wanted("Calling-Station-Id")) {
      out_.from = Value::of(*from);
      plan_.wanted.erase("Calling-Station-Id");
    } else if (random_.chance(50)) {
      out_.from = Value::of(random_.chance(2) ? "unknown" : random_text(random_));
    }
    write_port();
    const bool is_call = out_.port_type.state == State::given && out_.port_type.texts[0] != "Virtual";
    if (const auto to = one_wanted("Called-Station-Id"); to && (is_call || plan_.has_nas)) {
      out_.to = Value::of(*to);
      plan_.wanted.erase("Called-Station-Id");
    } else if (random_.chance(40)) {
      out_.to = Value::of(random_text(random_));
    }
    if (const auto type = one_wanted("Authentication-Type"); type && plan_.aim == Aim::accept)
      use_method_of_type(*type);
  }

  /// A tunnel and the Virtual port, or a call on another one: an attempt that says both is an error.
  void write_port() {
    const auto port = one_wanted("NAS-Port-Type");
    const auto tunnel = one_wanted("Tunnel-Type");
    for (const NumberName& row : port_types())
      if (port && *port == std::to_string(row.number)) {
        out_.port_type = Value::of(std::string(row.name));
        plan_.wanted.erase("NAS-Port-Type");
      }
    const bool is_call = out_.port_type.state == State::given && out_.port_type.texts[0] != "Virtual";
    if (is_call || plan_.aim == Aim::callback) {
      if (!is_call) out_.port_type = {};
      if (!is_call || random_.chance(50)) out_.tunnel = Value::of("none");
      return;
    }
    for (const NumberName& row : tunnels())
      if (tunnel && *tunnel == std::to_string(row.number)) {
        out_.tunnel = Value::of(std::string(row.name));
        plan_.wanted.erase("Tunnel-Type");
        return;
      }
    const bool may_be_call = out_.port_type.state == State::left_out;
    if (random_.chance(40)) out_.tunnel = Value::of(std::string(tunnels()[random_.below(4)].name));
    if (out_.tunnel.state == State::given && out_.tunnel.texts[0] == "none" && !may_be_call) out_.tunnel = {};
  }

  void use_method_of_type(const std::string& type) {
    for (const KnownMethod& method : known_methods())
      if (method.type == type && plan_.policy.profile.methods)
        for (const std::string& listed : *plan_.policy.profile.methods)
          if (lowered(listed) == lowered(method.name)) {
            out_.authentication = Value::of(listed);
            out_.eap_type = {};
            plan_.wanted.erase("Authentication-Type");
            return;
          }
  }

  /// As a user would write it: `true`, a name, a number.
  std::string as_written(const KnownAttribute& attribute, const std::string& value) {
    if (attribute.kind == Kind::boolean) return value == "1" ? "true" : "false";
    if (attribute.kind == Kind::number) {
      for (const NumberName& row : attribute.numbers)
        if (std::to_string(row.number) == value && random_.chance(50))
          return in_some_case(random_, std::string(row.name));
      return value;
    }
    return attribute.kind == Kind::address || random_.chance(60) ? value : nearly(random_, value);
  }

  void write_attributes() {
    for (const auto& [name, values] : plan_.wanted) {
      if (name == "User-Name") continue;  // the field says it
      Value value{State::given, {}};
      for (const std::string& text : values) value.texts.push_back(as_written(known_attribute(name), text));
      const Kind kind = known_attribute(name).kind;
      if ((kind == Kind::text || kind == Kind::out_of_scope) && random_.chance(15))
        value.texts.insert(value.texts.begin(), random_text(random_));
      if (kind == Kind::boolean) value.texts.resize(1);  // both values at once would need a list of plain words
      out_.attributes.emplace_back(name, std::move(value));
    }
    if (random_.chance(12)) add_other_attribute();
  }

  /// An attribute that some condition of the site asks for, absent or unknown.
  void add_other_attribute() {
    std::vector<std::string> names{"Calling-Station-Id", "NAS-Port-Type", "Called-Station-Id"};
    if (plan_.site.dialect == Dialect::nps) names.emplace_back("MS-Network-Access-Server-Type");
    if (random_.chance(20)) names = {"User-Name"};
    for (const Policy& policy : plan_.policies)
      for (const Condition& condition : policy.conditions)
        if (const Kind kind = known_attribute(condition.attribute).kind;
            kind != Kind::time && kind != Kind::groups && kind != Kind::machine_groups)
          names.push_back(condition.attribute);
    const std::string name = random_.pick(names);
    for (const auto& [given, value] : out_.attributes)
      if (given == name) return;
    out_.attributes.emplace_back(name, Value{random_.chance(70) ? State::absent : State::unknown, {}});
  }

  Random& random_;
  Plan& plan_;
  Attempt& out_;
};

}  // namespace

Attempt random_attempt(Random& random, const Site& site) {
  Plan plan{random, site, policies_in_order(site), request_policies_in_order(site)};
  choose_aim(plan);
  choose_account(plan);
  plan.has_nas = random.chance(plan.aim == Aim::unknown_client ? 90 : plan.aim == Aim::unsupported ? 80 : 16);
  choose_method(plan);
  choose_time(plan);
  write_name(plan);
  AttributeMaker(plan).make();
  write_state(plan);
  write_encryption(plan);
  write_servers(plan);
  write_denials(plan);
  add_unknowns(plan);
  agree(plan);
  return std::move(plan.out);
}

}  // namespace rapsim::oracle
