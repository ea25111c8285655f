// Reads attempts: fields by the table of attempt_fields(), attributes by the table of attributes().
#include <algorithm>
#include <span>

#include "base/ipv4.hpp"
#include "base/text.hpp"
#include "grammar/account_name.hpp"
#include "model/load/load.hpp"
#include "model/site/sections.hpp"
#include "model/site/zone.hpp"
#include "model/tables/reasons.hpp"

namespace rapsim {
namespace {

void report_name(Diagnostics& diags, Span where, std::string_view text, std::string_view what,
                 const std::vector<std::string_view>& names) {
  diags.error(code("R301"), where, "unknown " + std::string(what) + " `" + std::string(text) + "`",
              help_for_key(text, names));
}

std::optional<FieldValue> read_enumeration(FieldId id, std::string_view text, Span where, Diagnostics& diags) {
  const Enumeration& values = *field_row(id).values;
  if (const NamedValue* value = find_value(values, text)) return value_of(id, std::int64_t{value->number});
  report_name(diags, where, text, values.name, names_of(values));
  return std::nullopt;
}

std::optional<FieldValue> read_method(FieldId id, std::string_view text, Span where, Diagnostics& diags) {
  if (const MethodName* row = find_method(text)) return value_of(id, row->method);
  std::vector<std::string_view> names;
  for (const MethodName& name : method_names()) names.push_back(name.name);
  report_name(diags, where, text, "authentication method", names);
  return std::nullopt;
}

std::optional<FieldValue> read_account(std::string_view text, Span where, Diagnostics& diags) {
  SyntaxError error;
  if (const auto name = grammar::parse_account_name(text, error)) return account_value(text, *name);
  diags.error(error.code, where, error.message, error.help);
  return std::nullopt;
}

/// `basic, strong`, in any order.
std::optional<FieldValue> read_names(FieldId id, std::string_view text, std::string_view what, Span where,
                                     Diagnostics& diags) {
  const auto names = listed_names(field_row(id).type);
  std::int64_t bits = 0;
  for (const std::string_view word : comma_list(text)) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& row) { return equal_without_case(row.first, word); });
    if (found == names.end()) {
      std::vector<std::string_view> known;
      for (const auto& [name, bit] : names) known.push_back(name);
      report_name(diags, where, word, what, known);
      return std::nullopt;
    }
    bits |= found->second;
  }
  return value_of(id, bits);
}

std::optional<FieldValue> read_address(FieldId id, std::string_view text, Span where, Diagnostics& diags) {
  if (parse_ipv4(text)) return value_of(id, text);
  diags.error(code("R315"), where, "`" + std::string(text) + "` is not an IPv4 address");
  return std::nullopt;
}

std::optional<FieldValue> read_eap_result(FieldId id, std::string_view text, Span where, Diagnostics& diags) {
  if (text == "success") return value_of(id, std::int64_t{0});
  const auto number = number_in<std::uint32_t>(text);
  const Reason* reason = number ? find_reason(*number) : nullptr;
  if (reason != nullptr && is_eap_result(*reason)) return value_of(id, std::int64_t{*number});
  diags.error(code("R301"), where, "`" + std::string(text) + "` is not a result of EAP",
              "`success`, or a reason code of EAP or certificates such as 23, 73, 96 or 265 (`rapsim reasons`)");
  return std::nullopt;
}

std::optional<FieldValue> read_value(FieldId id, std::string_view text, Span where, const Site& site,
                                     Diagnostics& diags) {
  switch (field_row(id).type) {
    case FieldType::account:
      return read_account(text, where, diags);
    case FieldType::time: {
      const auto instant = read_instant(text, where, site, diags);
      return instant ? std::optional(time_value(*instant, site)) : std::nullopt;
    }
    case FieldType::enumeration:
      return read_enumeration(id, text, where, diags);
    case FieldType::method:
      return read_method(id, text, where, diags);
    case FieldType::levels:
      return read_names(id, text, "encryption level", where, diags);
    case FieldType::methods:
      return read_names(id, text, "authentication method", where, diags);
    case FieldType::protocols:
      return read_names(id, text, "LAN protocol", where, diags);
    case FieldType::eap_result:
      return read_eap_result(id, text, where, diags);
    case FieldType::address:
      return read_address(id, text, where, diags);
    case FieldType::text:
      break;
  }
  return value_of(id, text);
}

/// A list is one value.
std::string joined(Loader& in, yaml::Node list) {
  std::string out;
  for (const yaml::Node item : read_list(in, list, "a name")) {
    if (list.is_sequence() && item.text().empty())
      in.diags.error(code("R111"), item.span(), "expected a name, found an empty text");
    add_item(out, item.text());
  }
  return out;
}

/// `encryption: strongest`: required, and only that level. `encryption: required`: any level.
void load_bare_encryption(yaml::Node node, const Site& site, Attempt& attempt, Loader& in) {
  const std::string text = joined(in, node);
  const auto set = [&](FieldId id, std::string_view value) {
    set_field(attempt, id, value, node.is_plain(), node.span(), site, in.diags);
  };
  const bool is_requirement = find_value(*field_row(FieldId::encryption_requires).values, text) != nullptr;
  if (is_requirement || (text == "unknown" && node.is_plain())) return set(FieldId::encryption_requires, text);
  set(FieldId::encryption_requires, "required");
  set(FieldId::encryption_can, text);
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
    const bool is_list = is_list_type(field.type) && node.is_sequence();
    if (!is_list && !in.expect_scalar(node, "a single value")) return;
    const std::string text = is_list ? joined(in, node) : std::string(node.text());
    set_field(attempt, static_cast<FieldId>(row), text, node.is_plain(), node.span(), site, in.diags);
    return;
  }
  if (name == "encryption" && !node.is_map()) return load_bare_encryption(node, site, attempt, in);
  if (is_section && in.expect_map(node, "a map of fields")) {
    for (std::size_t entry = 0; entry < node.size(); ++entry)
      load_field(node.key(entry), node.value(entry), name + ".", site, attempt, in);
  } else if (!is_section) {
    names.emplace_back("attributes");
    in.diags.error(code("R110"), key.span(), "unknown field `" + name + "` of an attempt",
                   in.diags.may_search(names.size()) ? help_for_key(name, names) : "");
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
  if (!is_of_request(attribute(*id))) {
    const bool is_time = attribute(*id).condition == ConditionKind::time_of_day;
    in.diags.error(code("R513"), key.span(),
                   "`" + std::string(attribute(*id).name) + "` is not an attribute that a request can have",
                   is_time ? "the hour is that of `at`" : "the groups are those of the account, in the site");
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

}  // namespace

World world_at(const Attempt& attempt) {
  World world;
  const Maybe<Instant> at = attempt.time();
  if (at.is_present()) world.clock = at;
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

FieldValue time_value(Instant instant, const Site& site) {
  return {
      .presence = Presence::present, .text = instant_text(instant, site), .number = instant.time_since_epoch().count()};
}

void set_field(Attempt& attempt, FieldId id, std::string_view text, bool plain, Span where, const Site& site,
               Diagnostics& diags) {
  std::optional<FieldValue> value;
  if (plain && text == "unknown")
    value = FieldValue::unknown();
  else if (!text.empty())
    value = read_value(id, text, where, site, diags);
  else
    diags.error(code("R111"), where,
                "expected a value for `" + std::string(field_row(id).name) + "`, found an empty text");
  FieldValue& field = attempt[id];
  field =
      value ? *std::move(value) : FieldValue{.presence = Presence::unknown};  // reported; nothing else is said of it
  field.given = true;
  field.where = where;
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

}  // namespace rapsim
