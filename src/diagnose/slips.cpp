#include "diagnose/slips.hpp"

#include <algorithm>
#include <range/v3/algorithm/contains.hpp>
#include <set>

#include "base/text.hpp"

namespace rapsim {
namespace {

/// The words of a name, in lower case, without the plural's `s`. Words that say only what kind of thing it is are none.
std::vector<std::string> words_of(std::string_view name) {
  constexpr std::string_view kCommon[] = {"vpn", "over",   "on",     "by",   "the", "at",     "in",  "wi",   "fi",
                                          "for", "policy", "access", "user", "all", "remote", "and", "group", "domain"};
  std::vector<std::string> out(1);
  for (const char c : name) {
    const bool is_letter = is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (is_letter)
      out.back() += lower(c);
    else if (!out.back().empty())
      out.emplace_back();
  }
  for (std::string& word : out)
    if (word.size() > 2 && word.ends_with('s')) word.pop_back();
  std::erase_if(out, [&](const std::string& word) { return word.empty() || ranges::contains(kCommon, word); });
  return out;
}

}  // namespace

std::vector<std::string> one_slip_away(std::string_view text, std::string_view like,
                                       const std::function<bool(std::string_view)>& is_right, std::size_t most) {
  std::vector<std::string> out;
  std::set<std::string> tried{std::string(text)};
  const auto attempt = [&](std::string other) {
    if (out.size() < most && tried.insert(other).second && is_right(other)) out.push_back(std::move(other));
  };
  const std::set<char> letters(like.begin(), like.end());
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const char letter : letters) {
      std::string other(text);
      other[at] = letter;
      attempt(std::move(other));
    }
  for (const char from : std::set<char>(text.begin(), text.end()))
    for (const char letter : letters) {
      std::string other(text);
      std::replace(other.begin(), other.end(), from, letter);
      attempt(std::move(other));
    }
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    std::string other(text);
    std::swap(other[at], other[at + 1]);
    attempt(std::move(other));
  }
  for (std::size_t at = 0; at <= text.size(); ++at)
    for (const char letter : letters) attempt(std::string(text).insert(at, 1, letter));
  for (std::size_t at = 0; at < text.size(); ++at) attempt(std::string(text).erase(at, 1));
  return out;
}

std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > most) return most + 1;
  std::vector<std::vector<std::size_t>> rows(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      rows[i][j] = std::min({replaced, rows[i - 1][j] + 1, rows[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  return std::min(rows[a.size()][b.size()], most + 1);
}

std::string with_night_as_day(std::string_view schedule) {
  constexpr std::size_t kTime = 5;  // 08:00
  std::string out(schedule);
  for (std::size_t dash = out.find('-'); dash != std::string::npos; dash = out.find('-', dash + 1)) {
    const auto is_time = [&](std::size_t at) {
      return at + kTime <= out.size() && is_digit(out[at]) && is_digit(out[at + 1]) && out[at + 2] == ':' &&
             is_digit(out[at + 3]) && is_digit(out[at + 4]);
    };
    if (dash < kTime || !is_time(dash - kTime) || !is_time(dash + 1)) continue;
    if (out.compare(dash - kTime, kTime, out, dash + 1, kTime) <= 0) continue;
    std::swap_ranges(out.begin() + static_cast<std::ptrdiff_t>(dash - kTime),
                     out.begin() + static_cast<std::ptrdiff_t>(dash),
                     out.begin() + static_cast<std::ptrdiff_t>(dash + 1));
  }
  return out;
}

bool is_same_but_for_order(std::string_view a, std::string_view b) {
  if (a.size() != b.size() || a == b) return false;
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin());
  return std::next(in_a) != a.end() && *in_a == *std::next(in_b) && *std::next(in_a) == *in_b &&
         std::equal(in_a + 2, a.end(), in_b + 2);
}

bool share_a_word(std::string_view a, std::string_view b) {
  const std::vector<std::string> of_a = words_of(a), of_b = words_of(b);
  return std::any_of(of_a.begin(), of_a.end(), [&](const std::string& word) { return ranges::contains(of_b, word); });
}

}  // namespace rapsim
