#include "diagnose/slips.hpp"

#include <doctest/doctest.h>

using namespace rapsim;

TEST_CASE("slips: how far two texts are apart") {
  struct Row {
    const char *a, *b;
    std::size_t slips;
  };
  const Row rows[] = {{"", "", 0},         {"anna", "anna", 0}, {"anna", "ana", 1}, {"anna", "anan", 1},
                      {"1723", "1732", 1}, {"1723", "443", 3},  {"abc", "xyz", 3},  {"abcdef", "a", 3}};
  for (const Row& row : rows) {
    INFO(row.a, " ", row.b);
    CHECK(slips_between(row.a, row.b, 2) == row.slips);
    CHECK(slips_between(row.b, row.a, 2) == row.slips);
  }
  CHECK(is_same_but_for_order("0140", "0104"));
  CHECK_FALSE(is_same_but_for_order("0140", "0140"));
  CHECK_FALSE(is_same_but_for_order("0140", "0150"));
  CHECK_FALSE(is_same_but_for_order("0140", "4010"));
  CHECK_FALSE(is_same_but_for_order("1", "12"));
}

TEST_CASE("slips: texts one slip away that are right") {
  const auto is = [](const char* want) { return [want](std::string_view text) { return text == want; }; };
  CHECK(one_slip_away(":HR_CARE$", "HR-CARE", is(":HR-CARE$")) == std::vector<std::string>{":HR-CARE$"});
  CHECK(one_slip_away("a:b:c", "a-b-c", is("a-b-c")) == std::vector<std::string>{"a-b-c"});  // one kind, everywhere
  CHECK(one_slip_away("1732", "1723", is("1723")) == std::vector<std::string>{"1723"});
  CHECK(one_slip_away("abc", "abd", is("xyz")).empty());
}

TEST_CASE("slips: a night that was meant to be a day") {
  CHECK(with_night_as_day("Mon-Fri 19:00-07:00") == "Mon-Fri 07:00-19:00");
  CHECK(with_night_as_day("Mon-Fri 07:00-19:00") == "Mon-Fri 07:00-19:00");
  CHECK(with_night_as_day("always") == "always");
  CHECK(with_night_as_day("") == "");
  CHECK(with_night_as_day("Mon 8:00-7:00") == "Mon 8:00-7:00");
}

TEST_CASE("slips: words of names") {
  CHECK(share_a_word("Accounts over VPN", "Accounts"));
  CHECK(share_a_word("Account managers", "ACCOUNTS"));
  CHECK_FALSE(share_a_word("Sales over VPN", "VPN users"));  // words that say what kind of thing it is
  CHECK_FALSE(share_a_word("", ""));
}
