#include "report/text/page.hpp"

#include <algorithm>

#include "report/text/wrap.hpp"

namespace rapsim {
namespace {

std::string_view mark(Truth truth) {
  constexpr std::string_view kMarks[] = {"no ", "?  ", "yes"};
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
    const std::string painted = row.truth == Truth::yes  ? style.good(sign)
                                : row.truth == Truth::no ? style.bad(sign)
                                                         : style.open(sign);
    constexpr std::size_t kIndent = 14, kSign = 5, kWords = 14;  // `must be`, `is` and the blanks around them
    const std::string place = row.where.known() ? "  " + where_text(row.where) : "";
    const bool is_wide = kIndent + kSign + name + wanted + was + kWords + place.size() > kPageWidth;
    if (is_wide && !verbose()) {
      out += wrapped(std::string(kIndent, ' ') + painted,
                     fmt::format("{}  must be {}  is {}{}", row.name, fitted(row.wanted), fitted(row.was), place),
                     kIndent + kSign);
      continue;
    }
    std::string text = std::string(kIndent, ' ') + painted + "  " + padded(row.name, name) + "  must be " +
                       padded(fitted(row.wanted), wanted) + "  is " + padded(fitted(row.was), was) + place;
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
}

void Page::line(std::string_view label, std::string_view text) {
  constexpr std::size_t kColumn = 11;
  out += verbose() ? fmt::format("{:<11}{}\n", label, text) : wrapped(label, text, kColumn);
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
