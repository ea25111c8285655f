#include "report/tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/request.hpp"

namespace rapsim {
namespace {

using Texts = std::vector<std::string>;

RecordValue text_or_nothing(std::string_view text) {
  return text.empty() ? RecordValue{} : RecordValue{std::string(text)};
}
RecordValue number(std::uint32_t value) { return std::int64_t{value}; }
RecordValue text(std::string_view value) { return std::string(value); }

/// A value that does not rest on a document has a question mark.
std::string marked(std::string_view value, Basis basis) {
  return std::string(value) + (basis == Basis::documented ? "" : "?");
}

constexpr std::string_view kMarkNote =
    "?  no document says so: the long form has the basis, and the gap where one is listed";

// --- Attributes ---

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

Texts place_texts(const Attribute& row, std::string_view PlaceWords::*words) {
  Texts out;
  for (const PlaceWords& place : kPlaces)
    if ((row.conditions & place.bit) != 0) out.emplace_back(place.*words);
  return out;
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
  return out;
}

// --- Reasons and errors ---

std::string client_error_text(const ClientError& error) {
  return error.number == 0 ? "-" : marked(std::to_string(error.number), error.basis);
}

void add_client_error(Record& record, std::string_view name, std::string_view basis, const ClientError& error) {
  RecordField& shown = record.fields.emplace_back(RecordField{name, {}});
  if (error.number != 0) shown.value = number(error.number);
  RecordField& firmness = record.fields.emplace_back(RecordField{basis, {}});
  if (error.number != 0) firmness.value = text(basis_name(error.basis));
}

Record reason_record(const Reason& row) {
  Record out{{{"number", number(row.number)},
              {"symbol", text_or_nothing(row.symbol)},
              {"meaning", text(row.meaning)},
              {"kind", text(row.kind)}}};
  add_client_error(out, "client-error-ms-chap", "client-error-ms-chap-basis", row.ms_chap);
  add_client_error(out, "client-error-other", "client-error-other-basis", row.other);
  out.fields.push_back({"basis", text(basis_name(row.basis))});
  out.fields.push_back({"gap", text_or_nothing(row.gap)});
  out.fields.push_back({"source", text(row.source)});
  return out;
}

/// The reasons after which a client shows this error, and how firm that is for each method.
std::vector<Record> reasons_showing(std::uint16_t error) {
  std::vector<Record> out;
  const auto basis_of = [&](const ClientError& shown) {
    return shown.number == error ? text(basis_name(shown.basis)) : RecordValue{};
  };
  for (const Reason& row : reasons())
    if (row.ms_chap.number == error || row.other.number == error)
      out.push_back({{{"reason", number(row.number)},
                      {"after-ms-chap", basis_of(row.ms_chap)},
                      {"after-other-methods", basis_of(row.other)},
                      {"meaning", text(row.meaning)}}});
  return out;
}

/// The bases of causes are sentences; only those that begin so are firm.
bool is_firm(std::string_view basis) {
  return basis.starts_with("documented") || basis.starts_with("text documented") || basis.starts_with("TechNet");
}

Record error_record(const RasError& row) {
  return {{{"number", number(row.number)},
           {"symbol", text(row.symbol)},
           {"side", text(row.side)},
           {"meaning", text(row.meaning)},
           {"cause", text_or_nothing(row.cause)},
           {"basis", text(row.basis)},
           {"source", text(row.source)},
           {"shown-for-reasons", reasons_showing(row.number)}}};
}

Record cause_record(const Cause& row) {
  Record out{{{"id", text(row.id)}, {"title", text(row.title)}, {"fix", text(row.fix)}}};
  out.fields.push_back({"reason", row.reason == 0 ? RecordValue{} : number(row.reason)});
  add_client_error(out, "client-error-before-vista", "client-error-before-vista-basis", row.before_vista);
  add_client_error(out, "client-error-from-vista", "client-error-from-vista-basis", row.from_vista);
  out.fields.push_back({"source", text(row.source)});
  return out;
}

}  // namespace

Table attribute_table(const std::vector<const Attribute*>& rows) {
  Table out{.name = "attributes", .titles = {"attribute", "id", "type", "condition of", "decided by", "summary"}};
  for (const Attribute* row : rows) {
    out.records.push_back(attribute_record(*row));
    out.cells.push_back(
        {marked(row->name, row->basis), id_text(*row), std::string(kTypes[static_cast<std::size_t>(row->type)]),
         fmt::format("{}", fmt::join(place_texts(*row, &PlaceWords::shortly), " ")),
         std::string(kKinds[static_cast<std::size_t>(row->condition)].shortly), std::string(row->summary)});
  }
  for (const PlaceWords& place : kPlaces) out.notes.push_back(fmt::format("{}  {}", place.shortly, place.fully));
  out.notes.emplace_back(kMarkNote);
  out.notes.emplace_back(
      "`rapsim attributes NAME` has everything of one: what its absence means, its values, its source");
  return out;
}

Table enumeration_table(const std::vector<const Enumeration*>& rows) {
  Table out{.name = "enumerations"};
  for (const Enumeration* row : rows)
    out.records.push_back({{{"name", text(row->name)},
                            {"basis", text(basis_name(row->basis))},
                            {"source", text(row->source)},
                            {"values", value_records(*row)}}});
  return out;
}

Table reason_table(const std::vector<const Reason*>& rows) {
  Table out{.name = "reasons", .titles = {"reason", "symbol", "kind", "MS-CHAP", "other", "meaning"}};
  for (const Reason* row : rows) {
    out.records.push_back(reason_record(*row));
    out.cells.push_back({marked(std::to_string(row->number), row->basis), std::string(row->symbol),
                         std::string(row->kind), client_error_text(row->ms_chap), client_error_text(row->other),
                         std::string(row->meaning)});
  }
  out.notes = {"MS-CHAP, other  the error that a client shows after MS-CHAP v1 or v2, and after PAP, CHAP or EAP",
               std::string(kMarkNote)};
  return out;
}

Table cause_table(const std::vector<const Cause*>& rows) {
  Table out{.name = "causes", .titles = {"cause", "reason", "meaning"}};
  for (const Cause* row : rows) {
    out.records.push_back(cause_record(*row));
    out.cells.push_back(
        {std::string(row->id), row->reason == 0 ? "-" : std::to_string(row->reason), std::string(row->title)});
  }
  out.notes = {
      "`rapsim causes ID` has the fix of one; the client error is that of the reason code unless the cause has its "
      "own"};
  return out;
}

Table reading_table(const std::vector<const ReadingRow*>& rows) {
  Table out{.name = "readings", .titles = {"reading", "gap", "by default", "with `true`"}};
  for (const ReadingRow* row : rows) {
    out.records.push_back({{{"name", text(row->name)},
                            {"gap", text(row->gap)},
                            {"by-default", text(row->built)},
                            {"with-true", text(row->other)},
                            {"source", text(row->source)}}});
    out.cells.push_back(
        {std::string(row->name), std::string(row->gap), std::string(row->built), std::string(row->other)});
  }
  out.notes = {"a site says `readings: { NAME: true }`; `rapsim run --disputed list` names what hangs on one"};
  return out;
}

Table error_table(const std::vector<const RasError*>& rows) {
  Table out{.name = "errors", .titles = {"error", "symbol", "side", "meaning; usual cause"}};
  for (const RasError* row : rows) {
    out.records.push_back(error_record(*row));
    std::string meaning(row->meaning);
    if (!row->cause.empty()) meaning += fmt::format("; {}{}", row->cause, is_firm(row->basis) ? "" : "?");
    out.cells.push_back({std::to_string(row->number), std::string(row->symbol), std::string(row->side), meaning});
  }
  out.notes = {std::string(kMarkNote)};
  return out;
}

}  // namespace rapsim
