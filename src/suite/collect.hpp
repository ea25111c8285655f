// Loading a part with diagnostics of its own: whether it is good does not depend on the others. Inside src/suite only.
#pragma once

#include "base/diagnostic.hpp"

namespace rapsim {

inline void add_all(const Diagnostics& from, Diagnostics& into) {
  for (const Diagnostic& found : from.sorted()) {
    if (found.severity == Severity::error)
      into.error(found.code, found.where, found.message, found.help);
    else
      into.warning(found.code, found.where, found.message, found.help);
  }
}

}  // namespace rapsim
