// What an attempt says, with the defaults of what it leaves out; the methods it uses.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

struct Default {
  std::string_view field, word;
};
constexpr Default kDefaults[] = {
    {"password", "right"},           {"password-change", "none"},
    {"lm-response", "no"},           {"encryption.requires", "optional"},
    {"extension", "none"},           {"domain-controller", "reachable"},
    {"global-catalog", "reachable"}, {"policy-server", "working"},
};

std::string_view default_client(Dialect dialect) {
  return dialect == Dialect::windows_2000 ? "2000" : dialect == Dialect::windows_2003 ? "xp" : "7";
}

bool is_strength(std::string_view word) { return word == "basic" || word == "strong" || word == "strongest"; }

const Value kLeftOut{};

const Value& field_of(const Attempt& attempt, const std::string& field) {
  const auto found = attempt.fields.find(field);
  return found == attempt.fields.end() ? kLeftOut : found->second;
}

}  // namespace

bool reads(const Case& c, std::string_view reading) {
  if (reading == c.rules.forced_reading) return true;
  return c.site.readings.contains(std::string(reading)) && reading != c.rules.ignored_reading;
}

/// `encryption: strongest` is short for: requires it, and can nothing else. `encryption: unknown`: what it requires.
std::optional<std::string> word_of(const Site& site, const Attempt& attempt, const std::string& field) {
  const Value& bare = field_of(attempt, "encryption");
  if (field == "encryption.requires" && bare.state == State::given)
    return is_strength(bare.texts[0]) ? "required" : bare.texts[0];
  if (field == "encryption.requires" && bare.state == State::unknown) return std::nullopt;
  const Value& value = field_of(attempt, field);
  if (value.state == State::given) return lowered(value.texts[0]);
  if (value.state == State::unknown) return std::nullopt;
  if (field == "client.windows") return std::string(default_client(site.dialect));
  for (const Default& row : kDefaults)
    if (row.field == field) return std::string(row.word);
  return std::nullopt;  // remote-radius: nobody knows it
}

std::optional<std::vector<std::string>> strengths_of(const Site& site, const Attempt& attempt) {
  const Value& bare = field_of(attempt, "encryption");
  if (bare.state == State::given && is_strength(bare.texts[0])) return bare.texts;
  const Value& value = field_of(attempt, "encryption.can");
  if (value.state == State::given) return value.texts;
  const auto client = word_of(site, attempt, "client.windows");
  if (value.state == State::unknown || !client) return std::nullopt;
  const auto versions = client_versions();
  const auto old = std::find(versions.begin(), versions.end(), "vista");
  if (std::find(versions.begin(), old, *client) != old) return std::vector<std::string>{"basic", "strong", "strongest"};
  return std::vector<std::string>{"strongest"};
}

Truth says(const Case& c, const std::string& field, std::initializer_list<std::string_view> words) {
  const auto word = word_of(c.site, c.attempt, field);
  return word ? known(std::find(words.begin(), words.end(), *word) != words.end()) : kEither;
}

/// An unknown one is one of them anyway.
bool comes_from_access_server(const Attempt& attempt) { return field_of(attempt, "nas").state != State::left_out; }

const KnownMethod& method_of(const Attempt& attempt) {
  if (attempt.authentication.state == State::given) return known_method(attempt.authentication.texts[0]);
  return known_method(attempt.eap_type.state == State::given ? "EAP" : "MS-CHAP-v2");
}

Value eap_type_used(const Case& c) {
  Attempt bare = c.attempt;
  bare.attributes.clear();
  return attribute_value(c.site, bare, "Allowed-EAP-Types", c.rules);
}

Truth uses(const Case& c, std::initializer_list<std::string_view> types) {
  if (c.attempt.authentication.state == State::unknown) return kEither;
  return known(std::find(types.begin(), types.end(), method_of(c.attempt).type) != types.end());
}

Truth uses_eap(const Case& c) { return uses(c, {"5", "11"}); }

/// A method that is known to be no EAP has no type, whatever the attempt says of it.
Truth uses_eap_type(const Case& c, int type) {
  if (uses_eap(c) == kFalse) return kFalse;
  const Value used = eap_type_used(c);
  if (used.state == State::unknown) return kEither;
  return known(used.state == State::given && used.texts[0] == std::to_string(type));
}

Truth carries_password(const Case& c) {
  const Truth certificate = c.rules.certificates_are_passwords ? kFalse : uses_eap_type(c, 13);
  return !uses(c, {"7"}) && !certificate;
}

Truth can_change_password(const Case& c) { return c.rules.every_method_can_change ? kTrue : uses(c, {"3", "4"}); }

}  // namespace rapsim::oracle
