// What `rapsim check` finds in a site that loads without errors: settings that do not do what they seem to say. One row
// of the table and one function each; a finding tells the evidence of the site at hand.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compile/compiled.hpp"
#include "model/site/world.hpp"

namespace rapsim {

/// In order of weight.
enum class FindingLevel : std::uint8_t { note, warning, error };
std::string_view level_name(FindingLevel level);

/// What a finding says of every attempt without attributes that it is given, whoever asks; a test tries it on random
/// ones of all access servers.
enum class Claim : std::uint8_t {
  none,
  never_decides,       // the policy matches nothing, or nothing that an earlier one leaves
  never_lets_in,       // it may match, and then it rejects; of an account: no policy lets it in
  never_connects,      // over PPTP no attempt gets through it
  nobody_connects,     // to this server
  no_tunnel_connects,  // to this server; of the tunnel's type, if there is one
};

/// Another place of the site that a finding is about.
struct FindingPlace {
  Span where{};
  std::string text{};
};

/// Message rules as of Diagnostic.
struct Finding {
  std::string_view id{};  // of a lint, or the code of a warning
  FindingLevel level = FindingLevel::warning;
  Span where{};
  std::string message{};
  std::string fix{};
  std::vector<FindingPlace> related{};
  Claim claim = Claim::none;
  bool is_of_own_server =
      false;  // the claim is about connections of the site's own RRAS server only; the message says so
  PolicyIndex policy = kNoPolicy, request_policy = kNoPolicy;  // what it is about, if it is one of them
  const User* account = nullptr;                               // the same
  std::optional<TunnelType> tunnel{};                          // the same
  std::optional<std::string> suppressed{};                     // the reason that a comment gives
};

class LintSite;
using Findings = std::vector<Finding>;

struct Lint {
  std::string_view id;  // kebab-case, never changed
  FindingLevel level;
  bool needs_today;
  void (*find)(const LintSite& site, Findings& out);
  std::string_view summary;  // one line
  std::string_view why;
  std::string_view fix;
  std::string_view source;
};

std::span<const Lint> lints();
/// Without case; nullptr when there is none.
const Lint* find_lint(std::string_view id);

/// All findings, by place. `today`: its first instant, for what depends on a date; nothing: those rows are left out.
/// Built-in policies are not looked at: no administrator wrote them.
Findings find_all(const CompiledSite& site, std::optional<Instant> today);

}  // namespace rapsim
