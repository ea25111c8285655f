// The built-in tables (attributes, enumerations, reasons, client errors) for people and programs. Each row is a record
// of named fields, made once: the long form and JSON print all of them, the table prints the short cells beside it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/attributes.hpp"
#include "model/causes.hpp"
#include "model/ras_errors.hpp"
#include "model/readings.hpp"
#include "model/reasons.hpp"
#include "report/style.hpp"

namespace rapsim {

struct RecordField;

struct Record {
  std::vector<RecordField> fields;
};

/// Nothing, or a value that JSON has too.
using RecordValue =
    std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<std::string>, std::vector<Record>>;

struct RecordField {
  std::string_view name;  // kebab-case: the key in JSON, the label in text
  RecordValue value{};
};

struct Table {
  std::string_view name;                          // `attributes`: JSON has the rows under it, in format rapsim/NAME/1
  std::vector<std::string_view> titles{};         // of the short cells; empty: the table has only the long form
  std::vector<std::vector<std::string>> cells{};  // a row a record; the last cell of a row wraps
  std::vector<Record> records{};
  std::vector<std::string> notes{};  // what the short cells abbreviate; left out by --quiet
};

Table attribute_table(const std::vector<const Attribute*>& rows);
Table enumeration_table(const std::vector<const Enumeration*>& rows);
Table reason_table(const std::vector<const Reason*>& rows);
Table cause_table(const std::vector<const Cause*>& rows);
Table reading_table(const std::vector<const ReadingRow*>& rows);
Table error_table(const std::vector<const RasError*>& rows);

/// Columns aligned, about 120 wide.
std::string render_table(const Table& table, bool with_notes, Style style);
/// Every field of every record, one a line.
std::string render_records(const Table& table, Style style);
/// `{"format": "rapsim/NAME/1", "program": {...}, "NAME": [...]}`
std::string render_json(const Table& table);

}  // namespace rapsim
