// Fuzz target: any bytes as CSV of a directory; it is refused with a place, or gives a site that loads.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "import/directory_csv.hpp"
#include "model/load/load.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rapsim;
  Sources sources;
  Diagnostics diags;
  const auto text = import_text("users.csv", std::string(reinterpret_cast<const char*>(data), size), sources, diags);
  const auto table = text ? read_csv(*text, diags) : std::nullopt;
  const auto imported = table ? directory_of({*table}, {}, sources, diags) : std::nullopt;
  if (imported.has_value() == diags.has_errors()) std::abort();
  if (!imported) return 0;
  Diagnostics of_site;
  if (!load_site_text("site", imported->yaml, sources, of_site)) std::abort();
  return 0;
}
