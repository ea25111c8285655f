// The error that the client shows: the cause's own or the reason's, unless tunnel, strategy or stage say otherwise.
// Source: semantics.md 2.11, 7.2; gaps.md G-15, G-16.
#pragma once

#include <span>
#include <string_view>

#include "engine/trace/explained.hpp"

namespace rapsim {

/// Of one case; number 0 when there is none or the cause is not known.
ClientError client_error_of(const Explained& one);
/// The same of all cases; number 0, too, when they differ.
inline ClientError client_error(const Explained& explained) { return explained.error.value; }

/// Where it is another than the one of the cause or of the reason: one row a case, the first that fits.
struct SpecialClientError {
  CauseId cause;  // kNoCause: any
  bool (*holds)(const Explained&);
  std::string_view when;  // the same in words
  ClientError before_vista, from_vista;
  std::string_view source;
};
std::span<const SpecialClientError> special_client_errors();

/// The error that the client shows. Unknown, too, where it depends on a version of Windows that is not known.
Maybe<ClientError> known_client_error(const Explained& explained);

}  // namespace rapsim
