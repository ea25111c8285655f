#include "tests/schema/document.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdint>
#include <regex>

namespace schema_test {
namespace {

using nlohmann::json;

Tree tree_of(const YAML::Node& node) {
  Tree out;
  if (node.IsScalar()) return scalar(node.Scalar(), node.Tag() != "!");
  if (node.IsSequence()) {
    out.kind = Tree::Kind::list;
    for (const YAML::Node& item : node) out.items.push_back(tree_of(item));
  } else if (node.IsMap()) {
    out.kind = Tree::Kind::map;
    for (const auto& entry : node) out.entries.emplace_back(entry.first.Scalar(), tree_of(entry.second));
  }
  return out;
}

/// YAML 1.2, 10.3.2: what a scalar without quotes is.
json resolved(const std::string& text) {
  static const std::regex kNull("~|null|Null|NULL|"), kTrue("true|True|TRUE"), kFalse("false|False|FALSE"),
      kInteger("[-+]?[0-9]+"), kOctal("0o[0-7]+"), kHexadecimal("0x[0-9a-fA-F]+"),
      kFloat(R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)"),
      kNoNumber(R"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))");
  const auto is = [&](const std::regex& what) { return std::regex_match(text, what); };
  if (is(kNull)) return nullptr;
  if (is(kTrue)) return true;
  if (is(kFalse)) return false;
  constexpr std::size_t kMostDigits = 18;
  if (is(kInteger) && text.size() <= kMostDigits) return std::stoll(text);
  if (is(kOctal) && text.size() <= kMostDigits) return std::stoll(text.substr(2), nullptr, 8);
  if (is(kHexadecimal) && text.size() <= kMostDigits - 2) return std::stoll(text.substr(2), nullptr, 16);
  if (is(kFloat)) return std::strtod(text.c_str(), nullptr);
  if (is(kNoNumber)) return 0.5;  // JSON has neither; what matters is that it is a number
  return text;
}

bool can_be_plain(const Tree& tree) {
  return tree.is_plain && !tree.text.empty() &&
         std::all_of(tree.text.begin(), tree.text.end(),
                     [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                              c == '_' || c == '+' || c == '-' || c == '~';
                     }) &&
         tree.text.front() != '-';
}

void write(const Tree& tree, std::string& out);

template <class List, class One>
void write_all(const List& list, char open, char close, std::string& out, One one) {
  out += open;
  for (const auto& item : list) {
    if (out.back() != open) out += ", ";
    one(item);
  }
  out += close;
}

void write(const Tree& tree, std::string& out) {
  switch (tree.kind) {
    case Tree::Kind::null:
      out += "null";
      return;
    case Tree::Kind::scalar:
      out += can_be_plain(tree) ? tree.text : json(tree.text).dump();
      return;
    case Tree::Kind::list:
      write_all(tree.items, '[', ']', out, [&](const Tree& item) { write(item, out); });
      return;
    case Tree::Kind::map:
      write_all(tree.entries, '{', '}', out, [&](const auto& entry) {
        out += json(entry.first).dump() + ": ";
        write(entry.second, out);
      });
  }
}

}  // namespace

Tree scalar(std::string text, bool is_plain) {
  Tree out{.kind = Tree::Kind::scalar, .text = std::move(text), .is_plain = is_plain};
  return out;
}

Tree read_file(const std::string& path) { return tree_of(YAML::LoadFile(path)); }
Tree read_text(const std::string& text) { return tree_of(YAML::Load(text)); }

std::string yaml_of(const Tree& tree) {
  std::string out;
  write(tree, out);
  return out + "\n";
}

json json_of(const Tree& tree) {
  switch (tree.kind) {
    case Tree::Kind::scalar:
      return tree.is_plain && !tree.text.empty() ? resolved(tree.text) : json(tree.text);  // as yaml_of writes it
    case Tree::Kind::list: {
      json out = json::array();
      for (const Tree& item : tree.items) out.push_back(json_of(item));
      return out;
    }
    case Tree::Kind::map: {
      json out = json::object();
      for (const auto& [key, value] : tree.entries) out[key] = json_of(value);
      return out;
    }
    case Tree::Kind::null:
      break;
  }
  return nullptr;
}

}  // namespace schema_test
