// A file for import as UTF-8: byte order marks of UTF-8 and UTF-16 count, as Windows programs write
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"

namespace rapsim {

inline constexpr std::uint64_t kLargestImport = 64ULL << 20;  // bytes, unless `--max-size` says otherwise

struct ImportText {
  std::uint32_t file = 0;  // row of Sources, whose text is empty: a message must not show a line with a secret in it
  std::string bytes{};     // UTF-8 without a byte order mark
  std::vector<std::size_t> line_starts{};

  /// Of a byte. Unit: offset into `bytes`.
  [[nodiscard]] Span span_at(std::size_t offset, std::size_t length = 1) const;
};

/// Nothing after an error: R101, R103, R104.
std::optional<ImportText> read_import(const std::string& path, std::uint64_t largest, Sources& sources,
                                      Diagnostics& diags);
/// The same of bytes that are there already.
std::optional<ImportText> import_text(const std::string& name, std::string bytes, Sources& sources, Diagnostics& diags);

}  // namespace rapsim
