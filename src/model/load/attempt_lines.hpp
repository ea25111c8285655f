// Attempts one after another: JSON an object a line (NDJSON), or CSV whose first record names the fields.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/attempt/attempt.hpp"
#include "model/site/site.hpp"

namespace rapsim {

/// Readable bytes that must follow a line of JSON in memory; the parser looks at whole blocks.
inline constexpr std::size_t kJsonPadding = 64;

/// Reads lines of JSON. Each thread has its own.
class JsonAttempts {
 public:
  JsonAttempts();
  ~JsonAttempts();
  JsonAttempts(JsonAttempts&&) noexcept;
  JsonAttempts& operator=(JsonAttempts&&) = delete;

  /// One line, an attempt or a decision as load_attempt_document() reads them, into `attempt`, which may have fields
  /// already. It is not completed. Errors have no place: R102, R103, R105, R106, R109, those of
  /// load_attempt_document().
  void read(std::string_view line, const Site& site, Attempt& attempt, Diagnostics& diags);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// One cell of a record. Unit: line and column as in a Span, of its first byte.
struct CsvCell {
  std::string text{};
  std::uint32_t line = 1, column = 1;
  std::uint32_t length = 0;  // as written, up to the end of its first line
};

/// The cells of one record as RFC 4180 has it, without its line end. In: the line at which it begins. Errors: R102,
/// R103.
std::optional<std::vector<CsvCell>> csv_cells(std::string_view record, std::uint32_t file, std::uint32_t first_line,
                                              Diagnostics& diags);

/// Reads records of CSV. A column is a field (`eap.type`), or an attribute (`attributes.NAS-Identifier`). An empty cell
/// is a field left out, `unknown` the word.
class CsvAttempts {
 public:
  /// In: the first record. Errors: R102, R103, R109, R110, R302.
  static std::optional<CsvAttempts> of_header(std::string_view record, std::uint32_t file, std::uint32_t line,
                                              Diagnostics& diags);
  /// As JsonAttempts::read(), with places. Errors: R102, R103, R111, those of load_attempt().
  void read(std::string_view record, std::uint32_t file, std::uint32_t line, const Site& site, Attempt& attempt,
            Diagnostics& diags) const;

 private:
  std::vector<std::string> columns_;
};

}  // namespace rapsim
