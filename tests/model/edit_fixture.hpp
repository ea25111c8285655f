// An edit as people write it: a path and a value of YAML.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "model/site/edit.hpp"

namespace rapsim::test {

/// The edited site; nothing after an error, which is at 1:1 of a source of its own.
inline std::optional<Site> apply_path(const Site& site, const std::string& path, const std::string& value,
                                      Sources& sources, Diagnostics& diags) {
  const std::uint32_t file = sources.add("edit", value);
  const auto document = yaml::read(sources, file, diags);
  REQUIRE(document.has_value());
  const Span where{file, 1, 1, 1};
  auto steps = read_path(path, where, diags);
  if (!steps) return std::nullopt;
  return apply(site, {*std::move(steps), value_of(document->root()), where}, sources, diags);
}

}  // namespace rapsim::test
