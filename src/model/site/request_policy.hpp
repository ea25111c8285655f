// A connection request policy as written: who handles a request, and what is changed in it before. Source:
// semantics.md 2.2, 2.3.
#pragma once

#include <string>
#include <vector>

#include "model/site/policy.hpp"

namespace rapsim {

/// Auth-Provider-Type: none accepts without validation.
enum class RequestProvider : std::uint8_t { windows, none, forward };

/// Find a pattern, replace every place where it is found; `\1` in the replacement is a remembered match.
struct ReplaceRule {
  ConditionPattern find{};
  std::string replace{};
  Span where{};
};

struct RequestPolicy : Rule {
  Setting<RequestProvider> provider{};
  Setting<std::string> forward_to{};  // a remote RADIUS server group
  Setting<bool> map_to_windows_user{};
  Setting<MethodList> authentication{};  // given: replaces the list of the policy's profile
  Setting<AttributeId> manipulated{};    // User-Name, Called-Station-Id or Calling-Station-Id
  std::vector<ReplaceRule> rules{};
};

}  // namespace rapsim
