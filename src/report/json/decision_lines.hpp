// Decisions of many attempts, one a line: NDJSON or CSV.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/decided.hpp"
#include "engine/trace/decision_fields.hpp"

namespace rapsim {

enum class LineFormat : std::uint8_t { ndjson, csv, csv_raw };  // raw: cells that look like formulas are left alone

/// One column: a field of the decision, or what is beside it.
struct LineField {
  std::string_view name{};
  std::string_view summary{};
  const DecisionField* field = nullptr;  // nullptr: `line`, `settings`
};
/// All that `--show` may name, in the order in which the tables have them.
std::vector<LineField> line_fields();
/// What is shown when nothing is said.
inline constexpr std::string_view kShownFields = "line, decision, policy, reason, cause, settings";

class DecisionLines {
 public:
  /// `shown`: rows of line_fields(), in the order of the output.
  DecisionLines(std::vector<LineField> shown, LineFormat format);

  /// What comes before the first line; empty for NDJSON.
  [[nodiscard]] std::string header() const;
  /// What append() has to be given.
  [[nodiscard]] DecideNeeds needs() const { return needs_; }
  /// Adds the line of an attempt to `out`. A value is that of `rapsim explain --format json`: null when it is absent,
  /// `unknown`; in CSV an empty cell, and a list is separated by semicolons. `settings` is the list of attributes that
  /// an accept returns, each with its value on the wire.
  void append(const Decided& decided, std::uint64_t line, std::string& out) const;

 private:
  std::vector<LineField> shown_;
  LineFormat format_;
  DecideNeeds needs_{};
};

}  // namespace rapsim
