// What an import gives: a text of a site, and what it could not bring over. Shared secrets and passwords are in
// neither.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"

namespace rapsim {

enum class ImportNoteKind : std::uint8_t {
  not_modelled,  // the simulator has nothing for it
  open,          // the file does not say it, and it matters
  remark,        // brought over, and worth a look
};

struct ImportNote {
  ImportNoteKind kind = ImportNoteKind::not_modelled;
  Span where{};           // in the imported file; unknown: of the whole file
  std::string what{};     // the setting, and of what
  std::string affects{};  // which decisions it can change
};

struct Imported {
  std::string yaml{};     // a site, or a part of one for `include:`
  std::string summary{};  // `7 network policies, 9 RADIUS clients`
  std::vector<ImportNote> notes{};
};

/// For people: the summary, then the notes of each kind with their places.
std::string import_report(std::string_view file, const Imported& imported, const Sources& sources);

}  // namespace rapsim
