// Texts that differ by what fingers do: one character wrong, missing or too many, two that changed places, two times of
// a range the wrong way round. Inside src/diagnose only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rapsim {

/// Texts one slip away from `text`, with characters of `like`, for which `is_right` holds; the same kind of slip for
/// all places of one character counts as one (`:` for `-` in an address). A replaced character comes before two that
/// changed places, before a missing one and one too many.
std::vector<std::string> one_slip_away(std::string_view text, std::string_view like,
                                       const std::function<bool(std::string_view)>& is_right, std::size_t most = 3);
/// The number of slips between two texts (Damerau and Levenshtein); more than `most` counts as `most` + 1.
std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most);
/// `Mon-Fri 19:00-07:00` -> `Mon-Fri 07:00-19:00`; hours of one day stay as they are.
std::string with_night_as_day(std::string_view schedule);
/// The same characters, two neighbours in the other order.
bool is_same_but_for_order(std::string_view a, std::string_view b);
/// Whether a word of one name, without case and a plural's `s`, is a word of the other: `Accounts over VPN`,
/// `Accounts`.
bool share_a_word(std::string_view a, std::string_view b);

}  // namespace rapsim
