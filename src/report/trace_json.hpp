// The parts of a decision's JSON that come from its trace. Inside src/report only.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "diagnose/explanation.hpp"

namespace rapsim {

using Json = nlohmann::ordered_json;

inline constexpr std::string_view kUnknownText = "unknown";

Json text_or_null(std::string_view text);
Json hypothetical_json(const std::vector<Hypothesis>& hypotheses);

class TraceJson {
 public:
  TraceJson(const Explained& e, const Sources& sources) : e_(e), sources_(sources) {}

  /// Every step: request policies, policies, permissions, checks, stages.
  [[nodiscard]] Json make() const;
  [[nodiscard]] Json settings(const std::vector<ReplyAttribute>& attributes) const;
  /// Empty unless no policy matched.
  [[nodiscard]] Json nearest(const std::vector<NearPolicy>& policies) const;
  [[nodiscard]] Json later(const std::vector<PolicyIndex>& policies) const;
  [[nodiscard]] Json would(const Turns& turns) const;

 private:
  [[nodiscard]] const Site& site() const { return *e_.site.site; }
  [[nodiscard]] Json place(Span where) const;
  template <class T>
  [[nodiscard]] Json setting(const Setting<T>& setting, Json value) const;
  [[nodiscard]] Json policy(const PolicyStep& step, bool is_request) const;
  [[nodiscard]] Json condition(const PolicyStep& step, const ConditionStep& at, bool is_request) const;
  [[nodiscard]] Json permission(const PermissionStep& step) const;
  [[nodiscard]] Json check(const CheckStep& step) const;
  [[nodiscard]] Json stage(std::size_t row) const;

  const Explained& e_;
  const Sources& sources_;
};

}  // namespace rapsim
