#include "suite/markers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "suite/scenario_keys.hpp"

namespace rapsim {
namespace {

constexpr MarkerKind kKinds[] = {MarkerKind::skip, MarkerKind::expected_failure};
constexpr SuiteKey kKeys[] = {
    {"reason", {"why; who reads it later must know", shapes::text}},
    {"until", {"the last day on which it holds, like 2026-12-31", shapes::date}},
};

std::optional<unsigned> number_in(std::string_view digits) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(number) : std::nullopt;
}

std::optional<Day> read_day(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "a date like `2026-12-31`")) return std::nullopt;
  const auto day = day_in(node.text());
  if (!day)
    in.diags.error(code("R502"), node.span(),
                   "expected a date like `2026-12-31`, found `" + std::string(node.text()) + "`");
  return day;
}

Marker read_marker(Loader& in, MarkerKind kind, Span where, yaml::Node node) {
  Marker out{.kind = kind};
  const std::string name(marker_name(kind));
  if (!in.expect_map(node, "a reason and a date: `" + name + ": { reason: ..., until: 2026-12-31 }`")) return out;
  check_keys(in, node, kKeys, "`" + name + "`");
  if (const yaml::Node reason = node.find("reason"))
    out.reason = read_name(in, reason).value_or("");
  else
    in.diags.error(code("R112"), where, "`" + name + "` needs a `reason`", "who reads it later must know why");
  if (const yaml::Node until = node.find("until"))
    out.until = read_day(in, until).value_or(Day{});
  else
    in.diags.error(code("R112"), where, "`" + name + "` needs a date `until`",
                   "`until: 2026-12-31` is the last day on which it holds");
  return out;
}

}  // namespace

Shape marker_shape() {
  Shape out = map_shape(kKeys);
  out.required = {"reason", "until"};
  return shapes::defined("marker", out);
}

std::optional<Day> day_in(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_in(text.substr(0, 4)), month = number_in(text.substr(5, 2)), day = number_in(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  const Day out{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month), std::chrono::day(*day)};
  return out.ok() ? std::optional(out) : std::nullopt;
}

std::string day_text(Day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string_view marker_name(MarkerKind kind) { return kind == MarkerKind::skip ? "skip" : "expected-failure"; }

std::shared_ptr<const Marker> load_marker(Loader& in, yaml::Node map) {
  std::shared_ptr<const Marker> out;
  for (const MarkerKind kind : kKinds) {
    const yaml::Node node = map.find(marker_name(kind));
    if (!node) continue;
    const Span where = span_of_key(map, marker_name(kind));
    if (out != nullptr)
      in.diags.error(code("R406"), where, "`skip` and `expected-failure` in one place",
                     "what is not run cannot be expected to fail: keep one of them");
    out = std::make_shared<const Marker>(read_marker(in, kind, where, node));
  }
  return out;
}

}  // namespace rapsim
