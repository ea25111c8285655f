#include "import/csv.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kSeparators = ",;\t";

/// The most frequent sign of the first line, outside of quotes.
char separator_of(std::string_view text) {
  std::size_t counts[kSeparators.size()] = {};
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == '\n' && !is_quoted) break;
    if (const std::size_t row = kSeparators.find(c); row != std::string_view::npos && !is_quoted) ++counts[row];
  }
  return kSeparators[static_cast<std::size_t>(std::max_element(std::begin(counts), std::end(counts)) -
                                              std::begin(counts))];
}

/// Takes records off the front of the text.
class CsvReader {
 public:
  CsvReader(const ImportText& text, std::size_t at, char separator, Diagnostics& diags)
      : text_(text), bytes_(text.bytes), at_(at), separator_(separator), diags_(diags) {}

  [[nodiscard]] bool at_end() const { return at_ >= bytes_.size(); }

  std::optional<CsvRow> row() {
    CsvRow out{.where = text_.span_at(at_)};
    while (true) {
      auto next = cell();
      if (!next) return std::nullopt;
      out.cells.push_back(*std::move(next));
      if (at_ < bytes_.size() && bytes_[at_] == separator_) {
        ++at_;
        continue;
      }
      if (at_ < bytes_.size() && bytes_[at_] == '\r') ++at_;
      if (at_ < bytes_.size() && bytes_[at_] == '\n') ++at_;
      return out;
    }
  }

 private:
  [[nodiscard]] bool ends_cell() const {
    return at_ >= bytes_.size() || bytes_[at_] == separator_ || bytes_[at_] == '\n' || bytes_[at_] == '\r';
  }

  std::optional<std::string> cell() {
    std::string out;
    if (at_ < bytes_.size() && bytes_[at_] == '"') {
      const std::size_t begin = at_++;
      while (at_ < bytes_.size() && (bytes_[at_] != '"' || is_doubled())) {
        if (bytes_[at_] == '"') ++at_;
        out += bytes_[at_++];
      }
      if (at_ >= bytes_.size()) {
        diags_.error(code("R603"), text_.span_at(begin), "a quote that is not closed: the file is cut off, or not CSV");
        return std::nullopt;
      }
      ++at_;
      if (ends_cell()) return out;
      diags_.error(code("R603"), text_.span_at(at_),
                   "expected a separator or the end of the line after a quoted value");
      return std::nullopt;
    }
    const std::size_t begin = at_;
    while (!ends_cell()) ++at_;
    return bytes_.substr(begin, at_ - begin);
  }

  [[nodiscard]] bool is_doubled() const { return at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '"'; }

  const ImportText& text_;
  const std::string& bytes_;
  std::size_t at_;
  char separator_;
  Diagnostics& diags_;
};

/// Line ends and tabs apart, which a quoted value may have.
bool has_control(const CsvRow& row) {
  const auto is_bad = [](char c) { return is_control(c) && c != '\n' && c != '\r' && c != '\t'; };
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [&](const std::string& cell) { return std::any_of(cell.begin(), cell.end(), is_bad); });
}

bool is_empty(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return cell.empty(); });
}

}  // namespace

std::optional<CsvTable> read_csv(const ImportText& text, Diagnostics& diags) {
  CsvTable out;
  std::size_t begin = 0;
  if (text.bytes.starts_with("#TYPE")) {
    begin = std::min(text.bytes.find('\n'), text.bytes.size() - 1) + 1;
    out.type = text.bytes.substr(0, begin);
  }
  out.separator = separator_of(std::string_view(text.bytes).substr(begin));
  CsvReader reader(text, begin, out.separator, diags);
  if (reader.at_end()) {
    diags.error(code("R602"), text.span_at(0), "expected CSV with a header line, found nothing");
    return std::nullopt;
  }
  const auto header = reader.row();
  if (!header) return std::nullopt;
  out.header = header->cells;
  std::set<std::string> names;
  for (const std::string& name : out.header)
    if (!name.empty() && !names.insert(lowered(name)).second) {
      diags.error(code("R604"), header->where, "two columns have the name `" + name + "`");
      return std::nullopt;
    }
  while (!reader.at_end()) {
    auto row = reader.row();
    if (!row) return std::nullopt;
    if (is_empty(*row)) continue;  // a spreadsheet's last lines
    if (row->cells.size() != out.header.size()) {
      diags.error(code("R604"), row->where,
                  "expected " + std::to_string(out.header.size()) + " values as the header has, found " +
                      std::to_string(row->cells.size()));
      return std::nullopt;
    }
    if (has_control(*row)) {
      diags.error(code("R603"), row->where, "a control character in a value: the file is not text");
      return std::nullopt;
    }
    out.rows.push_back(*std::move(row));
  }
  return out;
}

}  // namespace rapsim
