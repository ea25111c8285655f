// Problems of the input, collected while loading goes on and sorted for printing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "base/span.hpp"

namespace rapsim {

enum class Severity : std::uint8_t { error, warning };

/// Message rules: lower case, no final period, user text in backticks, no C++ names.
struct Diagnostic {
  Code code;
  Severity severity = Severity::error;
  Span where{};
  std::string message;
  std::string help{};  // "did you mean `X`?", or what to write instead

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// What a parser of one of the small languages says of a text it cannot read.
/// Unit: offset and length in bytes of that text.
struct SyntaxError {
  Code code = rapsim::code("R102");
  std::size_t offset = 0;
  std::size_t length = 1;
  std::string message;
  std::string help{};
};

/// Of each severity; the rest is counted. A hostile file has a problem every four bytes, and no one reads the
/// thousandth.
inline constexpr std::size_t kMostDiagnostics = 1000;

class Diagnostics {
 public:
  void error(Code code, Span where, std::string message, std::string help = {});
  void warning(Code code, Span where, std::string message, std::string help = {});
  /// For a part that is loaded by itself, so that whether it is good does not depend on the others: no problem yet, and
  /// as much time to search as is left here.
  [[nodiscard]] Diagnostics part() const;
  /// All of a part.
  void add(const Diagnostics& other);
  /// True once an error (not a warning) was added.
  [[nodiscard]] bool has_errors() const { return has_errors_; }
  [[nodiscard]] bool empty() const { return list_.empty(); }
  /// How many were left out, because there are kMostDiagnostics of their severity.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }
  /// Asked before each search for what was meant: false when looking through so many names would take too long, after
  /// all those before.
  [[nodiscard]] bool may_search(std::size_t names);
  /// By file, line, column, code, message; the same problem at the same place once.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;

 private:
  void keep(Diagnostic diagnostic);

  std::vector<Diagnostic> list_;
  std::size_t errors_ = 0, warnings_ = 0;  // of list_
  std::size_t left_out_ = 0;
  std::size_t searched_ = 0;  // names
  bool has_errors_ = false;
};

/// The nearest of `names` to `word` (without case, at most a third of its letters different), or empty.
std::string_view nearest_name(std::string_view word, const std::vector<std::string_view>& names);
/// "did you mean `X`?" for nearest_name, or empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names);

}  // namespace rapsim
