// Account names as clients send them: `DOMAIN\user`, `user@realm`, `host/computer.realm`, `user`. Source:
// semantics.md 2.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

inline constexpr std::size_t kLongestAccountName = 253;  // bytes: a User-Name is one RADIUS attribute (RFC 2865 5)

enum class AccountNameForm : std::uint8_t {
  plain,       // user
  down_level,  // DOMAIN\user
  principal,   // user@realm
  host,        // host/computer.realm: a computer account
};

struct AccountName {
  AccountNameForm form = AccountNameForm::plain;
  std::string domain{};  // DOMAIN or realm; empty for plain, and for host/ without a dot
  std::string name{};    // user; host: the computer without its domain
  friend bool operator==(const AccountName&, const AccountName&) = default;
};

/// Errors: R207 (empty part, two separators, control character, longer than the limit).
std::optional<AccountName> parse_account_name(std::string_view text, SyntaxError& error);

}  // namespace rapsim::grammar
