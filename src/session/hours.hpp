// When hours end a session. Source: gaps.md G-23; only the reading `hours-end-sessions` says that they do.
#pragma once

#include "engine/trace/attempt_context.hpp"

namespace rapsim {

/// The first full minute after now at which the policy's conditions, its profile or the account's logon hours are
/// closed; Instant::max(): none within a week, so none at all.
Instant closing_of(const Facts& facts, PolicyIndex policy);

}  // namespace rapsim
