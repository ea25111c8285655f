#include "base/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "base/text.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kLongestWord = 64;  // the distance is quadratic, and no one mistypes a longer name

/// Letters that must be inserted, deleted, changed or exchanged with their neighbour to turn one word into the other,
/// without case; `most` when it is not less. Neither word is longer than kLongestWord.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t most) {
  const std::size_t longer = std::max(left.size(), right.size()), shorter = std::min(left.size(), right.size());
  if (longer - shorter >= most) return most;
  std::array<std::array<std::size_t, kLongestWord + 1>, 3> rows{};  // this one and the two before it, in turns
  std::iota(rows[0].begin(), rows[0].end(), std::size_t{0});
  const auto equal = [&](std::size_t i, std::size_t j) { return lower(left[i]) == lower(right[j]); };
  std::size_t least_of_last = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto &before_last = rows[(i + 2) % 3], &last = rows[i % 3];
    auto& row = rows[(i + 1) % 3];
    std::size_t least = row[0] = i + 1;
    for (std::size_t j = 0; j < right.size(); ++j) {
      row[j + 1] = std::min({row[j] + 1, last[j + 1] + 1, last[j] + (equal(i, j) ? 0 : 1)});
      if (i > 0 && j > 0 && equal(i, j - 1) && equal(i - 1, j))
        row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
      least = std::min(least, row[j + 1]);
    }
    if (std::min(least, least_of_last) >= most) return most;  // no row has less than the least of the two before
    least_of_last = least;
  }
  return std::min(rows[left.size() % 3][right.size()], most);
}

constexpr std::size_t kMostSearched = 300'000;  // names: some tenths of a second

}  // namespace

void Diagnostics::error(Code code, Span where, std::string message, std::string help) {
  keep({code, Severity::error, where, std::move(message), std::move(help)});
}

void Diagnostics::warning(Code code, Span where, std::string message, std::string help) {
  keep({code, Severity::warning, where, std::move(message), std::move(help)});
}

Diagnostics Diagnostics::part() const {
  Diagnostics out;
  out.searched_ = left_out_ == 0 ? searched_ : kMostSearched;
  return out;
}

void Diagnostics::add(const Diagnostics& other) {
  searched_ = std::max(searched_, other.searched_);
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

bool Diagnostics::may_search(std::size_t names) {
  if (left_out_ != 0 || names > kMostSearched - searched_) return false;
  searched_ += names;
  return true;
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
