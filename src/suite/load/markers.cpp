#include "suite/load/markers.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/load/keys.hpp"

namespace rapsim {
namespace {

std::optional<Day> read_day(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "a date like `2026-12-31`")) return std::nullopt;
  const auto day = day_in(node.text());
  if (!day)
    in.diags.error(code("R502"), node.span(),
                   "expected a date like `2026-12-31`, found `" + std::string(node.text()) + "`");
  return day;
}

constexpr ValueKind<Day> kDay{read_day, nullptr, shapes::date};

constexpr Key<Marker> kMarkerKeys[] = {
    key<kName, &Marker::reason>("reason", "why; who reads it later must know"),
    key<kDay, &Marker::until>("until", "the last day on which it holds, like 2026-12-31"),
};

Marker read_marker(Loader& in, MarkerKind kind, const Entry& entry) {
  Marker out{.kind = kind};
  const std::string name(marker_name(kind));
  if (!in.expect_map(entry.value, "a reason and a date: `" + name + ": { reason: ..., until: 2026-12-31 }`"))
    return out;
  load_keys<Marker>(in, entry.value, out, kMarkerKeys, "`" + name + "`");
  if (!entry.value.find("reason"))
    in.diags.error(code("R112"), entry.key.span(), "`" + name + "` needs a `reason`",
                   "who reads it later must know why");
  if (!entry.value.find("until"))
    in.diags.error(code("R112"), entry.key.span(), "`" + name + "` needs a date `until`",
                   "`until: 2026-12-31` is the last day on which it holds");
  return out;
}

}  // namespace

Shape marker_shape() {
  Shape out = map_shape(kMarkerKeys);
  out.required = {"reason", "until"};
  return shapes::defined("marker", out);
}

std::optional<Day> day_in(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_in<unsigned>(text.substr(0, 4)), month = number_in<unsigned>(text.substr(5, 2)),
             day = number_in<unsigned>(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  const Day out{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month), std::chrono::day(*day)};
  return out.ok() ? std::optional(out) : std::nullopt;
}

std::string day_text(Day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string_view marker_name(MarkerKind kind) { return kind == MarkerKind::skip ? "skip" : "expected-failure"; }

std::shared_ptr<const Marker> load_marker(Loader& in, const Entry& skip, const Entry& expected_failure) {
  if (skip && expected_failure)
    in.diags.error(code("R406"), expected_failure.key.span(), "`skip` and `expected-failure` in one place",
                   "what is not run cannot be expected to fail: keep one of them");
  std::shared_ptr<const Marker> out;
  if (skip) out = std::make_shared<const Marker>(read_marker(in, MarkerKind::skip, skip));
  if (expected_failure)
    out = std::make_shared<const Marker>(read_marker(in, MarkerKind::expected_failure, expected_failure));
  return out;
}

}  // namespace rapsim
