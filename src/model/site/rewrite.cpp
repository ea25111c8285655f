#include "model/site/rewrite.hpp"

#include <algorithm>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/sort.hpp>

#include "base/text.hpp"
#include "model/load/load.hpp"
#include "model/site/effective.hpp"
#include "yaml/layout.hpp"

namespace rapsim {
namespace {

using yaml::Layout;
using yaml::Node;

/// A text and its tree, read again after each change.
class Text {
 public:
  explicit Text(std::string text) : text_(std::move(text)) {
    Diagnostics none;
    const std::uint32_t row = sources_.add("", text_);
    if (auto document = yaml::read(sources_, row, none)) document_ = *std::move(document);
  }
  [[nodiscard]] Node root() const { return document_.root(); }
  [[nodiscard]] Layout layout() const { return Layout(text_); }

 private:
  std::string text_;
  Sources sources_;
  yaml::Document document_;
};

std::optional<std::size_t> entry_of(Node map, std::string_view key) {
  for (std::size_t i = 0; i < map.size(); ++i)
    if (map.key(i).text() == key) return i;
  return std::nullopt;
}

std::optional<std::size_t> element_named(Node sequence, std::string_view name) {
  for (std::size_t i = 0; i < sequence.size(); ++i)
    if (sequence.element(i).is_map())
      if (const Node node = sequence.element(i).find("name"); node && node.text() == name) return i;
  return std::nullopt;
}

/// As far as the steps of a path lead in a text.
struct Walk {
  std::size_t steps = 0;  // that were taken
  Node node{};            // where they lead
  Node map{};             // whose entry `entry` that is; empty: an element of a list, or the root
  std::size_t entry = 0;
};

Walk walk(Node root, const std::vector<std::string>& steps) {
  Walk out{.node = root};
  for (const std::string& step : steps) {
    if (out.node && out.node.is_map()) {
      const auto entry = entry_of(out.node, step);
      if (!entry) break;
      out.map = out.node;
      out.entry = *entry;
      out.node = out.map.value(*entry);
    } else if (out.node && out.node.is_sequence()) {
      const auto element = element_named(out.node, step);
      if (!element) break;
      out.node = out.node.element(*element);
      out.map = {};
    } else {
      break;
    }
    ++out.steps;
  }
  return out;
}

std::optional<std::string> set_value(const std::string& text, const SiteEdit& edit) {
  const Text read(text);
  const Layout layout = read.layout();
  const Walk at = walk(read.root(), edit.steps);
  std::string value = value_text(edit.value->root());
  if (at.steps == edit.steps.size()) return at.map ? layout.with_value(at.map, at.entry, value) : std::nullopt;
  for (std::size_t step = edit.steps.size() - 1; step > at.steps; --step)
    value = "{ " + yaml_scalar(edit.steps[step]) + ": " + value + " }";
  const std::string key = yaml_scalar(edit.steps[at.steps]);
  if (at.node && at.node.is_map()) return layout.with_entry(at.node, key, value);
  if (at.map && at.node.is_null()) return layout.with_value(at.map, at.entry, "{ " + key + ": " + value + " }");
  return std::nullopt;
}

// --- conditions: an edit names one by its attribute, and replaces or removes all of the rule on it ---

bool is_condition_edit(const SiteEdit& edit) { return edit.steps.size() == 4 && edit.steps[2] == "conditions"; }

/// The attribute of a condition as exports write it.
bool is_constraint_on(std::string_view text, std::string_view attribute) {
  constexpr std::pair<std::string_view, std::string_view> kFunctions[] = {
      {"TIMEOFDAY(", "Day-And-Time-Restrictions"},
      {"NTGROUPS(", "Windows-Groups"},
      {"USERNTGROUPS(", "Windows-User-Groups"},
      {"MACHINENTGROUPS(", "Windows-Machine-Groups"},
  };
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t\r\n")));
  for (const auto& [function, name] : kFunctions)
    if (text.starts_with(function)) return name == attribute;
  return text.starts_with("MATCH(\"" + std::string(attribute) + "=");
}

/// The first condition on the attribute from element `first` on.
std::optional<std::size_t> condition_on(Node conditions, std::string_view attribute, std::size_t first) {
  for (std::size_t i = first; i < conditions.size(); ++i) {
    const Node element = conditions.element(i);
    const bool is_it =
        element.is_map() ? entry_of(element, attribute).has_value() : is_constraint_on(element.text(), attribute);
    if (is_it) return i;
  }
  return std::nullopt;
}

std::optional<std::string> without_condition(const Layout& layout, Node conditions, std::size_t index,
                                             std::string_view attribute) {
  const Node element = conditions.element(index);
  return element.is_map() && element.size() > 1 ? layout.without_entry(element, *entry_of(element, attribute))
                                                : layout.without_element(conditions, index);
}

std::optional<std::string> change_condition(std::string text, const SiteEdit& edit) {
  const std::string& attribute = edit.steps.back();
  const std::vector<std::string> list(edit.steps.begin(), edit.steps.end() - 1);
  const std::string condition = attribute + ": " + value_text(edit.value->root());
  bool is_written = edit.value->root().is_null();
  std::size_t first = 0;  // the one that was written stays
  for (;;) {
    const Text read(text);
    const Layout layout = read.layout();
    const Walk at = walk(read.root(), list);
    const bool has_list = at.steps == list.size() && at.node.is_sequence();
    const auto index = has_list ? condition_on(at.node, attribute, first) : std::nullopt;
    std::optional<std::string> next;
    if (index && is_written) {
      next = without_condition(layout, at.node, *index, attribute);
    } else if (index) {
      const Node element = at.node.element(*index);
      next = element.is_map()
                 ? layout.with_value(element, *entry_of(element, attribute), value_text(edit.value->root()))
                 : layout.with_element_at(at.node, *index, "{ " + condition + " }");
      first = *index + 1;
    } else if (is_written) {
      return text;
    } else if (has_list) {
      next = layout.with_element(at.node, "{ " + condition + " }");
      first = SIZE_MAX;
    } else {
      next = set_value(text, {list, value_of(Text("[{ " + condition + " }]").root())});
      first = SIZE_MAX;
    }
    if (!next) return std::nullopt;
    is_written = true;
    text = *std::move(next);
  }
}

// --- the order of policies ---

struct Ordered {
  std::string name{};
  std::uint32_t order = 0;
};

/// What the numbers become when a policy changes places: its own alone where there is room between its neighbours.
std::vector<Ordered> renumbered(std::vector<Ordered> rules, std::string_view name, std::string_view beside,
                                bool after) {
  ranges::sort(rules, {}, &Ordered::order);
  std::vector<std::uint32_t> numbers;
  for (const Ordered& rule : rules) numbers.push_back(rule.order);
  const auto from = ranges::find(rules, name, &Ordered::name);
  Ordered moved = *from;
  rules.erase(from);
  const auto to = ranges::find(rules, beside, &Ordered::name) + (after ? 1 : 0);
  const std::uint32_t below = to == rules.begin() ? 0 : std::prev(to)->order;
  constexpr std::uint32_t kLargest = 1'000'000;
  const std::uint32_t above = to == rules.end() ? kLargest + 1 : to->order;
  if (above - below > 1) {
    moved.order = after ? below + 1 : above - 1;
    return {moved};
  }
  std::vector<Ordered> out;
  rules.insert(to, std::move(moved));
  for (std::size_t row = 0; row < rules.size(); ++row)
    if (rules[row].order != numbers[row]) out.push_back({rules[row].name, numbers[row]});
  return out;
}

std::optional<std::string> move_rule(std::string text, const SiteEdit& edit) {
  const Text read(text);
  const Node list = read.root().find(edit.steps.front());
  const std::string& name = edit.steps[1];
  const std::string beside(edit.value->root().text());
  const bool after = edit.steps.back() == "move-after";
  const auto from = element_named(list, name), to = element_named(list, beside);
  if (!from || !to) return std::nullopt;
  std::vector<Ordered> orders;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Node number = list.element(i).find("processing-order");
    const auto order = number ? number_in<std::uint32_t>(number.text()) : std::nullopt;
    if (order) orders.push_back({std::string(list.element(i).find("name").text()), *order});
  }
  if (orders.empty()) return read.layout().with_moved_element(list, *from, *to, after);
  if (orders.size() != list.size()) return std::nullopt;
  for (const Ordered& rule : renumbered(std::move(orders), name, beside, after)) {
    auto next =
        set_value(text, {{edit.steps.front(), rule.name, "processing-order"}, value_of(std::to_string(rule.order))});
    if (!next) return std::nullopt;
    text = *std::move(next);
  }
  return text;
}

/// Without comments, which name lines, and without numbers of the order, which tell no more than the order itself.
std::string comparable(const Site& site, const Sources& sources) {
  std::string out;
  const std::string text = effective_yaml(site, sources);
  for (std::string_view line : lines_of(text)) {
    const std::size_t comment = line.rfind(" # ");
    const std::size_t colon = line.rfind(':');
    if (comment != std::string_view::npos && colon > comment && number_in<std::uint32_t>(line.substr(colon + 1)))
      line = line.substr(0, line.find_last_not_of(' ', comment) + 1);
    if (line.find("processing-order: ") == std::string_view::npos) out.append(line).append("\n");
  }
  return out;
}

/// Of the entry that a walk ended with, or of what holds it.
Span place_of(const Walk& at) { return at.map ? at.map.key(at.entry).span() : at.node ? at.node.span() : Span{}; }

}  // namespace

struct EditPlaces::File {
  yaml::Document document{};
};

EditPlaces::EditPlaces(const Site& site, const Sources& sources) {
  constexpr std::size_t kMostBytes = 1 << 20;
  for (const std::uint32_t file : site.files) {
    Diagnostics none;
    if (sources.text(file).size() > kMostBytes) continue;
    if (auto document = yaml::read(sources, file, none)) files_.push_back({*std::move(document)});
  }
}

EditPlaces::~EditPlaces() = default;

/// Where an edit leads in the file that has most of its path.
struct EditPlaces::Found {
  const File* file = nullptr;
  Walk walk{};
  bool is_whole = false;           // the path is there, for a condition its list
  std::vector<Node> conditions{};  // of an edit of one
};

EditPlaces::Found EditPlaces::find(const SiteEdit& edit) const {
  const bool is_last_apart = is_condition_edit(edit) || is_move(edit);
  const std::vector<std::string> steps(edit.steps.begin(), edit.steps.end() - (is_last_apart ? 1 : 0));
  Found out;
  for (const File& file : files_)
    if (Walk at = walk(file.document.root(), steps); out.file == nullptr || at.steps > out.walk.steps)
      out.walk = at, out.file = &file;
  out.is_whole = out.walk.steps == steps.size();
  if (is_condition_edit(edit) && out.is_whole && out.walk.node.is_sequence())
    for (auto row = condition_on(out.walk.node, edit.steps.back(), 0); row;
         row = condition_on(out.walk.node, edit.steps.back(), *row + 1))
      out.conditions.push_back(out.walk.node.element(*row));
  return out;
}

std::vector<Span> EditPlaces::of(const SiteEdit& edit) const {
  const Found found = find(edit);
  if (found.file == nullptr || found.walk.steps == 0) return {};
  std::vector<Span> out;
  if (is_move(edit)) {
    const Node list = found.file->document.root().find(edit.steps.front());
    for (const std::string& name : {edit.steps[1], std::string(edit.value->root().text())})
      if (const auto element = element_named(list, name)) out.push_back(list.element(*element).span());
    return out;
  }
  for (const Node condition : found.conditions) out.push_back(condition.span());
  // Of a list with a line each those lines that go or become others.
  const Node list = found.walk.node, after = edit.value->root();
  if (out.empty() && found.is_whole && list.is_sequence() && after.is_sequence()) {
    std::vector<std::string_view> kept;
    for (std::size_t i = 0; i < after.size(); ++i)
      if (after.element(i).is_scalar()) kept.push_back(after.element(i).text());
    for (std::size_t i = 0; i < list.size(); ++i)
      if (const Node element = list.element(i); element.is_scalar() && ranges::find(kept, element.text()) == kept.end())
        out.push_back(element.span());
  }
  if (out.empty()) out.push_back(place_of(found.walk));
  return out;
}

std::vector<std::string> EditPlaces::now(const SiteEdit& edit) const {
  const Found found = find(edit);
  std::vector<std::string> out;
  const auto add = [&](Node value) {
    if (value.is_scalar() && !value.is_null()) out.emplace_back(value.text());
    if (!value.is_sequence()) return;
    for (std::size_t i = 0; i < value.size(); ++i)
      if (value.element(i).is_scalar()) out.emplace_back(value.element(i).text());
  };
  for (const Node condition : found.conditions)
    if (condition.is_map()) add(condition.find(edit.steps.back()));
  if (found.is_whole && !is_condition_edit(edit) && !is_move(edit) && found.walk.node) add(found.walk.node);
  return out;
}

std::optional<std::vector<RewrittenFile>> rewrite_site(const std::string& path, const Site& site,
                                                       const std::vector<SiteEdit>& edits, const Sources& sources,
                                                       Diagnostics& diags) {
  std::vector<RewrittenFile> files;
  for (const std::uint32_t file : site.files)
    files.push_back(
        {std::string(sources.name(file)), std::string(sources.text(file)), std::string(sources.text(file))});
  const auto refuse = [&](const SiteEdit& edit) {
    diags.error(code("R328"), edit.where, "this change cannot be written into the file without losing something",
                "write it by hand: `" + edit_text(edit) + "`");
    return std::nullopt;
  };
  std::optional<Site> wanted = site;
  Sources scratch = sources;
  for (const SiteEdit& edit : edits) {
    wanted = apply(*wanted, edit, scratch, diags);
    if (!wanted) return std::nullopt;
    // The file that has most of the path; of several the first.
    const std::vector<std::string> steps =
        is_move(edit) ? std::vector(edit.steps.begin(), edit.steps.end() - 1) : edit.steps;
    RewrittenFile* in = nullptr;
    std::size_t most = 0;
    for (RewrittenFile& file : files)
      if (const std::size_t taken = walk(Text(file.after).root(), steps).steps; in == nullptr || taken > most) {
        in = &file;
        most = taken;
      }
    if (in == nullptr) return refuse(edit);
    auto text = is_move(edit)             ? move_rule(in->after, edit)
                : is_condition_edit(edit) ? change_condition(in->after, edit)
                                          : set_value(in->after, edit);
    if (!text) return refuse(edit);
    in->after = *std::move(text);
  }
  std::erase_if(files, [](const RewrittenFile& file) { return file.before == file.after; });
  yaml::Library library(scratch);
  for (const RewrittenFile& file : files) library.put(file.path, file.after);
  Diagnostics again;
  const auto read = load_site(path, library, again);
  if (!read || comparable(*read, scratch) != comparable(*wanted, scratch)) return refuse(edits.front());
  return files;
}

}  // namespace rapsim
