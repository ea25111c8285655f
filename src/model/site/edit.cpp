#include "model/site/edit.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/sort.hpp>

#include "model/site/effective.hpp"
#include "model/site/sections.hpp"

namespace rapsim {
namespace {

constexpr Span kMade{0, 1, 1, 1};  // given, though no file says it

/// Nothing when a quote is not closed or a step is empty.
std::optional<std::vector<std::string>> split(std::string_view path, bool has_escapes) {
  std::vector<std::string> steps(1);
  bool quoted = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool is_escape =
        has_escapes && quoted && path[i] == '\\' && i + 1 < path.size() && (path[i + 1] == '"' || path[i + 1] == '\\');
    if (is_escape)
      steps.back() += path[++i];
    else if (path[i] == '"')
      quoted = !quoted;
    else if (path[i] == '.' && !quoted)
      steps.emplace_back();
    else
      steps.back() += path[i];
  }
  const bool has_empty = ranges::find(steps, std::string{}) != steps.end();
  return quoted || has_empty ? std::nullopt : std::optional(std::move(steps));
}

std::string step_text(const std::string& step) {
  if (!step.empty() && step.find_first_of(" .\"") == std::string::npos) return step;
  std::string out = "\"";
  for (std::size_t i = 0; i < step.size(); ++i) {
    const char next = i + 1 < step.size() ? step[i + 1] : '"';
    if (step[i] == '"' || (step[i] == '\\' && (next == '"' || next == '\\'))) out += '\\';
    out += step[i];
  }
  return out + '"';
}

/// `{policies: {VPN staff: {permission: VALUE}}}`
yaml::Document overlay_of(const SiteEdit& edit) {
  yaml::Document document;
  // What is edited counts as given, whoever made the edit.
  const Span where = edit.where.known() ? edit.where : edit.value->root().span();
  std::uint32_t index = document.add_copy(edit.value->root());
  for (auto step = edit.steps.rbegin(); step != edit.steps.rend(); ++step) {
    const std::uint32_t key = document.add_scalar(*step, where, true, false);
    index = document.add_map({key, index}, where);
  }
  document.set_root(index);
  return document;
}

/// Processing orders belong to the places: whoever gets a place gets its number.
template <class P>
void move(std::vector<P>& rules, const SiteEdit& edit, Diagnostics& diags) {
  const yaml::Node value = edit.value->root();
  const auto find = [&](std::string_view name, Span where) {
    const auto found = ranges::find(rules, name, &P::name);
    if (found == rules.end()) diags.error(code("R316"), where, "no policy `" + std::string(name) + "`");
    return found;
  };
  const auto from = find(edit.steps[1], edit.where), beside = find(value.text(), value.span());
  if (from == rules.end() || beside == rules.end()) return;
  std::vector<Setting<std::uint32_t>> orders;
  for (const P& rule : rules) orders.push_back(rule.processing_order);
  const auto to = edit.steps.back() == "move-after" ? beside + 1 : beside;
  from < to ? std::rotate(from, from + 1, to) : std::rotate(to, from, from + 1);
  for (std::size_t row = 0; row < rules.size(); ++row) rules[row].processing_order = orders[row];
}

}  // namespace

bool is_move(const SiteEdit& edit) {
  const std::string& list = edit.steps.front();
  const std::string& last = edit.steps.back();
  return edit.steps.size() == 3 && (list == "policies" || list == "request-policies") &&
         (last == "move-before" || last == "move-after");
}

std::optional<Site> apply(const Site& site, const SiteEdit& edit, Sources& sources, Diagnostics& diags) {
  const std::string& first = edit.steps.front();
  if (first == "format" || first == "include" || first == "override") {
    diags.error(code("R316"), edit.where, "`" + first + "` is of the file, not of the site");
    return std::nullopt;
  }
  Site copy = site;
  // The built-in policies are the dialect's. INVARIANT: policies_where is not known for them alone.
  const bool is_dialect = first == "dialect";
  if (is_dialect && !site.policies_where.known()) copy.policies.clear();
  if (is_dialect && !site.request_policies_where.known()) copy.request_policies.clear();
  if (is_move(edit)) {
    first == "policies" ? move(copy.policies, edit, diags) : move(copy.request_policies, edit, diags);
  } else {
    Loader in{sources, diags, true, true};
    const yaml::Document overlay = overlay_of(edit);
    load_site_keys(in, overlay.root(), copy);
  }
  copy.digest += "+" + digest_of(edit_text(edit));
  return finish_site(std::move(copy), sources, diags);
}

std::optional<std::vector<std::string>> read_path(std::string_view path, Span where, Diagnostics& diags) {
  auto steps = split(path, true);
  if (!steps) steps = split(path, false);  // a name in quotes may end with a backslash
  if (!steps)
    diags.error(code("R316"), where, "`" + std::string(path) + "` is not a path of a setting",
                "steps are joined by dots, and quoted where they hold one: `policies.\"VPN staff\".permission`");
  return steps;
}

std::string path_text(const std::vector<std::string>& steps) {
  std::string out;
  for (const std::string& step : steps) add_item(out, step_text(step), ".");
  return out;
}

std::string value_text(yaml::Node value) {
  if (value.is_null()) return "null";
  if (value.is_scalar()) {
    const std::string text(value.text());
    return value.is_plain() && (text == "unknown" || yaml_scalar(text) == text) ? text : yaml_quoted(text);
  }
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    out += i == 0 ? "" : ", ";
    out += value.is_map() ? value_text(value.key(i)) + ": " + value_text(value.value(i)) : value_text(value.element(i));
  }
  if (value.is_sequence()) return "[" + out + "]";
  return out.empty() ? "{}" : "{ " + out + " }";
}

std::string edit_text(const SiteEdit& edit) {
  return yaml_line(path_text(edit.steps)) + ": " + value_text(edit.value->root());
}

EditValue value_of(yaml::Node node) {
  auto out = std::make_shared<yaml::Document>();
  out->set_root(out->add_copy(node));
  return out;
}

EditValue value_of(std::string_view text, bool in_quotes) {
  auto out = std::make_shared<yaml::Document>();
  out->set_root(out->add_scalar(text, kMade, !in_quotes && yaml_scalar(text) == text, false));
  return out;
}

EditValue no_value() {
  auto out = std::make_shared<yaml::Document>();
  out->set_root(out->add_null(kMade));
  return out;
}

EditValue value_of_yaml(std::string text) {
  Sources scratch;
  Diagnostics none;
  const std::uint32_t row = scratch.add("", std::move(text));
  return std::make_shared<yaml::Document>(*yaml::read(scratch, row, none));
}

EditValue value_of(const std::vector<std::string>& texts) {
  auto out = std::make_shared<yaml::Document>();
  std::vector<std::uint32_t> elements;
  for (const std::string& text : texts)
    elements.push_back(out->add_scalar(text, kMade, yaml_scalar(text) == text, false));
  out->set_root(out->add_sequence(elements, kMade));
  return out;
}

}  // namespace rapsim
