#include "suite/load/edits.hpp"

#include <algorithm>

#include "suite/suite.hpp"

namespace rapsim {
namespace {

/// Takes out edits that a later one of the same path has replaced, so that switching to and fro leads back to the same
/// state. Not across a change of a name: the path may then mean something else; and not by a map, which is merged, or a
/// move, which starts from where the earlier one led.
void drop_replaced(std::vector<SiteEdit>& edits) {
  for (std::size_t later = edits.size(); later-- > 1;) {
    if (edits[later].value->root().is_map() || is_move(edits[later])) continue;
    for (std::size_t earlier = later; earlier-- > 0;) {
      if (edits[earlier].steps.back() == "name") break;
      if (edits[earlier].steps != edits[later].steps) continue;
      edits.erase(edits.begin() + static_cast<std::ptrdiff_t>(earlier));
      --later;
    }
  }
}

}  // namespace

std::shared_ptr<const CompiledSite> edited(const std::shared_ptr<const CompiledSite>& site,
                                           const std::vector<SiteEdit>& edits, Sources& sources, Diagnostics& diags) {
  if (edits.empty()) return site;
  Diagnostics own;
  std::optional<Site> now = *site->site;
  for (const SiteEdit& edit : edits) {
    now = apply(*now, edit, sources, own);
    if (!now) break;
  }
  std::shared_ptr<const CompiledSite> out;
  if (now) out = compile(std::make_shared<const Site>(*std::move(now)), own, site.get());
  for (const Diagnostic& one : own.sorted())
    if (one.severity == Severity::error)
      diags.error(one.code, one.where, one.message, one.help);
    else if (one.where.file == edits.front().where.file)
      diags.warning(one.code, one.where, one.message, one.help);
  return out;
}

std::optional<Suite> on_site(const Suite& suite, std::shared_ptr<const CompiledSite> site, Sources& sources,
                             Diagnostics& diags) {
  Suite out = suite;
  out.site = std::move(site);
  for (EditedSite& state : out.edited) {
    state.site = edited(out.site, state.edits, sources, diags);
    if (state.site == nullptr) return std::nullopt;
  }
  return out;
}

/// Each state is a compiled site with its own edits: what is as large as many sites is refused.
bool EditedSites::may_keep(const std::vector<SiteEdit>& edits, Diagnostics& diags) {
  constexpr std::size_t kMostEdits = 500, kMostWeight = 1'000'000, kLeastWeight = 500;
  const Site& site = *suite_.site->site;
  const Directory& directory = *site.directory;
  weight_ += kLeastWeight + edits.size() + site.policies.size() + site.request_policies.size() +
             directory.users.size() + directory.computers.size() + directory.groups.size();
  if (edits.size() > kMostEdits)
    diags.error(code("R403"), edits.back().where,
                "more than " + std::to_string(kMostEdits) + " edits are in force at the same time");
  else if (weight_ > kMostWeight)
    diags.error(code("R403"), edits.back().where,
                "the steps `set` of this suite make too many states of a site: " + std::to_string(states_.size()) +
                    " of this one",
                "split the suite, or describe a smaller site");
  return edits.size() <= kMostEdits && weight_ <= kMostWeight;
}

std::optional<std::uint32_t> EditedSites::find(std::uint32_t before, std::vector<SiteEdit> edits, Diagnostics& diags) {
  std::vector<SiteEdit> all;
  if (before != 0) all = suite_.edited[before - 1].edits;
  all.insert(all.end(), edits.begin(), edits.end());
  drop_replaced(all);
  std::string key;
  for (const SiteEdit& edit : all) key += edit_text(edit) + "\n";
  if (const auto known = states_.find(key); known != states_.end()) return known->second;
  if (!may_keep(all, diags)) return std::nullopt;
  auto site = edited(site_at(suite_, before), edits, sources_, diags);
  if (site == nullptr) return std::nullopt;
  suite_.edited.push_back({std::move(all), std::move(site)});
  const auto index = static_cast<std::uint32_t>(suite_.edited.size());
  states_.emplace(std::move(key), index);
  return index;
}

}  // namespace rapsim
