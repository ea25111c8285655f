// Tables and records as text of about 120 columns.
#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "base/text.hpp"
#include "report/tables/tables.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kWidth = 120;
constexpr std::size_t kNarrowest = 24;  // of the column that wraps

/// Lines of at most `width`, broken at blanks; a longer word has its own line.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (!lines.back().empty() && width_of(lines.back()) + 1 + width_of(word) > width) lines.emplace_back();
    add_item(lines.back(), word, " ");
  }
  return lines;
}

/// `head`, then the text; its further lines are under the first.
std::string hanging(const std::string& head, std::string_view text) {
  const std::size_t indent = width_of(head);
  const std::size_t room = std::max(kNarrowest, kWidth - std::min(kWidth, indent));
  std::string out;
  for (const std::string& line : wrapped(text, room)) {
    out += out.empty() ? head + line : std::string(indent, ' ') + line;
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }
  return out;
}

std::vector<std::size_t> widths_of(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < table.titles.size(); ++column) {
    std::size_t width = width_of(table.titles[column]);
    for (const auto& row : table.cells) width = std::max(width, width_of(row[column]));
    widths.push_back(width);
  }
  return widths;
}

template <class Cells>
std::string row_text(const Cells& cells, const std::vector<std::size_t>& widths) {
  std::string head;
  for (std::size_t column = 0; column + 1 < cells.size(); ++column)
    head += padded(cells[column], widths[column]) + "  ";
  return hanging(head, cells.back());
}

std::string value_text(const RecordValue& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, bool>) return held ? "yes" : "no";
        if constexpr (std::is_same_v<Held, std::int64_t>) return std::to_string(held);
        if constexpr (std::is_same_v<Held, std::string>) return held;
        if constexpr (std::is_same_v<Held, std::vector<std::string>>)
          return held.empty() ? "nothing" : fmt::format("{}", fmt::join(held, ", "));
        return {};
      },
      value);
}

bool is_empty_column(const std::vector<Record>& records, std::size_t column) {
  return std::all_of(records.begin(), records.end(), [&](const Record& record) {
    return std::holds_alternative<std::monostate>(record.fields[column].value);
  });
}

/// Records of equal fields as a small table of their own: `5   Virtual   Virtual (VPN)   what RRAS sends`. A column
/// without any value is left out.
std::string records_text(const std::vector<Record>& records, std::size_t indent) {
  Table table;
  table.cells.resize(records.size());
  for (std::size_t column = 0; column < records.front().fields.size(); ++column) {
    if (is_empty_column(records, column)) continue;
    table.titles.push_back(records.front().fields[column].name);
    for (std::size_t row = 0; row < records.size(); ++row)
      table.cells[row].push_back(value_text(records[row].fields[column].value));
  }
  std::vector<std::size_t> widths = widths_of(table);
  widths.insert(widths.begin(), indent - 2);
  const auto shifted = [&](auto cells) {
    cells.insert(cells.begin(), typename decltype(cells)::value_type{});
    return row_text(cells, widths);
  };
  std::string out = shifted(table.titles);
  for (const auto& cells : table.cells) out += shifted(cells);
  return out;
}

std::string field_text(const RecordField& field, std::size_t label) {
  if (std::holds_alternative<std::monostate>(field.value)) return {};
  const auto* nested = std::get_if<std::vector<Record>>(&field.value);
  if (nested == nullptr) return hanging("  " + padded(field.name, label) + "  ", value_text(field.value));
  if (nested->empty()) return {};
  return fmt::format("  {}\n", field.name) + records_text(*nested, 4);
}

}  // namespace

std::string render_table(const Table& table, bool with_notes, Style style) {
  const std::vector<std::size_t> widths = widths_of(table);
  std::string head = row_text(table.titles, widths);
  head.pop_back();
  std::string out = style.strong(head) + "\n";
  for (const auto& row : table.cells) out += row_text(row, widths);
  if (!with_notes || table.notes.empty()) return out;
  out += '\n';
  for (const std::string& note : table.notes) out += style.dim(note) + "\n";
  return out;
}

std::string render_records(const Table& table, Style style) {
  std::size_t label = 0;
  for (const Record& record : table.records)
    for (const RecordField& field : record.fields) label = std::max(label, width_of(field.name));
  std::string out;
  for (const Record& record : table.records) {
    if (!out.empty()) out += '\n';
    const std::string kind = record.kind.empty() ? "" : std::string(record.kind) + " ";
    out += style.strong(kind + value_text(record.fields.front().value)) + "\n";
    for (std::size_t i = 1; i < record.fields.size(); ++i) out += field_text(record.fields[i], label);
  }
  return out;
}

}  // namespace rapsim
