// Account names: the four forms, what is refused, random bytes.
#include "grammar/account_name.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace rapsim;
using grammar::AccountName;
using grammar::AccountNameForm;

TEST_CASE("account names that read") {
  struct Row {
    const char* name;
    std::string text;
    AccountName want;
  };
  const Row rows[] = {
      {"user alone", "jdoe", {AccountNameForm::plain, "", "jdoe"}},
      {"down-level", "CONTOSO\\jdoe", {AccountNameForm::down_level, "CONTOSO", "jdoe"}},
      {"principal", "jdoe@contoso.com", {AccountNameForm::principal, "contoso.com", "jdoe"}},
      {"computer", "host/client7.contoso.com", {AccountNameForm::host, "contoso.com", "client7"}},
      {"computer, capital prefix", "HOST/client7.x", {AccountNameForm::host, "x", "client7"}},
      {"computer without domain", "host/client7", {AccountNameForm::host, "", "client7"}},
      {"computer account of a domain", "CONTOSO\\CLIENT7$", {AccountNameForm::down_level, "CONTOSO", "CLIENT7$"}},
      {"letters beyond ASCII and blanks", "Jörg Müller", {AccountNameForm::plain, "", "Jörg Müller"}},
      {"a slash that is no host prefix", "branch/jdoe", {AccountNameForm::plain, "", "branch/jdoe"}},
      {"host prefix after a domain", "X\\host/y", {AccountNameForm::down_level, "X", "host/y"}},
      {"the word host alone", "host", {AccountNameForm::plain, "", "host"}},
      {"the longest", std::string(253, 'x'), {AccountNameForm::plain, "", std::string(253, 'x')}},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_account_name(row.text, error);
      REQUIRE(got);
      CHECK(got->form == row.want.form);
      CHECK(got->domain == row.want.domain);
      CHECK(got->name == row.want.name);
    }
}

TEST_CASE("account names that do not read") {
  struct Row {
    const char* name;
    std::string text;
    std::size_t offset;
    const char* message;
  };
  const Row rows[] = {
      {"empty", "", 0, "expected a name, found the end"},
      {"no domain", "\\jdoe", 0, "expected a name, found `\\`"},
      {"no user after the domain", "CONTOSO\\", 8, "expected a name, found the end"},
      {"no user before the realm", "@contoso.com", 0, "expected a name, found `@`"},
      {"no realm", "jdoe@", 5, "expected a name, found the end"},
      {"no computer", "host/", 5, "expected a computer name, found the end"},
      {"no computer before the domain", "host/.com", 5, "expected a computer name, found `.`"},
      {"no domain of the computer", "host/a.", 7, "expected a name, found the end"},
      {"two backslashes", "a\\b\\c", 3, "expected the end of the account name, found `\\`"},
      {"two realms", "a@b@c", 3, "expected the end of the account name, found `@`"},
      {"domain and realm", "a\\b@c", 3, "expected the end of the account name, found `@`"},
      {"computer and realm", "host/a@b", 6, "expected the end of the account name, found `@`"},
      {"control character", "a\tb", 1, "control character `\\x09` in an account name"},
      {"NUL", std::string("a\0b", 3), 1, "control character `\\x00` in an account name"},
      {"too long", std::string(254, 'x'), 253, "the account name is longer than 253 bytes"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_account_name(row.text, error));
      CHECK(error.code == code("R207"));
      CHECK(error.offset == row.offset);
      CHECK(error.message == row.message);
    }
}

TEST_CASE("account names: random texts give the same text back or an error inside it") {
  std::mt19937 random(20031103);
  const std::string letters = "ab.@\\/host$ \xC3\xA9";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 5 == 0 ? "host/" : "";
    for (std::size_t length = random() % 12; length > 0; --length)
      text += round % 4 == 0 ? static_cast<char>(random() % 256) : letters[random() % letters.size()];
    SyntaxError error;
    INFO("text: ", text);
    if (const auto got = grammar::parse_account_name(text, error)) {
      REQUIRE_FALSE(got->name.empty());
      REQUIRE(got->name.size() + got->domain.size() <= text.size());
    } else {
      REQUIRE(error.offset <= text.size());
      REQUIRE_FALSE(error.message.empty());
      REQUIRE(error.message.find("boost") == std::string::npos);
    }
  }
}
