// Edits of a site by the steps `set` of a suite. A state of the site is compiled once, however many steps lead to it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/compile/compiled.hpp"
#include "model/site/edit.hpp"

namespace rapsim {

/// The suite's site after edits, in their order.
struct EditedSite {
  std::vector<SiteEdit> edits{};
  std::shared_ptr<const CompiledSite> site{};
};

/// Makes `edits`; nullptr after an error. Errors: those of apply() and compile(). Of warnings only those in the edits
/// themselves are reported: the others were when the site was loaded.
std::shared_ptr<const CompiledSite> edited(const std::shared_ptr<const CompiledSite>& site,
                                           const std::vector<SiteEdit>& edits, Sources& sources, Diagnostics& diags);

struct Suite;
/// The suite on another site: all states of its site are made again. Nothing after an error.
std::optional<Suite> on_site(const Suite& suite, std::shared_ptr<const CompiledSite> site, Sources& sources,
                             Diagnostics& diags);

/// Finds the states of one suite's site while it is loaded.
class EditedSites {
 public:
  EditedSites(Suite& suite, Sources& sources) : suite_(suite), sources_(sources) {}
  /// The state after more edits; nothing after an error. Errors: R403, those of edited().
  std::optional<std::uint32_t> find(std::uint32_t before, std::vector<SiteEdit> edits, Diagnostics& diags);

 private:
  bool may_keep(const std::vector<SiteEdit>& edits, Diagnostics& diags);

  Suite& suite_;
  Sources& sources_;
  std::size_t weight_ = 0;                       // of the states: about what they take of memory
  std::map<std::string, std::uint32_t> states_;  // by the text of all edits
};

}  // namespace rapsim
