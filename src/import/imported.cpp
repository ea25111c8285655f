#include "import/imported.hpp"

#include <fmt/format.h>

#include <range/v3/algorithm/stable_sort.hpp>
#include <range/v3/range/conversion.hpp>
#include <range/v3/view/filter.hpp>

#include "base/visible.hpp"

namespace rapsim {
namespace {

struct KindRow {
  ImportNoteKind kind;
  std::string_view title;
};
constexpr KindRow kKinds[] = {
    {ImportNoteKind::not_modelled, "not modelled"},
    {ImportNoteKind::open, "not in the file"},
    {ImportNoteKind::remark, "to look at"},
};

std::string note_line(const ImportNote& note, const Sources& sources) {
  std::string out = "  ";
  if (note.where.known()) out += fmt::format("{}:{}: ", visible(sources.name(note.where.file)), note.where.line);
  out += visible(note.what);
  if (!note.affects.empty()) out += fmt::format("; can affect {}", visible(note.affects));
  return out + "\n";
}

}  // namespace

std::string import_report(std::string_view file, const Imported& imported, const Sources& sources) {
  std::string out = fmt::format("{}: {}\n", visible(file), imported.summary);
  for (const KindRow& row : kKinds) {
    auto notes = imported.notes | ranges::views::filter([&](const ImportNote& note) { return note.kind == row.kind; }) |
                 ranges::to<std::vector>();
    if (notes.empty() && row.kind != ImportNoteKind::not_modelled) continue;
    out += fmt::format("{}: {}\n", row.title, notes.empty() ? "nothing" : std::to_string(notes.size()));
    ranges::stable_sort(notes, {}, [](const ImportNote& note) { return std::pair(note.where.file, note.where.line); });
    for (const ImportNote& note : notes) out += note_line(note, sources);
  }
  return out;
}

}  // namespace rapsim
