// The built-in tables (attributes, reasons, client errors, causes, ...) for people and programs. Each row is a record
// of named fields, made once: the long form and JSON print all of them, the table prints the short cells beside it.
// What another table says of a row (the causes of a reason, the check of a cause) is looked up there, never repeated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "report/text/style.hpp"

namespace rapsim {

struct RecordField;

struct Record {
  std::vector<RecordField> fields;
  std::string_view kind{};           // `reason`, where records of several kinds are side by side
  std::vector<std::string> words{};  // what people call it: number, name, symbol; the first one is shown
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

// One function a table, with all of its rows.
Table attribute_table();
/// Only those that conditions can test.
Table condition_attribute_table();
Table enumeration_table();
Table value_table();
Table reason_table();
Table error_table();
Table cause_table();
Table reading_table();
Table gap_table();
Table stage_table();
Table check_table();
Table field_table();
Table code_table();

/// The rows that a word means: their words without case, numbers also as `0x42`.
Table rows_called(Table table, std::string_view word);

/// Columns aligned, about 120 wide.
std::string render_table(const Table& table, bool with_notes, Style style);
/// Every field of every record, one a line.
std::string render_records(const Table& table, Style style);
/// `{"format": "rapsim/NAME/1", "program": {...}, "NAME": [...]}`
std::string render_json(const Table& table);

}  // namespace rapsim
