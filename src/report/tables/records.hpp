// What the tables make records with. Inside src/report only.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/tables/basis.hpp"
#include "report/tables/tables.hpp"

namespace rapsim {

inline RecordValue text_or_nothing(std::string_view text) {
  return text.empty() ? RecordValue{} : RecordValue{std::string(text)};
}
inline RecordValue number(std::uint32_t value) { return std::int64_t{value}; }
inline RecordValue text(std::string_view value) { return std::string(value); }

/// A value that does not rest on a document has a question mark.
inline std::string marked(std::string_view value, Basis basis) {
  return std::string(value) + (basis == Basis::documented ? "" : "?");
}

inline constexpr std::string_view kMarkNote =
    "?  no document says so: the long form has the basis, and the gap where one is listed";

/// The words of a row that has a number, and perhaps a symbol.
inline std::vector<std::string> words_of(std::uint32_t number, std::string_view symbol) {
  std::vector<std::string> out{std::to_string(number)};
  if (!symbol.empty()) out.emplace_back(symbol);
  return out;
}

}  // namespace rapsim
