// Fuzz target: any bytes as an export of NPS; it is refused with a place, or gives a site that loads.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "import/nps_export.hpp"
#include "import/nps_site.hpp"
#include "model/load/load.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rapsim;
  Sources sources;
  Diagnostics diags;
  const auto text = import_text("nps.xml", std::string(reinterpret_cast<const char*>(data), size), sources, diags);
  const auto config = text ? read_nps_export(*text, diags) : std::nullopt;
  if (config.has_value() == diags.has_errors()) std::abort();
  if (!config) return 0;
  const Imported imported = site_of(*config, {}, sources);
  Diagnostics of_site;
  if (!load_site_text("site", imported.yaml, sources, of_site)) std::abort();
  return 0;
}
