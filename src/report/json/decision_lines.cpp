#include "report/json/decision_lines.hpp"

#include <algorithm>
#include <iterator>
#include <range/v3/algorithm/contains.hpp>

#include "base/visible.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kLine = "line", kSettings = "settings";

/// Fields that the decision says by itself; the others need what made it.
constexpr std::string_view kOfDecision[] = {"decision", "outcome", "stage", "request-policy",
                                            "policy",   "reason",  "cause"};

/// A JSON string.
void add_json(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void add_json(std::string& out, const DecisionField& field, const FieldTexts& texts) {
  if (texts.is_unknown()) return add_json(out, "unknown");
  if (field.is_list) {
    out += '[';
    for (std::size_t i = 0; texts.is_present() && i < texts.value.size(); ++i) {
      if (i > 0) out += ',';
      add_json(out, texts.value[i]);
    }
    out += ']';
  } else if (texts.is_absent()) {
    out += "null";
  } else if (field.is_number) {
    out += texts.value.front();
  } else {
    add_json(out, texts.value.front());
  }
}

std::string cell_text(const FieldTexts& texts) {
  std::string out = texts.is_unknown() ? "unknown" : "";
  for (std::size_t i = 0; texts.is_present() && i < texts.value.size(); ++i) out += (i > 0 ? ";" : "") + texts.value[i];
  return out;
}

using Settings = std::optional<std::vector<ReplyAttribute>>;

void add_json(std::string& out, const Settings& settings) {
  if (!settings) {
    out += "null";
    return;
  }
  out += '[';
  for (const ReplyAttribute& one : *settings) {
    if (out.back() != '[') out += ',';
    out += "{\"attribute\":";
    add_json(out, attribute(one.attribute).name);
    out += ",\"value\":";
    add_json(out, one.value);
    out += '}';
  }
  out += ']';
}

std::string cell_text(const Settings& settings) {
  std::string out;
  if (!settings) return out;
  for (const ReplyAttribute& one : *settings)
    out += (out.empty() ? "" : ";") + std::string(attribute(one.attribute).name) + "=" + one.value;
  return out;
}

}  // namespace

std::vector<LineField> line_fields() {
  std::vector<LineField> out{{kLine, "the line of the input on which the attempt begins", nullptr}};
  for (const DecisionField& field : decision_fields()) out.push_back({field.name, field.summary, &field});
  out.push_back({kSettings, "the attributes that an accept returns", nullptr});
  return out;
}

DecisionLines::DecisionLines(std::vector<LineField> shown, LineFormat format)
    : shown_(std::move(shown)), format_(format) {
  for (const LineField& one : shown_) {
    needs_.trace = needs_.trace || (one.field != nullptr && !ranges::contains(kOfDecision, one.name));
    needs_.settings = needs_.settings || one.name == kSettings;
  }
}

std::string DecisionLines::header() const {
  std::string out;
  if (format_ == LineFormat::ndjson) return out;
  for (const LineField& one : shown_) out += (out.empty() ? "" : ",") + std::string(one.name);
  return out + "\r\n";
}

void DecisionLines::append(const Decided& decided, std::uint64_t line, std::string& out) const {
  const bool is_json = format_ == LineFormat::ndjson;
  const auto cell = [&](std::string_view text) { return csv_cell(text, format_ == LineFormat::csv_raw); };
  const std::size_t begin = out.size();
  char before = '{';
  bool is_first = true;
  for (const LineField& one : shown_) {
    if (is_json) {
      out += before;
      before = ',';
      add_json(out, one.name);
      out += ':';
    } else if (!is_first) {
      out += ',';
    }
    is_first = false;
    if (one.field != nullptr) {
      const FieldTexts texts = one.field->texts(decided.explained);
      is_json ? add_json(out, *one.field, texts) : static_cast<void>(out += cell(cell_text(texts)));
    } else if (one.name == kLine) {
      out += std::to_string(line);
    } else {
      is_json ? add_json(out, decided.settings) : static_cast<void>(out += cell(cell_text(decided.settings)));
    }
  }
  out += is_json ? "}\n" : "\r\n";
  // Few lines have any of what safe_output() looks for.
  const auto may_act = [](char c) { return c == '#' || static_cast<unsigned char>(c) >= 0x7F; };
  if (is_json && std::any_of(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), may_act))
    out.replace(begin, std::string::npos, safe_output(std::string_view(out).substr(begin), OutputKind::json));
}

}  // namespace rapsim
