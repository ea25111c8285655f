// One change of a site as data: the steps to a setting and its new value. Suites (`set`), proposals of explanations and
// the other sides of readings change sites by edits; each prints as text that reads back as the same edit.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/site/site.hpp"
#include "yaml/tree.hpp"

namespace rapsim {

using EditValue = std::shared_ptr<const yaml::Document>;

struct SiteEdit {
  std::vector<std::string> steps{};  // policies, VPN staff, permission
  EditValue value{};
  Span where{};  // of the path, for diagnostics
};
/// The last step is `move-before` or `move-after`, of a policy or connection request policy; the value names another
/// one.
bool is_move(const SiteEdit& edit);

/// The edited copy; sections that the edit does not touch are shared. Errors: R316 and those of loading.
std::optional<Site> apply(const Site& site, const SiteEdit& edit, Sources& sources, Diagnostics& diags);

/// The steps of `policies."VPN staff".permission`. In quotes `\"` is a quote and `\\` a backslash. Errors: R316.
std::optional<std::vector<std::string>> read_path(std::string_view path, Span where, Diagnostics& diags);
/// What read_path() reads back, with quotes only where they are needed.
std::string path_text(const std::vector<std::string>& steps);
/// A value as YAML in one line: `[a, 'b: c']`.
std::string value_text(yaml::Node value);
/// An entry of `set`: `policies."VPN staff".permission: deny`.
std::string edit_text(const SiteEdit& edit);

// Values made in code. They count as given, like those of a file.
EditValue value_of(yaml::Node node);
EditValue value_of(std::string_view text, bool in_quotes = false);  // quotes are added where YAML needs them
EditValue value_of(const std::vector<std::string>& texts);
/// Takes a setting away, where it may be left out: conditions of a policy.
EditValue no_value();
/// From YAML that the program makes: `[{ find: a, replace: b }]`.
EditValue value_of_yaml(std::string text);

}  // namespace rapsim
