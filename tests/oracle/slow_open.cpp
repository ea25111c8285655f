// What an attempt with unknown fields may be: every combination of values that its input rules accept is judged by
// itself, and the attempt can end as any of them does. The range of a field: its values; left out as well, where that
// means something of its own; of `nas` this server and the RADIUS clients of the site.
#include <algorithm>
#include <functional>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kNasPortType = "NAS-Port-Type";

Words numbers_to(int last) {
  Words out;
  for (int number = 0; number <= last; ++number) out.push_back(std::to_string(number));
  return out;
}

Words names_of(std::span<const NumberName> rows) {
  Words out;
  for (const NumberName& row : rows) out.emplace_back(row.name);
  return out;
}

Words method_names() {
  Words out;
  for (const KnownMethod& method : known_methods()) out.emplace_back(method.name);
  return out;
}

/// Reason codes of EAP, certificates and credentials (dd197464), and success.
Words eap_results() {
  Words out{"success", "16", "17", "18", "19", "20", "22", "23", "73", "96", "97"};
  for (int code = 256; code <= 302; ++code)
    if (code != 261 && code != 271) out.push_back(std::to_string(code));
  return out;
}

/// One field that is unknown.
struct Open {
  std::function<Value&(Attempt&)> place;
  std::vector<Value> values{};
};

void add(std::vector<Open>& out, std::function<Value&(Attempt&)> place, const Words& words, bool or_left_out = false) {
  Open& open = out.emplace_back(Open{std::move(place)});
  for (const std::string& word : words) open.values.push_back(Value::of(word));
  if (or_left_out) open.values.emplace_back();
}

void add_field(std::vector<Open>& out, const Attempt& attempt, const std::string& name, const Words& words,
               bool or_left_out = false) {
  const auto found = attempt.fields.find(name);
  if (found == attempt.fields.end() || found->second.state != State::unknown) return;
  add(
      out, [name](Attempt& at) -> Value& { return at.fields[name]; }, words, or_left_out);
}

std::vector<Open> open_fields(const Site& site, const Attempt& attempt) {
  std::vector<Open> out;
  const auto is_unknown = [](const Value& value) { return value.state == State::unknown; };
  if (is_unknown(attempt.tunnel))
    add(
        out, [](Attempt& at) -> Value& { return at.tunnel; }, names_of(tunnels()));
  if (is_unknown(attempt.port_type))
    add(
        out, [](Attempt& at) -> Value& { return at.port_type; }, numbers_to(21));
  if (is_unknown(attempt.authentication))
    add(
        out, [](Attempt& at) -> Value& { return at.authentication; }, method_names());
  if (is_unknown(attempt.eap_type))
    add(
        out, [](Attempt& at) -> Value& { return at.eap_type; }, {"1", "4", "13", "25", "26"}, true);
  add_field(out, attempt, "eap.result", eap_results(), true);
  add_field(out, attempt, "password", {"right", "wrong", "blank"});
  add_field(out, attempt, "password-change", {"none", "accepted", "refused"});
  add_field(out, attempt, "lm-response", {"no", "yes"});
  add_field(out, attempt, "extension", {"none", "continue", "accept", "reject", "discard", "error"});
  add_field(out, attempt, "domain-controller", {"reachable", "unreachable"});
  add_field(out, attempt, "global-catalog", {"reachable", "unreachable"});
  add_field(out, attempt, "policy-server",
            {"working", "internal-error", "access-denied", "malformed-request", "unavailable"});
  add_field(out, attempt, "client.windows", Words(client_versions().begin(), client_versions().end()));
  add_field(out, attempt, "encryption.requires", {"none", "optional", "required", "maximum"});
  add_field(out, attempt, "encryption", {"none", "optional", "required", "maximum"});
  Words clients;
  for (const RadiusClient& client : site.radius_clients.value_or(std::vector<RadiusClient>{}))
    clients.push_back(client.name);
  add_field(out, attempt, "nas", clients, true);
  const auto can = attempt.fields.find("encryption.can");
  if (can != attempt.fields.end() && is_unknown(can->second)) {
    Open& open = out.emplace_back(Open{[](Attempt& at) -> Value& { return at.fields["encryption.can"]; }});
    for (unsigned chosen = 1; chosen < 8; ++chosen) {
      Value& list = open.values.emplace_back(Value{State::given, {}});
      for (unsigned bit = 0; bit < 3; ++bit)
        if ((chosen >> bit & 1U) != 0) list.texts.emplace_back(std::array{"basic", "strong", "strongest"}[bit]);
    }
  }
  // The attribute says whether there is a tunnel where no field does.
  const auto nas = attempt.fields.find("nas");
  const bool may_be_rras = nas == attempt.fields.end() || nas->second.state != State::given;
  const bool says_nothing = attempt.tunnel.state == State::left_out && attempt.port_type.state == State::left_out;
  for (std::size_t row = 0; row < attempt.attributes.size(); ++row)
    if (attempt.attributes[row].first == kNasPortType && is_unknown(attempt.attributes[row].second) && says_nothing &&
        may_be_rras) {
      add(
          out, [row](Attempt& at) -> Value& { return at.attributes[row].second; }, numbers_to(21));
      out.back().values.push_back(Value::unknown());  // a number above, which names no port
    }
  return out;
}

std::string text_in(const Attempt& attempt, const std::string& field) {
  const auto found = attempt.fields.find(field);
  return found == attempt.fields.end() || found->second.state != State::given ? "" : found->second.texts[0];
}

/// What cannot be said together.
bool contradicts_itself(const Attempt& attempt) {
  const KnownMethod& method = method_of(attempt);
  const bool has_method = attempt.authentication.state == State::given;
  const bool has_type = attempt.eap_type.state == State::given;
  const int type = has_type ? static_cast<int>(number_in(eap_types(), attempt.eap_type.texts[0])) : method.eap;
  if (has_method && has_type && (!method.is_eap() || (method.eap != 0 && method.eap != type))) return true;
  if (!text_in(attempt, "eap.result").empty() && !method.is_eap()) return true;
  const bool sends_none = method.type == "7" || (method.is_eap() && type == 13);
  const std::string password = text_in(attempt, "password");
  if (sends_none && (password == "wrong" || password == "blank")) return true;
  if (text_in(attempt, "lm-response") == "yes" && method.type != "3") return true;
  if (attempt.tunnel.state != State::given || attempt.port_type.state != State::given) return false;
  const bool is_tunnel = number_in(tunnels(), attempt.tunnel.texts[0]) != 0;
  return !comes_from_access_server(attempt) && is_tunnel != (number_in(port_types(), attempt.port_type.texts[0]) == 5);
}

/// EAP, and nothing says of which type.
bool lacks_type(const Attempt& attempt) {
  const KnownMethod& method = method_of(attempt);
  return attempt.eap_type.state == State::left_out && attempt.authentication.state == State::given && method.is_eap() &&
         method.eap == 0;
}

void merge(Truths& into, const Truths& other) {
  if (into.empty()) into = other;
  for (std::size_t rule = 0; rule < other.size(); ++rule)
    for (std::size_t i = 0; i < other[rule].size(); ++i) {
      into[rule][i].can_be_true = into[rule][i].can_be_true || other[rule][i].can_be_true;
      into[rule][i].can_be_false = into[rule][i].can_be_false || other[rule][i].can_be_false;
    }
}

}  // namespace

std::size_t possibilities_of(const Site& site, const Attempt& attempt) {
  std::size_t out = 1;
  for (const Open& open : open_fields(site, attempt)) out *= open.values.size();
  return lacks_type(attempt) ? 5 * out : out;
}

Verdict judge(const Site& site, const Attempt& attempt, const Rules& rules) {
  const std::vector<Open> open = open_fields(site, attempt);
  if (open.empty() && !lacks_type(attempt)) return judge_one(site, attempt, rules);
  Verdict out;
  std::set<std::map<std::string, Denials>> denials;
  std::size_t combinations = 1;
  for (const Open& field : open) combinations *= field.values.size();
  for (std::size_t number = 0; number < combinations; ++number) {
    Attempt one = attempt;
    std::size_t rest = number;
    for (const Open& field : open) {
      field.place(one) = field.values[rest % field.values.size()];
      rest /= field.values.size();
    }
    std::erase_if(one.fields, [](const auto& field) { return field.second.state == State::left_out; });
    if (contradicts_itself(one)) continue;
    const bool is_any_type = lacks_type(one);
    if (is_any_type && attempt.eap_type.state == State::unknown) continue;  // one of the types that are tried anyhow
    for (const char* type : {"1", "4", "13", "25", "26"}) {
      if (is_any_type) one.eap_type = Value::of(type);
      const Verdict verdict = judge_one(site, one, rules);
      out.endings.insert(verdict.endings.begin(), verdict.endings.end());
      merge(out.request_conditions, verdict.request_conditions);
      for (const auto& [name, truths] : verdict.conditions) merge(out.conditions[name], truths);
      denials.insert(verdict.denials);
      if (!is_any_type) break;
    }
  }
  out.denials = denials.size() == 1 ? *denials.begin() : attempt.denials;
  return out;
}

}  // namespace rapsim::oracle
