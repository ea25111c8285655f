// A site: everything that a decision depends on, as written, with defaults filled in. Plain data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/policy.hpp"
#include "model/setting.hpp"

namespace rapsim {

enum class Dialect : std::uint8_t { windows_2000, windows_2003, nps };
std::string_view dialect_name(Dialect dialect);
/// What the dialect calls a policy: `remote access policy`, `network policy`.
std::string_view policy_word(Dialect dialect);

struct Server {
  Setting<std::string> name{};
  Setting<std::string> address{};  // NAS-IP-Address; empty: unknown
  Setting<MethodList> methods{};   // what the server offers in LCP, in order of preference
};

/// msNPAllowDialin: TRUE, FALSE, absent (semantics.md 2.8).
enum class DialInPermission : std::uint8_t { allow, deny, policy };
std::string_view dial_in_permission_name(DialInPermission permission);

struct Group {
  std::string name{};
  Span where{};
  Setting<std::string> sid{};
  std::vector<Reference> member_of{};
};

struct User {
  std::string name{};
  Span where{};
  std::vector<Reference> groups{};
  Setting<std::string> primary_group{};
  Setting<DialInPermission> permission{};
  Setting<std::string> caller_id{};  // Verify Caller-ID; empty: not verified
};

struct Directory {
  Setting<std::string> domain{};
  Setting<std::string> domain_sid{};
  Setting<bool> complete{};  // false: an account or group that is not listed is unknown
  std::vector<Group> groups{};
  std::vector<User> users{};
};

struct Site {
  Setting<std::string> name{};
  Setting<Dialect> dialect{};
  Setting<std::string> time_zone{};
  Server server{};
  std::shared_ptr<Directory> directory = std::make_shared<Directory>();  // shared between edited copies
  std::vector<Policy> policies{};                                        // in processing order
  Span policies_where{};                                                 // unknown: the built-in ones of the dialect
  std::string digest{};  // of the bytes of all files of the site, in the order read; edits added
};

}  // namespace rapsim
