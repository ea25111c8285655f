#include "model/load/attempt_lines.hpp"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/attempt/attempt_document.hpp"
#include "model/load/load.hpp"
#include "yaml/tree.hpp"

namespace rapsim {
namespace {

static_assert(kJsonPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::string_view kAttributes = "attributes", kAttributePrefix = "attributes.";

/// The value as the tree that YAML gives; JSON is a part of it.
class Tree {
 public:
  Tree(yaml::Document& out, Diagnostics& diags) : out_(out), diags_(diags) {}

  /// Nothing after an error.
  std::optional<std::uint32_t> add(simdjson::dom::element value, std::size_t depth) {
    using Type = simdjson::dom::element_type;
    if (depth > yaml::kDeepest)
      return refuse(code("R106"), "nested deeper than " + std::to_string(yaml::kDeepest) + " levels");
    switch (value.type()) {
      case Type::OBJECT:
        return add_map(value.get_object().value_unsafe(), depth);
      case Type::ARRAY: {
        std::vector<std::uint32_t> elements;
        const simdjson::dom::array array =
            value.get_array().value_unsafe();  // a name: it would not live through the loop
        for (const simdjson::dom::element element : array) {
          const auto row = add(element, depth + 1);
          if (!row) return std::nullopt;
          elements.push_back(*row);
        }
        return out_.add_sequence(elements, {});
      }
      case Type::STRING:
        return add_text(value.get_string().value_unsafe(), false);
      case Type::INT64:
        return add_text(std::to_string(value.get_int64().value_unsafe()), true);
      case Type::UINT64:
        return add_text(std::to_string(value.get_uint64().value_unsafe()), true);
      case Type::DOUBLE:  // no field has one, and its digits are no longer known
        return refuse(code("R111"), "a number with a fraction or an exponent",
                      "no field of an attempt is one; a text needs quotes");
      case Type::BOOL:
        return add_text(value.get_bool().value_unsafe() ? "true" : "false", true);
      case Type::NULL_VALUE:
        break;
    }
    return out_.add_null({});
  }

 private:
  std::optional<std::uint32_t> refuse(Code code, std::string message, std::string help = {}) {
    diags_.error(code, {}, std::move(message), std::move(help));
    return std::nullopt;
  }

  std::optional<std::uint32_t> add_text(std::string_view text, bool is_plain) {
    if (text.size() > yaml::kLongestScalar)
      return refuse(code("R105"), "a text longer than " + std::to_string(yaml::kLongestScalar >> 10) + " KiB");
    if (text.find('\0') != std::string_view::npos) return refuse(code("R103"), "a text with a NUL character");
    return out_.add_scalar(text, {}, is_plain, false);
  }

  std::optional<std::uint32_t> add_map(simdjson::dom::object map, std::size_t depth) {
    std::vector<std::uint32_t> rows;
    std::vector<std::string_view> names;
    for (const auto& [name, value] : map) {
      names.push_back(name);
      const auto key = add_text(name, false), content = key ? add(value, depth + 1) : std::nullopt;
      if (!content) return std::nullopt;
      rows.insert(rows.end(), {*key, *content});
    }
    std::sort(names.begin(), names.end());
    if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
      return refuse(code("R109"), "the key `" + std::string(*twice) + "` is twice in one object");
    return out_.add_map(rows, {});
  }

  yaml::Document& out_;
  Diagnostics& diags_;
};

std::string message_of(simdjson::error_code error) {
  switch (error) {
    case simdjson::EMPTY:
      return "an empty text";
    case simdjson::UTF8_ERROR:
      return "the text is not UTF-8";
    case simdjson::STRING_ERROR:
      return "a string with an escape that JSON does not have";
    case simdjson::UNCLOSED_STRING:
      return "a string without its closing quote";
    case simdjson::UNESCAPED_CHARS:
      return "a control character inside a string";
    case simdjson::NUMBER_ERROR:
      return "not a number, or one of more than 64 bits; a text of digits needs quotes";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
      return "not a value of JSON; a text needs double quotes";
    case simdjson::DEPTH_ERROR:
      return "nested deeper than " + std::to_string(yaml::kDeepest) + " levels";
    default:
      return "expected one JSON object a line";
  }
}

Code code_of(simdjson::error_code error) {
  return error == simdjson::UTF8_ERROR ? code("R103") : error == simdjson::DEPTH_ERROR ? code("R106") : code("R102");
}

}  // namespace

struct JsonAttempts::Parser {
  simdjson::dom::parser json{};
};

JsonAttempts::JsonAttempts() : parser_(std::make_unique<Parser>()) {}
JsonAttempts::~JsonAttempts() = default;
JsonAttempts::JsonAttempts(JsonAttempts&&) noexcept = default;

void JsonAttempts::read(std::string_view line, const Site& site, Attempt& attempt, Diagnostics& diags) {
  simdjson::dom::element root;
  if (const auto error = parser_->json.parse(line.data(), line.size(), false).get(root)) {
    diags.error(code_of(error), {}, message_of(error));
    return;
  }
  yaml::Document document;
  const auto row = Tree(document, diags).add(root, 0);
  if (!row) return;
  document.set_root(*row);
  load_attempt_document(document.root(), site, attempt, diags);
}

std::optional<std::vector<CsvCell>> csv_cells(std::string_view record, std::uint32_t file, std::uint32_t first_line,
                                              Diagnostics& diags) {
  if (!simdjson::validate_utf8(record.data(), record.size()) || record.find('\0') != std::string_view::npos) {
    diags.error(code("R103"), {file, first_line, 1, 1}, "the record is not UTF-8, or has a NUL byte");
    return std::nullopt;
  }
  std::vector<CsvCell> cells;
  std::size_t at = 0, line_start = 0;
  std::uint32_t line = first_line;
  const auto place = [&](std::size_t offset) {
    return Span{file, line, static_cast<std::uint32_t>(offset - line_start + 1), 1};
  };
  while (true) {
    const Span begin = place(at);
    CsvCell cell{.line = begin.line, .column = begin.column};
    const std::size_t from = at;
    if (at < record.size() && record[at] == '"') {
      for (++at;; ++at) {
        if (at == record.size()) {
          diags.error(code("R102"), begin, "a quoted cell without its closing quote");
          return std::nullopt;
        }
        if (record[at] == '"' && (at + 1 == record.size() || record[at + 1] != '"')) break;
        if (record[at] == '"') ++at;
        cell.text += record[at];
        if (record[at] != '\n') continue;
        ++line;
        line_start = at + 1;
      }
      ++at;
      if (at < record.size() && record[at] != ',') {
        diags.error(code("R102"), place(at), "expected a comma after a quoted cell",
                    "a quote inside a quoted cell is written twice");
        return std::nullopt;
      }
    } else {
      at = std::min(record.find(',', at), record.size());
      cell.text = record.substr(from, at - from);
      if (const std::size_t quote = cell.text.find('"'); quote != std::string::npos) {
        diags.error(code("R102"), place(from + quote), "a quote inside a cell that is not quoted",
                    "the whole cell is in quotes, and a quote inside it is written twice");
        return std::nullopt;
      }
    }
    cell.length = static_cast<std::uint32_t>(std::max<std::size_t>(at - from, 1));
    cells.push_back(std::move(cell));
    if (at == record.size()) return cells;
    ++at;
  }
}

std::optional<CsvAttempts> CsvAttempts::of_header(std::string_view record, std::uint32_t file, std::uint32_t line,
                                                  Diagnostics& diags) {
  const auto cells = csv_cells(record, file, line, diags);
  if (!cells) return std::nullopt;
  std::vector<std::string_view> names;
  for (const AttemptField& field : attempt_fields()) names.push_back(field.name);
  names.emplace_back("encryption");
  CsvAttempts out;
  std::set<std::string_view> seen;
  for (const CsvCell& cell : *cells) {
    const Span where{file, cell.line, cell.column, cell.length};
    const std::string_view text = cell.text;
    if (!seen.insert(text).second)
      diags.error(code("R109"), where, "two columns of the name `" + cell.text + "`");
    else if (text.starts_with(kAttributePrefix)) {
      const std::string_view name = text.substr(kAttributePrefix.size());
      if (!find_attribute(name))
        diags.error(code("R302"), where, "unknown attribute `" + std::string(name) + "`",
                    did_you_mean(name, attribute_names()));
    } else if (std::find(names.begin(), names.end(), text) == names.end()) {
      diags.error(code("R110"), where, "unknown field `" + cell.text + "` of an attempt",
                  find_attribute(text) ? "the column of an attribute is `attributes." + cell.text + "`"
                                       : did_you_mean(text, names));
    }
    out.columns_.push_back(cell.text);
  }
  return diags.has_errors() ? std::nullopt : std::optional(std::move(out));
}

void CsvAttempts::read(std::string_view record, std::uint32_t file, std::uint32_t line, const Site& site,
                       Attempt& attempt, Diagnostics& diags) const {
  const auto cells = csv_cells(record, file, line, diags);
  if (!cells) return;
  if (cells->size() != columns_.size()) {
    diags.error(code("R111"), {file, line, 1, static_cast<std::uint32_t>(record.size())},
                "expected " + std::to_string(columns_.size()) + " cells, as the first record has, found " +
                    std::to_string(cells->size()));
    return;
  }
  yaml::Document document;
  std::vector<std::uint32_t> fields, attributes;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const CsvCell& cell = (*cells)[i];
    if (cell.text.empty()) continue;
    const Span where{file, cell.line, cell.column, cell.length};
    const bool is_attribute = columns_[i].starts_with(kAttributePrefix);
    const std::string_view name =
        is_attribute ? std::string_view(columns_[i]).substr(kAttributePrefix.size()) : std::string_view(columns_[i]);
    auto& rows = is_attribute ? attributes : fields;
    rows.push_back(document.add_scalar(name, where, true, false));
    rows.push_back(document.add_scalar(cell.text, where, true, false));
  }
  if (!attributes.empty())
    fields.insert(fields.end(), {document.add_scalar(kAttributes, {}, true, false), document.add_map(attributes, {})});
  document.set_root(document.add_map(fields, {}));
  load_attempt(document.root(), site, attempt, diags);
}

}  // namespace rapsim
