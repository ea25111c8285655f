#include "engine/trace/attempt_context.hpp"

#include "engine/stages/credentials.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

Maybe<std::uint32_t> local_minute(const CompiledSite& site, const World& world) {
  if (!world.clock.is_present()) return Maybe<std::uint32_t>::unknown();
  return Maybe<std::uint32_t>::of(minute_of_week(site.zone, world.clock.value));
}

/// Of the station ids only a value that is known can be changed.
std::optional<std::uint16_t> changed_slot(std::string_view attribute_name) {
  if (attribute_name == "Calling-Station-Id") return kCallingStationSlot;
  if (attribute_name == "Called-Station-Id") return kCalledStationSlot;
  return std::nullopt;
}

}  // namespace

AttemptContext::AttemptContext(const CompiledSite& site, const World& world, const Attempt& attempt,
                               PolicyIndex request_policy)
    : asker_(origin_of(*site.site, attempt)), request_(site.slots, {*site.site, attempt, asker_}) {
  const FieldValue& user = attempt[FieldId::user];
  const RequestPolicy* const chosen =
      request_policy == kNoPolicy ? nullptr : &site.site->request_policies[request_policy];
  const std::string_view target =
      chosen != nullptr && chosen->manipulated.is_given() ? attribute(chosen->manipulated.value).name : "";
  const auto changed = [&](std::string value) {
    return manipulated(site.request_policies[request_policy], std::move(value));
  };
  // Realm rules do not work with PEAP: the name that counts is inside the tunnel (REGEX).
  const bool is_name_changed =
      target == "User-Name" && user.presence == Presence::present && uses_peap(attempt) != Truth::yes;
  subject_ = is_name_changed ? identify(site, changed(user.text)) : identify(site, user);
  if (const auto slot = changed_slot(target); slot && request_[*slot].size() != 0) {
    const AttributeView view = request_[*slot];
    for (std::size_t i = 0; i < view.size(); ++i) changed_.push_back(changed(std::string(view[i])));
    request_.replace(*slot, changed_);
  }
  facts_.emplace(Facts{site, world, attempt, asker_, request_, subject_, site.accounts->classes[subject_.account],
                       chosen, local_minute(site, world)});
}

}  // namespace rapsim
