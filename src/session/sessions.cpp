// Sessions are in slots, so that a world copies as a few blocks of memory. Each one with a time-out has one timer in
// the heap, set to the first moment at which it may have to end; traffic does not touch the heap: a timer that fires
// too early is set again.
#include "session/sessions.hpp"

#include "base/text.hpp"

#include <algorithm>

#include "base/ipv4.hpp"
#include "engine/stages/reply.hpp"
#include "engine/trace/attempt_context.hpp"
#include "network/addresses.hpp"
#include "network/listeners.hpp"
#include "session/hours.hpp"

namespace rapsim {
namespace {

using std::chrono::seconds;

bool is_later(const Timer& left, const Timer& right) { return left.at > right.at; }

/// What ends the session first, if nothing happens until then.
struct Deadline {
  Instant at = Instant::max();
  TerminateCause cause = TerminateCause::session_timeout;
};

Deadline deadline_of(const Session& session) {
  Deadline out;
  if (session.session_timeout != seconds(0)) out.at = session.since + session.session_timeout;
  if (session.closes < out.at) out = {session.closes, TerminateCause::admin_reset};
  if (session.idle_timeout == seconds(0)) return out;
  const Instant idle = session.last_activity + session.idle_timeout;
  return idle < out.at ? Deadline{idle, TerminateCause::idle_timeout} : out;
}

/// Timers of sessions that have ended stay in the heap; when most of it is such, they are taken out.
void drop_old_timers(World& world) {
  constexpr std::size_t kFew = 64;
  if (world.timers.size() < 2 * std::size_t{world.live_sessions} + kFew) return;
  std::erase_if(world.timers, [&](const Timer& timer) { return find_session(world, timer.session) == nullptr; });
  std::make_heap(world.timers.begin(), world.timers.end(), is_later);
}

void set_timer(World& world, SessionId id) {
  const Instant at = deadline_of(world.sessions[id.slot]).at;
  if (at == Instant::max()) return;
  drop_old_timers(world);
  world.timers.push_back({at, id});
  std::push_heap(world.timers.begin(), world.timers.end(), is_later);
}

/// RFC 2865: whole seconds; 0, as no attribute at all, is not a limit.
seconds seconds_of(std::string_view text) { return seconds(number_in<std::uint32_t>(text).value_or(0)); }

/// The tunnel that the attempt came through; nothing for dial-up, and where it is not known.
std::optional<TunnelType> tunnel_of(const Attempt& attempt, const PossibleResult& ending) {
  if (ending.tunnel) return ending.tunnel;
  return attempt.tunnel().value;
}

/// The client's LAN protocols that the server has on; IP when the client's are not known.
std::uint8_t protocols_of(const Facts& facts) {
  const Maybe<std::uint8_t> asked = facts.attempt.lan_protocols();
  constexpr unsigned kIp = 1U << static_cast<unsigned>(LanProtocol::ip);
  const unsigned bits = asked.is_present() ? asked.value : kIp;
  std::uint8_t out = 0;
  for (std::size_t row = 0; row < kLanProtocolCount; ++row)
    if ((bits >> row & 1) != 0 && facts.site.site->server.rras.protocols[row].enabled.value)
      out = static_cast<std::uint8_t>(out | 1U << row);
  return out;
}

/// Ports that the client gets: as many as it asks for, as server and profile allow, and as are free.
std::uint8_t links_of(const Facts& facts, const World& world, TunnelType tunnel, const Policy* policy) {
  const Site& site = *facts.site.site;
  const std::uint32_t free = network::free_ports(site, tunnel, world.used_ports[tunnel]);
  const Maybe<std::uint8_t> asked = facts.attempt.links();
  std::uint32_t most = asked.is_present() ? asked.value : 1;
  const Multilink multilink = policy == nullptr ? Multilink::server_settings : policy->profile.multilink.value;
  if (!site.server.rras.multilink.value || multilink == Multilink::disallowed) most = 1;
  if (multilink == Multilink::allowed && policy->profile.most_links.is_given())
    most = std::min(most, policy->profile.most_links.value);
  return static_cast<std::uint8_t>(std::min(free, std::max(most, 1U)));
}

/// What the accept says of the session (semantics 4.2, 4.4).
struct Reply {
  seconds session_timeout{0}, idle_timeout{0};
  std::string address{};  // Framed-IP-Address; empty: the server's settings
};

Reply reply_for(const Facts& facts, PolicyIndex policy) {
  static const AttributeId kSession = attribute_of("Session-Timeout"), kIdle = attribute_of("Idle-Timeout"),
                           kAddress = attribute_of("Framed-IP-Address");
  Reply out;
  if (policy == kNoPolicy) return out;
  for (ReplyAttribute& one : reply_of(facts, policy)) {
    if (one.attribute == kSession) out.session_timeout = seconds_of(one.value);
    if (one.attribute == kIdle) out.idle_timeout = seconds_of(one.value);
    if (one.attribute == kAddress) out.address = std::move(one.value);
  }
  return out;
}

/// Who let it in may not be known, but still what every one of them returns.
Reply agreed_reply(const Facts& facts, std::span<const PossibleResult> endings) {
  Reply out = reply_for(facts, endings.front().policy);
  for (const PossibleResult& ending : endings.subspan(1)) {
    const Reply other = reply_for(facts, ending.policy);
    if (other.session_timeout != out.session_timeout) out.session_timeout = seconds(0);
    if (other.idle_timeout != out.idle_timeout) out.idle_timeout = seconds(0);
    if (other.address != out.address) out.address.clear();
  }
  return out;
}

PossibleResult agreed_ending(std::span<const PossibleResult> endings) {
  PossibleResult out = endings.front();
  for (const PossibleResult& ending : endings) {
    if (ending.policy != out.policy) out.policy = kNoPolicy;
    if (ending.tunnel != out.tunnel) out.tunnel = std::nullopt;
  }
  return out;
}

/// RFC 2865 5.8: the address itself, or one of the two that mean that NAS or user choose it.
std::optional<std::uint32_t> own_address(const Facts& facts, const std::string& framed) {
  if (framed.empty() || framed == "255.255.255.254") return std::nullopt;
  if (framed != "255.255.255.255") return parse_ipv4(framed);
  const Maybe<std::uint32_t> asked = facts.attempt.address();
  return asked.is_present() ? std::optional(asked.value) : std::nullopt;
}

/// False: there is none to be had.
bool give_address(const Facts& facts, World& world, const std::string& framed, Session& session) {
  if (const auto own = own_address(facts, framed)) {
    session.origin = AddressOrigin::own;
    session.address = *own;
    return true;
  }
  const network::AddressOffer offer = network::take_address(*facts.site.site, world);
  session.origin = offer.origin;
  session.address = offer.address;
  session.place = offer.place;
  return offer.origin != AddressOrigin::none;
}

SessionId place(World& world, Session session) {
  std::uint32_t slot = static_cast<std::uint32_t>(world.sessions.size());
  if (world.free_slots.empty()) {
    world.sessions.emplace_back();
  } else {
    slot = world.free_slots.back();
    world.free_slots.pop_back();
  }
  session.generation = world.sessions[slot].generation;
  session.is_live = true;
  session.number = ++world.connects;
  world.used_ports[session.tunnel] += session.links;
  ++world.live_sessions;
  world.sessions[slot] = std::move(session);
  return {slot, world.sessions[slot].generation};
}

}  // namespace

bool makes_session(const Facts& facts, const PossibleResult& ending) {
  return ending.answer == Answer::accept && !ending.stage && !facts.asker.is_foreign;
}

std::optional<SessionId> open_session(const Facts& facts, World& world, std::span<const PossibleResult> endings) {
  if (!world.clock.is_present() || endings.empty()) return std::nullopt;
  const PossibleResult ending = agreed_ending(endings);
  const Policy* const policy = ending.policy == kNoPolicy ? nullptr : &facts.site.site->policies[ending.policy];
  Session session{.links = 0,
                  .protocols = protocols_of(facts),
                  .since = world.clock.value,
                  .last_activity = world.clock.value,
                  .user = std::make_shared<const std::string>(facts.subject.name),
                  .accepted_under = facts.site.site,
                  .policy = ending.policy};
  if (const auto tunnel = tunnel_of(facts.attempt, ending)) {
    session.tunnel = *tunnel;
    session.links = links_of(facts, world, *tunnel, policy);
    if (session.links == 0) return std::nullopt;
  }
  const Reply reply = agreed_reply(facts, endings);
  session.session_timeout = reply.session_timeout;
  session.idle_timeout = reply.idle_timeout;
  if (facts.site.site->readings.is_on(Reading::hours_end_sessions)) session.closes = closing_of(facts, ending.policy);
  const bool has_ip = (session.protocols >> static_cast<int>(LanProtocol::ip) & 1) != 0;
  if (has_ip && !give_address(facts, world, reply.address, session)) return std::nullopt;
  const SessionId id = place(world, std::move(session));
  set_timer(world, id);
  return id;
}

void end_session(World& world, std::uint32_t slot, TerminateCause cause, const OnEnd& on_end) {
  Session& session = world.sessions[slot];
  const EndedSession ended{{slot, session.generation}, cause, world.clock.value};
  world.used_ports[session.tunnel] -= session.links;
  --world.live_sessions;
  network::give_back(world, session.origin, session.place);
  session = Session{.generation = session.generation + 1};
  world.free_slots.push_back(slot);
  if (on_end) on_end(ended);
}

std::vector<std::uint32_t> live_slots(const World& world) {
  std::vector<std::uint32_t> out;
  out.reserve(world.live_sessions);
  for (std::uint32_t slot = 0; slot < world.sessions.size(); ++slot)
    if (world.sessions[slot].is_live) out.push_back(slot);
  std::sort(out.begin(), out.end(), [&](std::uint32_t left, std::uint32_t right) {
    return world.sessions[left].number < world.sessions[right].number;
  });
  return out;
}

void end_all_sessions(World& world, TerminateCause cause, const OnEnd& on_end) {
  for (const std::uint32_t slot : live_slots(world)) end_session(world, slot, cause, on_end);
  world.timers.clear();
  world.addresses = {};
}

const Session* find_session(const World& world, SessionId id) {
  if (id.slot >= world.sessions.size()) return nullptr;
  const Session& session = world.sessions[id.slot];
  return session.is_live && session.generation == id.generation ? &session : nullptr;
}

void disconnect(World& world, SessionId id, TerminateCause cause, const OnEnd& on_end) {
  if (find_session(world, id) != nullptr) end_session(world, id.slot, cause, on_end);
}

void touch(World& world, SessionId id) {
  if (find_session(world, id) != nullptr) world.sessions[id.slot].last_activity = world.clock.value;
}

void advance(World& world, Instant to, const OnEnd& on_end) {
  while (!world.timers.empty() && world.timers.front().at <= to) {
    std::pop_heap(world.timers.begin(), world.timers.end(), is_later);
    const Timer timer = world.timers.back();
    world.timers.pop_back();
    const Session* const session = find_session(world, timer.session);
    if (session == nullptr) continue;
    const Deadline deadline = deadline_of(*session);
    if (deadline.at > timer.at) {
      set_timer(world, timer.session);
      continue;
    }
    world.clock = Maybe<Instant>::of(timer.at);
    end_session(world, timer.session.slot, deadline.cause, on_end);
  }
  world.clock = Maybe<Instant>::of(to);
}

}  // namespace rapsim
