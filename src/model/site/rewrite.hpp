// The files of a site with edits written into their texts: comments and layout stay, and what is written is read again
// and compared with the edited site before anybody sees it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/site/edit.hpp"

namespace rapsim {

struct RewrittenFile {
  std::string path{};
  std::string before{};
  std::string after{};
};

/// Of the site that was loaded from `path`: the files whose texts change, in the order read. Nothing when an edit
/// cannot be written without losing something, R328 saying what to write by hand.
std::optional<std::vector<RewrittenFile>> rewrite_site(const std::string& path, const Site& site,
                                                       const std::vector<SiteEdit>& edits, const Sources& sources,
                                                       Diagnostics& diags);

/// Where edits would be written: the lines to look at.
class EditPlaces {
 public:
  /// Files above a megabyte are not read again: their edits have no place.
  EditPlaces(const Site& site, const Sources& sources);
  EditPlaces(const EditPlaces&) = delete;
  EditPlaces& operator=(const EditPlaces&) = delete;
  ~EditPlaces();

  /// The setting; the section that lacks it; for a policy that moves its place and its new neighbour's. Empty: unknown.
  [[nodiscard]] std::vector<Span> of(const SiteEdit& edit) const;
  /// What the setting says now: one text, or those of a list; of a condition all of the rule on its attribute. Empty:
  /// nothing, or no texts.
  [[nodiscard]] std::vector<std::string> now(const SiteEdit& edit) const;

 private:
  struct File;
  struct Found;
  [[nodiscard]] Found find(const SiteEdit& edit) const;

  std::vector<File> files_;
};

}  // namespace rapsim
