#include "report/text/unified_diff.hpp"

#include <dtl/dtl.hpp>
#include <sstream>
#include <vector>

#include "base/span.hpp"

namespace rapsim {

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const auto texts = [](std::string_view text) {
    std::vector<std::string> out;
    for (const std::string_view line : lines_of(text)) out.emplace_back(line);
    return out;
  };
  dtl::Diff<std::string> diff(texts(before), texts(after));
  diff.onHuge();
  diff.compose();
  diff.composeUnifiedHunks();
  std::ostringstream out;
  out << "--- " << path << '\n' << "+++ " << path << '\n';
  diff.printUnifiedFormat(out);
  return out.str();
}

}  // namespace rapsim
