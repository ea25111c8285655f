// The attributes of one attempt as conditions see them: given under `attributes:`, or filled in by RRAS.
// Source: MS-RNAP 4.1/4.4, semantics.md 6.5.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/truth.hpp"
#include "engine/stages/radius_client.hpp"
#include "model/attempt/attempt.hpp"
#include "model/site/site.hpp"
#include "model/tables/attributes.hpp"

namespace rapsim {

/// One attribute of a request. Views live as long as the attempt and the site.
struct AttributeView {
  Presence presence = Presence::absent;
  std::string_view one{};
  const std::vector<std::string>* given = nullptr;  // several values, from the attempt

  [[nodiscard]] std::size_t size() const {
    return presence != Presence::present ? 0 : given != nullptr ? given->size() : 1;
  }
  [[nodiscard]] std::string_view operator[](std::size_t i) const { return given != nullptr ? (*given)[i] : one; }
};

struct FillInput {
  const Site& site;
  const Attempt& attempt;
  const RequestOrigin& asker;
};

/// What RRAS, or the policy server when it receives a request, puts in by itself: one row an attribute.
struct FilledIn {
  std::string_view attribute;
  AttributeView (*fill)(const FillInput&);
  bool rras_only;  // another access server sends it only when the attempt says so
  std::string_view source;
};
std::span<const FilledIn> filled_in();

struct Slot {
  AttributeId attribute = 0;
  AttributeView (*fill)(const FillInput&) = nullptr;  // nullptr: RRAS does not send it
  bool rras_only = false;
  bool out_of_scope = false;  // unknown unless given
};

/// The slot of an attribute, with its row of filled_in().
Slot slot_of(AttributeId id);
/// The attribute's value in this attempt: given, filled in, unknown (out of scope) or absent.
AttributeView view_of(const Slot& slot, const FillInput& input);

inline constexpr std::size_t kMostSlots = 64;

/// Values of all slots of a compiled site. In: CompiledSite::slots. Out: views by slot number.
class Request {
 public:
  Request(const std::vector<Slot>& slots, const FillInput& input) {
    for (std::size_t i = 0; i < slots.size(); ++i) views_[i] = view_of(slots[i], input);
  }
  const AttributeView& operator[](std::size_t slot) const { return views_[slot]; }
  /// A request policy changed the values. They must outlive the request.
  void replace(std::size_t slot, const std::vector<std::string>& texts) {
    views_[slot] = {Presence::present, {}, &texts};
  }

 private:
  std::array<AttributeView, kMostSlots> views_{};
};

/// Attributes that checks and the policy source look at: the first slots of every compiled site.
inline constexpr std::array<std::string_view, 4> kSlotNames = {"Calling-Station-Id", "Called-Station-Id",
                                                               "NAS-Port-Type", "MS-Network-Access-Server-Type"};
consteval std::uint16_t slot_named(std::string_view name) {
  return static_cast<std::uint16_t>(std::ranges::find(kSlotNames, name) - kSlotNames.begin());
}
inline constexpr std::uint16_t kCallingStationSlot = slot_named("Calling-Station-Id"),
                               kCalledStationSlot = slot_named("Called-Station-Id"),
                               kPortTypeSlot = slot_named("NAS-Port-Type"),
                               kServerTypeSlot = slot_named("MS-Network-Access-Server-Type");

}  // namespace rapsim
