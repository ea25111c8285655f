// A site from an NPS configuration export: readable YAML whose comments say where each value comes from, and notes of
// what is not modelled.
#pragma once

#include <map>
#include <string>

#include "import/imported.hpp"
#include "import/nps_export.hpp"

namespace rapsim {

struct NpsSiteOptions {
  std::string time_zone{};  // empty: the export does not say it, and a note says so where it matters
  std::string include{};    // a file of the directory, as the site is to name it; empty: none
  std::map<std::string, std::string> group_names{};  // by SID, of that directory
};

Imported site_of(const NpsExport& config, const NpsSiteOptions& options, const Sources& sources);

}  // namespace rapsim
