// What the tests of loading and deciding share: a site from a YAML text, and attempts decided on it as one line.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/trace/decision_fields.hpp"
#include "model/load/load.hpp"

namespace rapsim::test {

inline std::string place(Span span) { return std::to_string(span.line) + ":" + std::to_string(span.column); }

/// `2:7 R301; 5:1 R112` in the order of Diagnostics; warnings as `2:7 warning R313`.
inline std::string codes(const Diagnostics& diags) {
  std::string out;
  for (const Diagnostic& diagnostic : diags.sorted())
    out += (out.empty() ? "" : "; ") + place(diagnostic.where) +
           (diagnostic.severity == Severity::warning ? " warning " : " ") + std::string(diagnostic.code.text());
  return out;
}

/// `first, second`
inline std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

constexpr std::string_view kHead = "format: rapsim/site/1\n";

/// A site text, loaded and compiled. `head`: the format line comes first, so the text begins in line 2.
struct TestSite {
  Sources sources{};
  Diagnostics diags{};
  std::optional<Site> site{};                      // nothing after an error of loading
  std::shared_ptr<const CompiledSite> compiled{};  // ... or of compiling

  TestSite() = default;
  TestSite(const TestSite&) = delete;
  TestSite& operator=(const TestSite&) = delete;
  explicit TestSite(std::string_view text, std::string_view head = kHead) {
    site = load_site_text("site.yaml", std::string(head) + std::string(text), sources, diags);
    if (site) compile_site();
  }
  void compile_site() { compiled = compile(std::make_shared<const Site>(*site), diags); }

  /// An attempt from YAML (`{user: alice}`), complete.
  [[nodiscard]] Attempt attempt(std::string_view text) {
    Attempt out;
    const std::uint32_t file = sources.add("attempt", std::string(text));
    const auto document = yaml::read(sources, file, diags);
    REQUIRE(document.has_value());
    load_attempt(document->root(), *site, out, diags);
    complete_attempt(out, *site, document->root().span(), diags);
    return out;
  }
};

/// Every way it can end, in the order of the trace: `reject 36 account-locked-out; accept 0 -`. Of the stages from
/// `first` on, and accepts.
inline std::string endings_text(const Trace& trace, StageId first = StageId::path) {
  std::vector<std::string> texts;
  for (const PossibleResult& ending : trace.endings) {
    if (ending.stage && *ending.stage < first) continue;
    std::string text = std::string(answer_name(ending.answer)) + " " +
                       (ending.reason == kNoReason ? "-" : std::to_string(ending.reason)) + " " +
                       (ending.cause == kNoCause ? "-" : std::string(kCauses[ending.cause].id));
    const bool is_known = std::find(texts.begin(), texts.end(), text) != texts.end();  // over another tunnel
    if (!is_known) texts.push_back(std::move(text));
  }
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

/// An attempt decided with a trace; keeps alive what the explanation points into.
struct Case {
  Attempt attempt;
  World world;
  Explained explained;

  Case(TestSite& site, std::string_view text)
      : attempt(site.attempt(text)), world(world_at(attempt)), explained(explain(*site.compiled, world, attempt)) {}
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  [[nodiscard]] std::string field(std::string_view name) const {
    const FieldTexts texts = find_decision_field(name)->texts(explained);
    return texts.is_unknown() ? "?" : texts.is_absent() ? "-" : joined(texts.value);
  }
  /// `reject 65 permission by VPN staff`, `accept 0 - by VPN staff`, `? ? ? by ?`
  [[nodiscard]] std::string line() const {
    return field("decision") + " " + field("reason") + " " + field("stage") + " by " + field("policy");
  }
  [[nodiscard]] std::string endings(StageId first = StageId::path) const {
    return endings_text(explained.trace, first);
  }
};

template <class Text>
std::string text_of_case(std::string_view site_text, std::string_view attempt_text, Text text) {
  TestSite site(site_text);
  if (!site.compiled) return "site: " + codes(site.diags);
  const Case decided_case(site, attempt_text);
  return site.diags.has_errors() ? "attempt: " + codes(site.diags) : text(decided_case);
}

/// The line of one attempt on one site; what is wrong with either instead, if something is.
inline std::string decided(std::string_view site_text, std::string_view attempt_text) {
  return text_of_case(site_text, attempt_text, [](const Case& decided_case) { return decided_case.line(); });
}

/// The same with every way it can end: `reject 36 account-locked-out`.
inline std::string endings(std::string_view site_text, std::string_view attempt_text) {
  return text_of_case(site_text, attempt_text, [](const Case& decided_case) { return decided_case.endings(); });
}

}  // namespace rapsim::test
