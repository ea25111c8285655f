// The parts of a decision's JSON that come from its trace. Inside src/report only.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "report/facts.hpp"

namespace rapsim {

using Json = nlohmann::ordered_json;

inline constexpr std::string_view kUnknownText = "unknown";

Json text_or_null(std::string_view text);

class TraceJson {
 public:
  TraceJson(const Explained& e, const Sources& sources);

  /// Every step: request policies, policies, permissions, checks, stages.
  [[nodiscard]] Json make() const;
  /// What the accept returns; null when nothing is accepted for sure, or nobody knows by which policy.
  [[nodiscard]] Json settings() const;
  /// The policies that came closest; empty unless none matched.
  [[nodiscard]] Json nearest() const;
  /// Changes of the attempt that turn the decision.
  [[nodiscard]] Json would() const;
  /// Changes of settings that let the attempt in.
  [[nodiscard]] Json hypothetical() const;
  /// Policies after the deciding one that would accept.
  [[nodiscard]] Json later() const;

 private:
  static constexpr std::size_t kEveryGroup = SIZE_MAX;

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
  FactTexts texts_;
};

}  // namespace rapsim
