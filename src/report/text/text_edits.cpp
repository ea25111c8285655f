#include "report/text/text_edits.hpp"

#include <fmt/format.h>

#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/find_if.hpp>
#include <range/v3/range/conversion.hpp>
#include <range/v3/view/filter.hpp>
#include <range/v3/view/take.hpp>
#include <range/v3/view/transform.hpp>

#include "base/text.hpp"
#include "base/visible.hpp"

namespace rapsim {
namespace {

using Texts = std::vector<std::string>;

/// `Windows-Groups of "Accounts over VPN"`, `dial-in.permission of ida`, otherwise the path.
std::string subject_text(const std::vector<std::string>& steps) {
  struct Section {
    std::size_t steps;  // up to the name
    std::string_view first, second, kind;
    bool is_quoted;
  };
  constexpr Section kSections[] = {
      {1, "policies", "", "", true},
      {1, "request-policies", "", "request policy ", true},
      {1, "radius-clients", "", "RADIUS client ", true},
      {2, "directory", "users", "", false},
      {2, "directory", "computers", "computer ", false},
      {2, "directory", "groups", "group ", false},
      {2, "network", "devices", "device ", true},
      {2, "intranet", "adapters", "adapter ", true},
  };
  const auto row = ranges::find_if(kSections, [&](const Section& section) {
    return steps.size() > section.steps + 1 && steps[0] == section.first &&
           (section.steps == 1 || steps[1] == section.second);
  });
  if (row == std::end(kSections)) return visible(path_text(steps));
  std::size_t first = row->steps + 1;
  if (steps[first] == "conditions" && steps.size() > first + 1) ++first;
  if (steps[first] == "profile" && steps.size() > first + 1) ++first;
  const std::string rest = path_text({steps.begin() + static_cast<std::ptrdiff_t>(first), steps.end()});
  const std::string name = visible(steps[row->steps]);
  return fmt::format("{} of {}{}", visible(rest), row->kind, row->is_quoted ? "\"" + name + "\"" : name);
}

Texts texts_of(yaml::Node value) {
  Texts out;
  if (value.is_scalar() && !value.is_null()) out.emplace_back(value.text());
  for (std::size_t i = 0; value.is_sequence() && i < value.size(); ++i)
    if (value.element(i).is_scalar()) out.emplace_back(value.element(i).text());
  return out;
}

std::string joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) add_item(out, visible(text));
  return out;
}

Texts without(const Texts& all, const Texts& others) {
  return all | ranges::views::filter([&](const std::string& text) { return !ranges::contains(others, text); }) |
         ranges::to<Texts>();
}

std::string change_text(const SiteEdit& edit, const Texts& before) {
  const yaml::Node value = edit.value->root();
  const std::string subject = subject_text(edit.steps);
  if (value.is_null()) return "remove " + subject;
  const Texts after = texts_of(value);
  if (after.empty() && value.is_sequence() && value.size() == 0 && !before.empty())
    return fmt::format("take {} out of {}", joined(before), subject);
  if (after.empty() || before.empty()) return fmt::format("set {} to {}", subject, visible(value_text(value)));
  if (!value.is_sequence() && before.size() == 1)
    return fmt::format("{}: {} instead of {}", subject, joined(after), joined(before));
  const Texts added = without(after, before), removed = without(before, after);
  if (removed.empty() && !added.empty()) return fmt::format("add {} to {}", joined(added), subject);
  if (added.empty() && !removed.empty()) return fmt::format("take {} out of {}", joined(removed), subject);
  if (added.empty()) return fmt::format("set {} to {}", subject, visible(value_text(value)));
  return fmt::format("{}: {} instead of {}", subject, joined(added), joined(removed));
}

}  // namespace

std::string edits_text(const Proposal& proposal, const EditPlaces& places, const Sources& sources,
                       std::uint32_t main_file) {
  std::string out;
  for (const SiteEdit& edit : proposal.changes) {
    const std::vector<Span> where = places.of(edit);
    const auto place = [&](Span span) {
      return span.file == main_file ? fmt::format("line {}", span.line)
                                    : fmt::format("{}:{}", visible(sources.name(span.file)), span.line);
    };
    std::string text;
    if (is_move(edit)) {
      const auto line = [&](std::size_t i) { return where.size() > i ? " (" + place(where[i]) + ")" : std::string{}; };
      text = fmt::format("move {}\"{}\"{} {} \"{}\"{}", edit.steps[0] == "policies" ? "" : "request policy ",
                         visible(edit.steps[1]), line(0), edit.steps[2] == "move-after" ? "behind" : "before",
                         visible(edit.value->root().text()), line(1));
    } else {
      std::string lines;
      for (const Span span : where) add_item(lines, place(span));
      text = (lines.empty() ? "" : lines + ": ") + change_text(edit, places.now(edit));
    }
    add_item(out, text, "; ");
  }
  return out;
}

std::string others_text(const SideEffects& others) {
  constexpr std::size_t kMost = 3;
  std::string out;
  const auto add = [&](std::string_view sign, const OtherAccounts& accounts) {
    if (accounts.count == 0) return;
    std::string list;
    for (const std::string& name : accounts.names | ranges::views::take(kMost)) add_item(list, visible(name));
    add_item(out, fmt::format("{}{} {}: {}{}", sign, accounts.count, accounts.count == 1 ? "account" : "accounts", list,
                              accounts.count > kMost ? ", ..." : ""));
  };
  add("+", others.opens_for);
  add("-", others.closes_for);
  return out.empty() ? "no other account" : out;
}

}  // namespace rapsim
