// Reads attempts: fields by the table of attempt_fields(), attributes by the table of attributes().
#include <algorithm>

#include "base/text.hpp"
#include "grammar/account_name.hpp"
#include "model/load.hpp"
#include "model/sections.hpp"
#include "model/zone.hpp"

namespace rapsim {
namespace {

void report_name(Diagnostics& diags, Span where, std::string_view text, std::string_view what,
                 const std::vector<std::string_view>& names) {
  diags.error(code("R301"), where, "`" + std::string(text) + "` is no " + std::string(what), help_for_key(text, names));
}

bool set_enumeration(FieldValue& field, const AttemptField& row, std::string_view text, Span where,
                     Diagnostics& diags) {
  const NamedValue* value = find_value(*row.values, text);
  if (value == nullptr) {
    report_name(diags, where, text, row.values->name, names_of(*row.values));
    return false;
  }
  field.text = value->name;
  field.number = value->number;
  field.wire = std::to_string(value->number);
  return true;
}

bool set_method(FieldValue& field, std::string_view text, Span where, Diagnostics& diags) {
  const MethodName* row = find_method(text);
  if (row == nullptr) {
    std::vector<std::string_view> names;
    for (const MethodName& name : method_names()) names.push_back(name.name);
    report_name(diags, where, text, "authentication method", names);
    return false;
  }
  const MethodName& preferred = name_of(row->method);
  field.text = preferred.name;
  field.number = preferred.method.type << 8 | preferred.method.eap;
  field.wire = preferred.type_text;
  return true;
}

bool set_account(FieldValue& field, std::string_view text, Span where, Diagnostics& diags) {
  SyntaxError error;
  const auto name = grammar::parse_account_name(text, error);
  if (!name) {
    diags.error(error.code, where, error.message, error.help);
    return false;
  }
  field.text = text;
  field.wire = name->name;
  return true;
}

bool set_time(FieldValue& field, std::string_view text, Span where, const Site& site, Diagnostics& diags) {
  const auto instant = read_instant(text, where, site, diags);
  if (!instant) return false;
  field.text = instant_text(*instant, site);
  field.number = instant->time_since_epoch().count();
  return true;
}

/// A nested map of fields (`eap: { type: PEAP }`), or one field.
void load_field(yaml::Node key, yaml::Node node, const std::string& prefix, const Site& site, Attempt& attempt,
                Loader& in) {
  const std::string name = prefix + std::string(key.text());
  std::vector<std::string_view> names;
  bool is_section = false;
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    const AttemptField& field = attempt_fields()[row];
    names.push_back(field.name);
    is_section = is_section || field.name.starts_with(name + ".");
    if (field.name != name) continue;
    if (!in.expect_scalar(node, "a single value")) return;
    set_field(attempt, static_cast<FieldId>(row), node.text(), node.is_plain(), node.span(), site, in.diags);
    return;
  }
  if (is_section && in.expect_map(node, "a map of fields")) {
    for (std::size_t entry = 0; entry < node.size(); ++entry)
      load_field(node.key(entry), node.value(entry), name + ".", site, attempt, in);
  } else if (!is_section) {
    names.emplace_back("attributes");
    in.diags.error(code("R110"), key.span(), "unknown field `" + name + "` of an attempt", help_for_key(name, names));
  }
}

/// Null: absent. Plain `unknown`: unknown. A list: several values of the attribute.
void load_attribute(yaml::Node key, yaml::Node node, Attempt& attempt, Loader& in) {
  const auto id = find_attribute(key.text());
  if (!id) {
    in.diags.error(code("R302"), key.span(), "unknown attribute `" + std::string(key.text()) + "`",
                   did_you_mean(key.text(), attribute_names()));
    return;
  }
  GivenAttribute given{.attribute = *id, .where = key.span()};
  if (node.is_null()) {
    given.presence = Presence::absent;
  } else if (node.is_scalar() && node.is_plain() && node.text() == "unknown") {
    given.presence = Presence::unknown;
  } else {
    for (const yaml::Node value : read_list(in, node, "a value"))
      if (auto text = read_attribute_value(in, value, attribute(*id))) given.values.push_back(*std::move(text));
    if (node.is_sequence() && node.size() == 0)
      in.diags.error(code("R111"), node.span(), "expected at least one value", "nothing, or `null`, is an absent one");
    if (given.values.empty()) return;  // reported
  }
  std::erase_if(attempt.attributes, [&](const GivenAttribute& old) { return old.attribute == *id; });
  attempt.attributes.push_back(std::move(given));
}

/// The port that the attempt says the call takes: the field, or the attribute of the same meaning.
std::string given_port(const Attempt& attempt) {
  static const AttributeId kPortType = attribute_of("NAS-Port-Type");
  if (attempt[FieldId::port_type].is_given_value()) return attempt[FieldId::port_type].wire;
  const GivenAttribute* given = attempt.find(kPortType);
  const bool is_named =
      given != nullptr && given->values.size() == 1 && find_value(kNasPortType, given->values.front());
  return is_named ? given->values.front() : std::string{};
}

void fall_back(Attempt& attempt, FieldId id, std::string_view text, const Site& site, Diagnostics& diags) {
  if (attempt[id].given) return;
  set_field(attempt, id, text, true, {}, site, diags);
  attempt[id].given = false;
}

constexpr std::int64_t kVirtualPort = 5;

/// Only what the attempt says outright can contradict itself.
void check_agreement(const Attempt& attempt, Diagnostics& diags) {
  const FieldValue& tunnel = attempt[FieldId::tunnel];
  const FieldValue& port = attempt[FieldId::port_type];
  if (tunnel.is_given_value() && port.is_given_value() && (tunnel.number != 0) != (port.number == kVirtualPort))
    diags.error(code("R504"), port.where, "a tunnel ends on a Virtual port, a call on another one",
                "leave `port-type` or `tunnel` out");
  const FieldValue& method = attempt[FieldId::authentication];
  const FieldValue& eap = attempt[FieldId::eap_type];
  if (!eap.is_given_value() || !method.is_given_value()) return;
  const auto type = static_cast<std::uint8_t>(method.number >> 8);
  const std::int64_t implied = method.number & 0xff;
  if (type != kAuthenticationEap && type != kAuthenticationPeap)
    diags.error(code("R504"), eap.where, "`" + method.text + "` has no EAP type", "use `authentication: EAP`");
  else if (implied != 0 && implied != eap.number)
    diags.error(code("R504"), eap.where, "`" + method.text + "` has another EAP type", "leave `eap.type` out");
}

void fill_eap_type(Attempt& attempt) {
  const FieldValue& method = attempt[FieldId::authentication];
  FieldValue& eap = attempt[FieldId::eap_type];
  if (eap.given) return;
  if (method.presence == Presence::unknown) {
    eap.presence = Presence::unknown;
    return;
  }
  const auto type = method.number >> 8;
  if (type != kAuthenticationEap && type != kAuthenticationPeap) return;
  const NamedValue* value = find_value(kEapType, static_cast<std::uint32_t>(method.number & 0xff));
  if (value == nullptr) {
    eap.presence = Presence::unknown;
    return;
  }
  eap.presence = Presence::present;
  eap.number = value->number;
  eap.wire = std::to_string(value->number);
  eap.text = value->name;
}

/// Identity is not simulated yet: an account that a complete directory lacks cannot be decided.
void check_account(const Attempt& attempt, const Site& site, Span where, Diagnostics& diags) {
  const FieldValue& user = attempt[FieldId::user];
  if (!user.given) {
    diags.error(code("R506"), where, "the attempt names no `user`", "`user: unknown` asks for any account");
    return;
  }
  if (user.presence != Presence::present || !site.directory->complete.value) return;
  std::vector<std::string_view> names;
  for (const User& row : site.directory->users) {
    if (equal_without_case(row.name, user.wire)) return;
    names.push_back(row.name);
  }
  std::string help = did_you_mean(user.wire, names);
  diags.error(code("R505"), user.where.known() ? user.where : where, "no account `" + user.wire + "` in the directory",
              help.empty() ? "`directory.complete: false` makes accounts that are not listed unknown" : help);
}

}  // namespace

World world_at(const Attempt& attempt) {
  World world;
  const FieldValue& at = attempt[FieldId::at];
  if (at.presence == Presence::present) world.clock = Maybe<Instant>::of(Instant{std::chrono::seconds{at.number}});
  return world;
}

std::optional<Instant> read_instant(std::string_view text, Span where, const Site& site, Diagnostics& diags) {
  const date::time_zone* zone = find_zone(site.time_zone.value);
  const ReadInstant read = read_local(zone, text);
  const std::string zone_name = site.time_zone.value;
  switch (read.reading) {
    case LocalReading::unique:
      return read.instant;
    case LocalReading::skipped:
      diags.error(code("R503"), where, "`" + std::string(text) + "` does not exist in " + zone_name,
                  "clocks go forward; the first time after the gap is `" + instant_text(read.instant, site) + "`");
      return std::nullopt;
    case LocalReading::repeated:
      diags.error(
          code("R503"), where, "`" + std::string(text) + "` happens twice in " + zone_name,
          "add an offset: `" + instant_text(read.instant, site) + "` or `" + instant_text(read.second, site) + "`");
      return std::nullopt;
    case LocalReading::malformed:
      break;
  }
  diags.error(code("R502"), where, "expected a time like `2003-11-03T09:00`, found `" + std::string(text) + "`");
  return std::nullopt;
}

std::string instant_text(Instant instant, const Site& site) {
  const LocalTime local = local_time(find_zone(site.time_zone.value), instant);
  std::string out = local.text;
  out[out.find(' ')] = 'T';
  const int size = local.offset_minutes < 0 ? -local.offset_minutes : local.offset_minutes;
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return out + (local.offset_minutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
}

void set_field(Attempt& attempt, FieldId id, std::string_view text, bool plain, Span where, const Site& site,
               Diagnostics& diags) {
  const AttemptField& row = field_row(id);
  FieldValue field;
  field.given = true;
  field.where = where;
  if (plain && text == "unknown") {
    field.presence = Presence::unknown;
    field.text = "unknown";
    attempt[id] = std::move(field);
    return;
  }
  field.presence = Presence::present;
  bool ok = !text.empty();
  if (!ok)
    diags.error(code("R111"), where, "expected a value for `" + std::string(row.name) + "`, found an empty text");
  if (ok) switch (row.type) {
      case FieldType::account:
        ok = set_account(field, text, where, diags);
        break;
      case FieldType::time:
        ok = set_time(field, text, where, site, diags);
        break;
      case FieldType::enumeration:
        ok = set_enumeration(field, row, text, where, diags);
        break;
      case FieldType::method:
        ok = set_method(field, text, where, diags);
        break;
      case FieldType::text:
        field.text = field.wire = text;
        break;
    }
  if (!ok) field.presence = Presence::unknown;  // reported; nothing else is said of it
  attempt[id] = std::move(field);
}

std::optional<std::string> attribute_value(AttributeId id, std::string_view text, Span where, Diagnostics& diags) {
  Sources none;
  Loader in{none, diags};
  yaml::Document document;
  document.set_root(document.add_scalar(text, where, true, false));
  return read_attribute_value(in, document.root(), attribute(id));
}

void load_attempt(yaml::Node node, const Site& site, Attempt& attempt, Diagnostics& diags) {
  Sources none;  // a loader names sources only for settings given twice, and fields may be
  Loader in{none, diags};
  if (!in.expect_map(node, "the fields of an attempt")) return;
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node key = node.key(entry);
    const yaml::Node value = node.value(entry);
    if (key.text() != "attributes") {
      load_field(key, value, "", site, attempt, in);
    } else if (in.expect_map(value, "a map of attributes")) {
      for (std::size_t item = 0; item < value.size(); ++item)
        load_attribute(value.key(item), value.value(item), attempt, in);
    }
  }
}

void complete_attempt(Attempt& attempt, const Site& site, Span where, Diagnostics& diags) {
  check_account(attempt, site, where, diags);
  if (!attempt[FieldId::at].given)
    diags.error(code("R501"), where, "the attempt has no time `at`",
                "say when: `--at 2003-11-03T09:00`, or `--at now`");
  check_agreement(attempt, diags);
  const std::string port = given_port(attempt);
  const bool is_call = !port.empty() && port != std::to_string(kVirtualPort);
  fall_back(attempt, FieldId::tunnel, is_call ? "none" : "PPTP", site, diags);
  const FieldValue& tunnel = attempt[FieldId::tunnel];
  if (tunnel.presence == Presence::unknown)
    fall_back(attempt, FieldId::port_type, "unknown", site, diags);
  else
    fall_back(attempt, FieldId::port_type, tunnel.number != 0 ? "Virtual" : is_call ? port : "Async", site, diags);
  const bool is_eap = attempt[FieldId::eap_type].is_given_value();
  fall_back(attempt, FieldId::authentication, is_eap ? "EAP" : "MS-CHAP-v2", site, diags);
  fall_back(attempt, FieldId::from, "unknown", site, diags);
  fall_back(attempt, FieldId::to, "unknown", site, diags);
  fill_eap_type(attempt);
}

}  // namespace rapsim
