#include "model/load/keys.hpp"

#include <range/v3/algorithm/any_of.hpp>

#include "base/ipv4.hpp"
#include "base/text.hpp"

namespace rapsim {
namespace {

std::string_view kind_name(yaml::Node node) {
  switch (node.kind()) {
    case yaml::Kind::null:
      return "nothing";
    case yaml::Kind::scalar:
      return "a single value";
    case yaml::Kind::sequence:
      return "a list";
    case yaml::Kind::map:
      return "a map";
  }
  return "nothing";
}

bool expect(Loader& in, yaml::Node node, yaml::Kind kind, std::string_view what) {
  if (node.kind() == kind) return true;
  in.diags.error(code("R111"), node.span(),
                 "expected " + std::string(what) + ", found " + std::string(kind_name(node)));
  return false;
}

}  // namespace

bool Loader::expect_scalar(yaml::Node node, std::string_view what) {
  return expect(*this, node, yaml::Kind::scalar, what);
}
bool Loader::expect_map(yaml::Node node, std::string_view what) { return expect(*this, node, yaml::Kind::map, what); }
bool Loader::expect_sequence(yaml::Node node, std::string_view what) {
  return expect(*this, node, yaml::Kind::sequence, what);
}

void Loader::report(yaml::Node node, const SyntaxError& error, std::size_t offset) {
  diags.error(error.code, node.span_within(offset + error.offset, error.length), error.message, error.help);
}

void Loader::report_twice(yaml::Node node, Span first) {
  diags.error(code("R309"), node.span(),
              "given before, at " + std::string(sources.name(first.file)) + ":" + std::to_string(first.line),
              "remove one of them, or put `override: true` into the including file");
}

bool has_control_character(std::string_view text) { return ranges::any_of(text, is_control); }

std::optional<std::string> read_text(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "a text")) return std::nullopt;
  if (node.text().empty()) {
    in.diags.error(code("R111"), node.span(), "expected a text, found an empty one");
    return std::nullopt;
  }
  return std::string(node.text());
}

std::optional<std::string> read_name(Loader& in, yaml::Node node) {
  auto text = read_text(in, node);
  if (!text || !has_control_character(*text)) return text;
  in.diags.error(code("R111"), node.span(), "expected a name without control characters");
  return std::nullopt;
}

std::optional<bool> read_bool(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "`true` or `false`")) return std::nullopt;
  // YAML 1.2 core: no `yes`, `no`, `on`, `off`. Quoted text is text.
  if (node.is_plain() && node.text() == "true") return true;
  if (node.is_plain() && node.text() == "false") return false;
  in.diags.error(code("R111"), node.span(), "expected `true` or `false`, found `" + std::string(node.text()) + "`");
  return std::nullopt;
}

std::optional<std::uint32_t> read_number(Loader& in, yaml::Node node, std::uint32_t least, std::uint32_t most) {
  if (!in.expect_scalar(node, "a whole number")) return std::nullopt;
  const std::string_view text = node.text();
  if (!is_whole_number(text) || (text.front() == '0' && text != "0")) {  // `0100` may mean 64
    in.diags.error(code("R111"), node.span(), "expected a whole number, found `" + std::string(text) + "`");
    return std::nullopt;
  }
  const auto value = number_in<std::uint32_t>(text);
  if (!value || *value < least || *value > most) {
    in.diags.error(code("R312"), node.span(),
                   "expected a number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
  }
  return value;
}

std::optional<std::uint32_t> read_enumeration(Loader& in, yaml::Node node, const Enumeration& values) {
  if (!in.expect_scalar(node, "a value of " + std::string(values.name))) return std::nullopt;
  if (const NamedValue* value = find_value(values, node.text())) return value->number;
  if (values.is_open && is_whole_number(node.text())) return read_number(in, node, 0, UINT32_MAX);
  report_unknown_name(in, node, values.name, names_of(values));
  return std::nullopt;
}

std::optional<std::string> read_ipv4(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "an IPv4 address")) return std::nullopt;
  if (parse_ipv4(node.text())) return std::string(node.text());
  in.diags.error(code("R315"), node.span(), "expected an IPv4 address, found `" + std::string(node.text()) + "`");
  return std::nullopt;
}

std::optional<Network> read_network(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "an address or a network")) return std::nullopt;
  const auto network = parse_network(node.text());
  if (!network)
    in.diags.error(code("R315"), node.span(),
                   "expected an address like `192.0.2.7` or a network like `192.0.2.0/24`, found `" +
                       std::string(node.text()) + "`");
  return network;
}

std::optional<grammar::AddressRange> read_address_range(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "a range of addresses like `172.16.5.1-172.16.5.30`")) return std::nullopt;
  SyntaxError error;
  const auto range = grammar::parse_address_range(node.text(), error);
  if (!range) in.report(node, error);
  return range;
}

std::optional<std::chrono::seconds> read_duration(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "a duration like `8h`")) return std::nullopt;
  SyntaxError error;
  auto duration = grammar::parse_duration(node.text(), error);
  if (!duration) in.report(node, error);
  return duration;
}

std::optional<grammar::Schedule> read_schedule(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "a schedule like `Mon-Fri 07:00-19:00`")) return std::nullopt;
  SyntaxError error;
  const auto parsed = grammar::parse_schedule(node.text(), error);
  if (!parsed) {
    in.report(node, error);
    return std::nullopt;
  }
  if (parsed->zone.empty()) return parsed->schedule;
  in.diags.error(code("R205"), node.span_within(parsed->zone_offset, parsed->zone.size()),
                 "a policy's times are the policy server's local time; a time zone is not allowed here");
  return std::nullopt;
}

std::optional<MethodList> read_methods(Loader& in, yaml::Node node) {
  MethodList list;
  std::vector<std::string_view> names;
  for (const MethodName& row : method_names()) names.push_back(row.name);
  for (const yaml::Node item : read_list(in, node, "an authentication method")) {
    if (const MethodName* row = find_method(item.text()))
      list.methods.push_back({row->method, item.span()});
    else
      report_unknown_name(in, item, "authentication method", names);
  }
  return list;
}

std::optional<Reference> read_reference(Loader&, yaml::Node node) {
  return Reference{std::string(node.text()), node.span()};
}

std::string value_text(const Enumeration& values, std::uint32_t number) {
  const NamedValue* named = find_value(values, number);
  return named != nullptr ? std::string(named->name) : std::to_string(number);
}

std::string flag_text(const bool& flag) { return flag ? "true" : "false"; }
std::string scalar_text(const std::string& text) { return yaml_scalar(text); }
std::string duration_text(const std::chrono::seconds& duration) { return grammar::to_text(duration); }
std::string schedule_text(const grammar::Schedule& schedule) { return yaml_scalar(grammar::to_text(schedule)); }
std::string reference_text(const Reference& reference) { return reference.text; }

std::string methods_text(const MethodList& list) {
  std::vector<std::string> texts;
  for (const ListedMethod& listed : list.methods) texts.emplace_back(name_of(listed.method).name);
  return yaml_list(texts);
}

void report_unknown_name(Loader& in, yaml::Node node, std::string_view what,
                         const std::vector<std::string_view>& names) {
  in.diags.error(code("R301"), node.span(), "unknown " + std::string(what) + " `" + std::string(node.text()) + "`",
                 in.diags.may_search(names.size()) ? help_for_key(node.text(), names) : "");
}

void report_unknown_key(Loader& in, yaml::Node key, const std::vector<std::string_view>& names, std::string_view what) {
  in.diags.error(code("R110"), key.span(), "unknown key `" + std::string(key.text()) + "` in " + std::string(what),
                 in.diags.may_search(names.size()) ? help_for_key(key.text(), names) : "");
}

std::vector<yaml::Node> read_list(Loader& in, yaml::Node node, std::string_view what) {
  std::vector<yaml::Node> out;
  if (node.is_scalar()) return {node};
  if (!in.expect_sequence(node, std::string(what) + " or a list of them")) return out;
  for (std::size_t i = 0; i < node.size(); ++i)
    if (in.expect_scalar(node.element(i), what)) out.push_back(node.element(i));
  return out;
}

std::optional<std::size_t> read_word(Loader& in, yaml::Node node, std::string_view what,
                                     std::span<const std::string_view> words) {
  if (!in.expect_scalar(node, what)) return std::nullopt;
  for (std::size_t row = 0; row < words.size(); ++row)
    if (words[row] == node.text()) return row;
  report_unknown_name(in, node, what, {words.begin(), words.end()});
  return std::nullopt;
}

std::string help_for_key(std::string_view word, const std::vector<std::string_view>& names) {
  if (std::string near = did_you_mean(word, names); !near.empty()) return near;
  constexpr std::size_t kMostNames = 12;
  if (names.empty() || names.size() > kMostNames) return {};
  std::string out = "known here:";
  for (const std::string_view name : names) out += (out.back() == ':' ? " " : ", ") + std::string(name);
  return out;
}

}  // namespace rapsim
