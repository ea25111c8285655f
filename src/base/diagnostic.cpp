#include "base/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "base/text.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kLongestWord = 64;  // the distance is quadratic, and nobody mistypes a longer name

/// Letters that must be inserted, deleted or changed to turn one word into the other, without case; `most` when it is
/// not less. Neither word is longer than kLongestWord.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t most) {
  const std::size_t longer = std::max(left.size(), right.size()), shorter = std::min(left.size(), right.size());
  if (longer - shorter >= most) return most;
  std::array<std::size_t, kLongestWord + 1> row{};
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    std::size_t least = row[0];
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t change = diagonal + (lower(left[i]) == lower(right[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, change});
      least = std::min(least, row[j + 1]);
    }
    if (least >= most) return most;  // no row has less than the least of the one before
  }
  return std::min(row[right.size()], most);
}

}  // namespace

void Diagnostics::error(Code code, Span where, std::string message, std::string help) {
  keep({code, Severity::error, where, std::move(message), std::move(help)});
}

void Diagnostics::warning(Code code, Span where, std::string message, std::string help) {
  keep({code, Severity::warning, where, std::move(message), std::move(help)});
}

void Diagnostics::add(const Diagnostics& other) {
  for (const Diagnostic& diagnostic : other.list_) keep(diagnostic);
  left_out_ += other.left_out_;
  has_errors_ = has_errors_ || other.has_errors_;
}

void Diagnostics::keep(Diagnostic diagnostic) {
  const bool is_error = diagnostic.severity == Severity::error;
  has_errors_ = has_errors_ || is_error;
  std::size_t& count = is_error ? errors_ : warnings_;
  if (count == kMostDiagnostics) {
    ++left_out_;
    return;
  }
  ++count;
  list_.push_back(std::move(diagnostic));
}

bool Diagnostics::may_search(std::size_t names) const {
  constexpr std::size_t kMostWork = 300'000;  // names looked at: some tenths of a second
  return left_out_ == 0 && list_.size() * names < kMostWork;
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> out = list_;
  std::stable_sort(out.begin(), out.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.where.file, a.where.line, a.where.column, a.code.row, a.message) <
           std::tie(b.where.file, b.where.line, b.where.column, b.code.row, b.message);
  });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string_view nearest_name(std::string_view word, const std::vector<std::string_view>& names) {
  if (word.size() > kLongestWord) return {};
  std::string_view best;
  std::size_t best_distance = word.size() / 3 + 1;
  for (const std::string_view name : names) {
    if (name.size() > kLongestWord) continue;
    if (const std::size_t distance = edit_distance(word, name, best_distance); distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names) {
  const std::string_view name = nearest_name(word, names);
  return name.empty() ? std::string{} : "did you mean `" + std::string(name) + "`?";
}

}  // namespace rapsim
