// The attributes that an accept returns: the profile's settings (S12). Source: semantics.md 2.10, 4.
#pragma once

#include <string>
#include <vector>

#include "engine/compiled.hpp"

namespace rapsim {

struct ReplyAttribute {
  AttributeId attribute = 0;
  std::string value{};  // as on the wire; numbers as decimal text
  Span where{};         // of the setting; unknown: a default
  Basis basis = Basis::documented;
  std::string_view source{};
};

/// In order of attribute name.
std::vector<ReplyAttribute> reply_of(const CompiledSite& site, PolicyIndex policy);

}  // namespace rapsim
