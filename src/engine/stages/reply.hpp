// The attributes that an accept returns: the profile's settings and the account's dial-in properties (S12). Source:
// semantics.md 2.10, 4, 5.1.
#pragma once

#include <string>
#include <vector>

#include "engine/stages/evaluate.hpp"

namespace rapsim {

struct ReplyAttribute {
  AttributeId attribute = 0;
  std::string value{};  // as on the wire; numbers as decimal text
  Span where{};         // of the setting; unknown: a default
  Basis basis = Basis::documented;
  std::string_view source{};
};

/// In order of attribute name. In: the facts of an accepted attempt and the policy that accepts it.
std::vector<ReplyAttribute> reply_of(const Facts& facts, PolicyIndex policy);

}  // namespace rapsim
