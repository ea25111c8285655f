// A small site and suites on it, for the tests of suites.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/load/load.hpp"
#include "suite/load/find_attempt.hpp"
#include "suite/load/sites.hpp"
#include "suite/load/tags.hpp"
#include "suite/run/rows.hpp"
#include "suite/run/run.hpp"

namespace rapsim::test {

inline constexpr const char* kSite = R"(format: rapsim/site/1
time-zone: Europe/Berlin
server: { authentication: { methods: [MS-CHAP-v2, PAP] } }
radius-clients: { AP: { address: 192.0.2.7 } }
request-policies: [{ name: All }]
directory:
  groups: { Staff: {} }
  users:
    alice: { groups: [Staff] }
    bob: { groups: [Staff], dial-in: { permission: deny } }
    carol:
policies:
  - name: Staff
    conditions: [ { Windows-Groups: [Staff] }, { NAS-Identifier: VPN } ]
    permission: grant
    profile: { authentication: [MS-CHAP-v2], session-timeout: 8h, attributes: { Class: [red, blue] } }
  - name: unknown
    conditions: [ { NAS-Identifier: other } ]
)";

struct Loaded {
  Sources sources{};
  Diagnostics diags{};
  std::shared_ptr<const CompiledSite> site{};
  std::optional<Suite> suite{};
};

/// The suite of a text, on kSite whatever path it gives.
inline void load(std::string text, Loaded& loaded, SuiteLimits limits = {}) {
  auto site = load_site_text("site", kSite, loaded.sources, loaded.diags);
  REQUIRE(site.has_value());
  loaded.site = compile(std::make_shared<const Site>(*std::move(site)), loaded.diags);
  REQUIRE(loaded.site != nullptr);
  const FindSite find = [&](const std::string&, Span) { return loaded.site; };
  loaded.suite = load_suite_text("suite", std::move(text), find, loaded.sources, loaded.diags, limits);
}

inline std::string codes(const Diagnostics& diags) {
  std::string out;
  for (const Diagnostic& one : diags.sorted())
    out += (out.empty() ? "" : "; ") + std::to_string(one.where.line) + ":" + std::to_string(one.where.column) + " " +
           std::string(one.code.text());
  return out;
}

inline constexpr std::string_view kHead = "format: rapsim/suite/1\nsite: site\nclock: 2003-11-03T09:00\n";

/// What follows the head begins in line 4.
inline std::string with_head(std::string_view rest) { return std::string(kHead) + std::string(rest); }

/// One scenario, in line 5 and in one line: its name is `s`.
inline std::string scenario(std::string_view fields) {
  return with_head("scenarios:\n  - { name: s, " + std::string(fields) + " }\n");
}

template <class Text>
std::string each_row(const Suite& suite, Text text) {
  std::string out;
  for (std::uint32_t i = 0; i < suite.cases.size(); ++i)
    for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index)
      out += (out.empty() ? "" : "; ") + text(row);
  return out;
}

inline std::string labels_of(const Suite& suite) {
  return each_row(suite, [&](RowId row) { return label_of(suite, row); });
}

/// `user from tunnel authentication NAS-Identifier`, absent ones left out.
inline std::string attempts_of(const Suite& suite) {
  return each_row(suite, [&](RowId row) {
    const JudgedAttempt judged(suite, row);
    std::string out;
    for (const FieldId id : {FieldId::user, FieldId::from, FieldId::tunnel, FieldId::authentication})
      out += (out.empty() ? "" : " ") + judged.attempt[id].text;
    if (const GivenAttribute* given = judged.attempt.find(*find_attribute("NAS-Identifier")))
      for (const std::string& value : given->values) out += " " + value;
    return out;
  });
}

struct Row {
  const char* name;
  std::string text;
  std::string want;
};

}  // namespace rapsim::test
