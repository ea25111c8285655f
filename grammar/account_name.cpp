// Account names: at most one of `DOMAIN\`, `@realm` and `host/` around a name.
#include "grammar/account_name.hpp"

#include <algorithm>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/spirit/home/x3.hpp>

#include "grammar/message.hpp"

namespace rapsim::grammar {
namespace {

namespace x3 = boost::spirit::x3;

/// One separator and what follows it.
struct NameTail {
  char separator = '\0';  // '\\', '@', '.' after host/, or none
  std::string right{};
};

struct NameParts {
  std::string left{};
  NameTail tail{};
};

}  // namespace
}  // namespace rapsim::grammar

BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::NameTail, separator, right)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::NameParts, left, tail)

namespace rapsim::grammar {
namespace {

const auto letter = ~x3::char_("\\@");
const auto name = x3::rule<struct NameRule, std::string>{"a name"} = +letter;
const auto computer = x3::rule<struct ComputerRule, std::string>{"a computer name"} = +(letter - '.');
const auto end = x3::rule<struct EndRule>{"the end of the account name"} = x3::eoi;

const auto user_tail = x3::rule<struct UserTailRule, NameTail>{"`\\`, `@` or the end"} = x3::char_("\\@") > name;
const auto host_tail = x3::rule<struct HostTailRule, NameTail>{"`.` or the end"} = x3::char_('.') > name;
const auto no_tail = x3::attr(NameTail{});

const auto host_prefix = x3::no_case[x3::lit("host/")];
const auto host_name = x3::rule<struct HostRule, NameParts>{"a computer account"} = (host_prefix > computer) >>
                                                                                    (host_tail | no_tail);
const auto user_name = x3::rule<struct UserRule, NameParts>{"a name"} = name >> (user_tail | no_tail);

AccountName account_of(NameParts parts, bool is_host) {
  if (is_host) return {AccountNameForm::host, std::move(parts.tail.right), std::move(parts.left)};
  switch (parts.tail.separator) {
    case '\\':
      return {AccountNameForm::down_level, std::move(parts.left), std::move(parts.tail.right)};
    case '@':
      return {AccountNameForm::principal, std::move(parts.tail.right), std::move(parts.left)};
    default:
      return {AccountNameForm::plain, {}, std::move(parts.left)};
  }
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

std::optional<AccountName> parse_account_name(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestAccountName) {
    error = too_long(code("R207"), text, "account name", kLongestAccountName);
    return std::nullopt;
  }
  if (const auto control = std::find_if(text.begin(), text.end(), is_control); control != text.end()) {
    const auto offset = static_cast<std::size_t>(control - text.begin());
    error = {code("R207"), offset, 1, "control character " + quoted(text.substr(offset, 1)) + " in an account name"};
    return std::nullopt;
  }
  NameParts parts;
  const char* first = text.data();
  const char* const last = first + text.size();
  const bool is_host = x3::parse(first, last, &host_prefix);
  try {
    if (is_host) {
      x3::parse(first, last, x3::eps > host_name > end, parts);
    } else {
      x3::parse(first, last, x3::eps > user_name > end, parts);
    }
  } catch (const x3::expectation_failure<const char*>& failure) {
    error = expected(code("R207"), text, static_cast<std::size_t>(failure.where() - text.data()), failure.which());
    if (failure.which() == end.name) error.help = "an account name has one `\\` or one `@`";
    return std::nullopt;
  }
  return account_of(std::move(parts), is_host);
}

}  // namespace rapsim::grammar
