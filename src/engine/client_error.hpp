// Where the client shows another error than the one of the cause or of the reason: one row a case. client_error()
// (decision_fields.hpp) takes the first that fits. Source: semantics.md 2.11, 7.2; gaps.md G-15, G-16.
#pragma once

#include <span>
#include <string_view>

#include "engine/decision_fields.hpp"

namespace rapsim {

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
