#include "report/text/page.hpp"

#include <algorithm>

namespace rapsim {
namespace {

std::string_view mark(Truth truth) {
  constexpr std::string_view kMarks[] = {"x ", "? ", "ok"};
  return kMarks[static_cast<std::size_t>(truth)];
}

}  // namespace

void Page::table(const std::vector<PageRow>& rows) {
  std::size_t name = 0, wanted = 0, was = 0;
  for (const PageRow& row : rows) {
    name = std::max(name, width_of(row.name));
    wanted = std::max(wanted, width_of(fitted(row.wanted)));
    was = std::max(was, width_of(fitted(row.was)));
  }
  for (const PageRow& row : rows) {
    const std::string sign(mark(row.truth));
    std::string text = (row.truth == Truth::yes  ? style.good(sign)
                        : row.truth == Truth::no ? style.bad(sign)
                                                 : style.open(sign)) +
                       " " + padded(row.name, name) + "  wanted " + padded(fitted(row.wanted), wanted) + "  was " +
                       padded(fitted(row.was), was);
    if (row.where.known()) text += fmt::format("  ({})", where_text(row.where));
    text.erase(text.find_last_not_of(' ') + 1);
    line("", "   " + text);
  }
}

std::string Page::fitted(const std::string& text) const {
  constexpr std::size_t kWidest = 60;
  if (verbose() || text.size() <= kWidest) return text;
  std::size_t end = kWidest - 3;
  while (end > 0 && continues_code_point(text[end])) --end;
  return text.substr(0, end) + "...";
}

std::string Page::where_text(Span where) const {
  if (is_builtin() && !site().policies.empty() && site().policies.front().where.file == where.file) return "built in";
  const bool same_file = !site().policies.empty() && site().policies.front().where.file == where.file;
  return same_file ? fmt::format("line {}", where.line) : place_text(sources, where);
}

std::string Page::firmness(Basis basis, std::string_view gap) {
  if (basis == Basis::documented) return {};
  return fmt::format(" ({}{}{})", basis_name(basis), gap.empty() ? "" : ", ", gap);
}

}  // namespace rapsim
