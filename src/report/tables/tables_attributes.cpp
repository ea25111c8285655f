// Attributes, their enumerations, and the values of those.
#include <algorithm>

#include "engine/stages/request.hpp"
#include "report/tables/records.hpp"

namespace rapsim {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view kTypes[] = {"text", "integer", "enumeration", "ipv4", "ipv6", "time", "octets", "boolean"};

struct KindWords {
  std::string_view shortly;
  std::string_view fully;
};
/// By ConditionKind.
constexpr KindWords kKinds[] = {
    {"", ""},
    {"pattern",
     "pattern: a regular expression found anywhere in the value, without case; enumerations as decimal number"},
    {"schedule", "schedule: the policy server's local time lies inside it"},
    {"groups", "groups: the user's or the computer's account is a member of any of them, nested groups included"},
    {"user groups", "user groups: the user's account is a member of any of them, nested groups included"},
    {"machine groups", "machine groups: the computer's account is a member of any of them, nested groups included"},
    {"out of scope", "not simulated: unknown, unless the attempt gives a value, which is then tested as a pattern"},
};

struct PlaceWords {
  ConditionPlace bit;
  std::string_view shortly;
  std::string_view fully;
};
constexpr PlaceWords kPlaces[] = {
    {kRemoteAccessPolicy, "RAP", "remote access policy (windows-2000, windows-2003)"},
    {kNetworkPolicy, "NP", "network policy (nps)"},
    {kConnectionRequestPolicy, "CRP", "connection request policy (windows-2003, nps)"},
};

constexpr std::uint32_t kFirstNpsId = 0x1000;
std::uint32_t vendor_of(const Attribute& row) { return row.id >> 16U; }
std::uint32_t number_of(const Attribute& row) { return row.id & 0xffffU; }

/// `31`, `4102 0x1006`, `311:7` (vendor : type).
std::string id_text(const Attribute& row) {
  if (vendor_of(row) != 0) return fmt::format("{}:{}", vendor_of(row), number_of(row));
  return row.id < kFirstNpsId ? std::to_string(row.id) : fmt::format("{} {:#x}", row.id, row.id);
}

/// A vendor's number is not a number of RADIUS.
Texts words_of(const Attribute& row) {
  return {std::string(row.name), vendor_of(row) != 0 ? id_text(row) : std::to_string(row.id)};
}

Texts place_texts(const Attribute& row, std::string_view PlaceWords::*words) {
  Texts out;
  for (const PlaceWords& place : kPlaces)
    if ((row.conditions & place.bit) != 0) out.emplace_back(place.*words);
  return out;
}

/// What a value of the type looks like in a condition.
std::string example_value(const Attribute& row) {
  if (row.condition == ConditionKind::time_of_day) return "\"Mon-Fri 07:00-19:00\"";
  const bool is_pattern = row.condition == ConditionKind::pattern || row.condition == ConditionKind::out_of_scope;
  if (!is_pattern) return "[VPN-Users]";
  switch (row.type) {
    case ValueType::enumeration:
      return std::string(row.values->values.front().name);
    case ValueType::ipv4:
      return "'^192\\.0\\.2\\.'";
    case ValueType::ipv6:
      return "'^2001:db8:'";
    case ValueType::integer:
      return "1";
    case ValueType::boolean:
      return "true";
    case ValueType::text:
    case ValueType::time:
    case ValueType::octets:
      break;
  }
  return "'^VPN'";
}

RecordValue example_of(const Attribute& row) {
  if (row.condition == ConditionKind::none) return {};
  return fmt::format("- {}: {}", row.name, example_value(row));
}

const FilledIn* find_filled_in(std::string_view attribute) {
  const auto rows = filled_in();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const FilledIn& row) { return row.attribute == attribute; });
  return found == rows.end() ? nullptr : &*found;
}

std::vector<Record> value_records(const Enumeration& values) {
  std::vector<Record> out;
  for (const NamedValue& value : values.values)
    out.push_back({{{"number", number(value.number)},
                    {"name", text(value.name)},
                    {"label", text(value.label)},
                    {"note", text_or_nothing(value.note)}}});
  return out;
}

Record attribute_record(const Attribute& row) {
  const FilledIn* filled = find_filled_in(row.name);
  Record out{
      {{"name", text(row.name)},
       {"summary", text(row.summary)},
       {"id", number(number_of(row))},
       {"id-hexadecimal",
        row.id >= kFirstNpsId && vendor_of(row) == 0 ? RecordValue{fmt::format("{:#x}", row.id)} : RecordValue{}},
       {"vendor", vendor_of(row) == 0 ? RecordValue{} : number(vendor_of(row))},
       {"type", text(kTypes[static_cast<std::size_t>(row.type)])},
       {"condition-of", place_texts(row, &PlaceWords::fully)},
       {"decided-by", text_or_nothing(kKinds[static_cast<std::size_t>(row.condition)].fully)},
       {"condition-example", example_of(row)},
       {"when-absent", text_or_nothing(row.absent)},
       {"from-radius-clients-only", row.client_only},
       {"filled-in-by-rras", filled != nullptr},
       {"filled-in-source", filled != nullptr ? text(filled->source) : RecordValue{}},
       {"returned-by-profiles", row.returned},
       {"basis", text(basis_name(row.basis))},
       {"source", text(row.source)}}};
  if (row.values != nullptr) {
    out.fields.push_back({"enumeration", text(row.values->name)});
    out.fields.push_back({"values", value_records(*row.values)});
  }
  out.words = words_of(row);
  return out;
}

Table attributes_in(std::uint8_t places) {
  Table out{.name = "attributes", .titles = {"attribute", "id", "type", "condition of", "decided by", "summary"}};
  for (const Attribute& row : attributes()) {
    if (places != kNowhere && (row.conditions & places) == 0) continue;
    out.records.push_back(attribute_record(row));
    out.cells.push_back(
        {marked(row.name, row.basis), id_text(row), std::string(kTypes[static_cast<std::size_t>(row.type)]),
         fmt::format("{}", fmt::join(place_texts(row, &PlaceWords::shortly), " ")),
         std::string(kKinds[static_cast<std::size_t>(row.condition)].shortly), std::string(row.summary)});
  }
  for (const PlaceWords& place : kPlaces) out.notes.push_back(fmt::format("{}  {}", place.shortly, place.fully));
  out.notes.emplace_back(kMarkNote);
  out.notes.emplace_back(
      "`rapsim attributes NAME` has everything of one: what its absence means, its values, its source");
  return out;
}

/// The attributes whose values an enumeration has.
std::vector<const Attribute*> attributes_of(const Enumeration& enumeration) {
  std::vector<const Attribute*> out;
  for (const Attribute& row : attributes())
    if (row.values != nullptr && row.values->name == enumeration.name) out.push_back(&row);
  return out;
}

Record value_record(const Enumeration& enumeration, const NamedValue& value) {
  Texts names, examples;
  for (const Attribute* row : attributes_of(enumeration)) {
    names.emplace_back(row->name);
    if (row->condition == ConditionKind::pattern) examples.push_back(fmt::format("- {}: {}", row->name, value.name));
  }
  return {{{"name", text(value.name)},
           {"enumeration", text(enumeration.name)},
           {"number", number(value.number)},
           {"label", text(value.label)},
           {"note", text_or_nothing(value.note)},
           {"attributes", names.empty() ? RecordValue{} : RecordValue{names}},
           {"condition-examples", examples.empty() ? RecordValue{} : RecordValue{examples}},
           {"basis", text(basis_name(enumeration.basis))},
           {"source", text(enumeration.source)}},
          {},
          {std::string(value.name), std::string(value.label)}};
}

}  // namespace

Table attribute_table() { return attributes_in(kNowhere); }

Table condition_attribute_table() {
  return attributes_in(kRemoteAccessPolicy | kNetworkPolicy | kConnectionRequestPolicy);
}

Table enumeration_table() {
  Table out{.name = "enumerations"};
  for (const Enumeration& row : enumerations())
    out.records.push_back({{{"name", text(row.name)},
                            {"basis", text(basis_name(row.basis))},
                            {"source", text(row.source)},
                            {"values", value_records(row)}},
                           {},
                           {std::string(row.name)}});
  return out;
}

Table value_table() {
  Table out{.name = "values"};
  for (const Enumeration& enumeration : enumerations())
    for (const NamedValue& value : enumeration.values) out.records.push_back(value_record(enumeration, value));
  return out;
}

}  // namespace rapsim
