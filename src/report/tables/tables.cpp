#include "report/tables/tables.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace rapsim {
namespace {

/// `0x42` and `066` are the number 66, whose word is decimal; any other word is itself.
std::string decimal(std::string_view word) {
  const bool is_hex = word.starts_with("0x") || word.starts_with("0X");
  const auto number = number_in<std::uint32_t>(word.substr(is_hex ? 2 : 0), is_hex ? 16 : 10);
  return number ? std::to_string(*number) : std::string(word);
}

}  // namespace

Table rows_called(Table table, std::string_view word) {
  const std::string number = decimal(word);
  const auto is_called = [&](const Record& record) {
    return std::any_of(record.words.begin(), record.words.end(),
                       [&](const std::string& known) { return equal_without_case(known, word) || known == number; });
  };
  Table out{.name = table.name, .titles = std::move(table.titles), .notes = std::move(table.notes)};
  for (std::size_t row = 0; row < table.records.size(); ++row) {
    if (!is_called(table.records[row])) continue;
    out.records.push_back(std::move(table.records[row]));
    if (!table.cells.empty()) out.cells.push_back(std::move(table.cells[row]));
  }
  return out;
}

}  // namespace rapsim
