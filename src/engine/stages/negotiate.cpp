#include "engine/stages/negotiate.hpp"

#include <algorithm>

#include "engine/stages/checks.hpp"
#include "engine/stages/tunnels.hpp"
#include "engine/trace/attempt_context.hpp"

namespace rapsim {
namespace {

constexpr StageId kOfTunnel[] = {StageId::path, StageId::server, StageId::tunnel};

/// What becomes of one type of tunnel, by the checks that decide() makes.
struct Try {
  TunnelType type{};
  Truth fails = Truth::no;
  bool ends_automatic = false;    // it failed when the tunnel was up
  std::vector<CauseId> causes{};  // that are sure
};

/// As if it had been left out.
void fill(Attempt& attempt, FieldId id, FieldValue value) {
  value.given = attempt[id].given;
  value.where = attempt[id].where;
  attempt[id] = std::move(value);
}

Attempt over(const Attempt& attempt, TunnelType type) {
  Attempt out = attempt;
  fill(out, FieldId::tunnel, value_of(FieldId::tunnel, Tunnel{type}));
  return out;
}

Try try_type(const CompiledSite& site, const World& world, const Attempt& attempt, TunnelType type) {
  const Attempt with = over(attempt, type);
  const AttemptContext judged(site, world, with, kNoPolicy);
  const CheckInput input{judged.facts(), nullptr};
  Try out{.type = type};
  for (const StageId stage : kOfTunnel)
    for (const std::uint8_t row : site.checks[static_cast<std::size_t>(stage)]) {
      const Check& check = checks()[row];
      if (check.applies != nullptr && !check.applies(input)) continue;
      const Truth violated = check.violated(input);
      if (violated == Truth::yes && out.fails != Truth::yes) out.ends_automatic = check.ends_automatic;
      out.fails = out.fails || violated;
      if (violated == Truth::yes && std::find(out.causes.begin(), out.causes.end(), check.cause) == out.causes.end())
        out.causes.push_back(check.cause);
    }
  return out;
}

/// A type that the server is not meant to have says little; another one is what has to be fixed.
bool is_meant(const Try& one) {
  return one.causes.empty() || one.causes.front() != cause("tunnel-protocol-unsupported");
}

/// A type of tunnel that the client may end up with, and those that failed beside it.
struct ChosenTunnel {
  TunnelType type{};
  std::vector<TunnelStep> failed{};
};

ChosenTunnel chosen(const std::vector<Try>& tried, std::size_t row) {
  ChosenTunnel out{tried[row].type, {}};
  for (std::size_t i = 0; i < tried.size(); ++i)
    if (i != row) out.failed.push_back({tried[i].type, tried[i].causes});
  return out;
}

std::vector<ChosenTunnel> choose_tunnel(const CompiledSite& site, const World& world, const Attempt& attempt) {
  const bool moves_on = site.site->readings.is_on(Reading::automatic_moves_on);
  std::vector<ChosenTunnel> out;
  std::vector<Try> tried;
  for (const TunnelType type : tried_types(attempt)) {
    tried.push_back(try_type(site, world, attempt, type));
    const Try& last = tried.back();
    const bool is_last_try = last.fails == Truth::no || (last.fails == Truth::yes && last.ends_automatic && !moves_on);
    if (last.fails != Truth::yes || is_last_try) out.push_back(chosen(tried, tried.size() - 1));
    if (is_last_try) return out;
  }
  const auto meant = std::find_if(tried.begin(), tried.end(), is_meant);
  const std::size_t row = meant == tried.end() ? 0 : static_cast<std::size_t>(meant - tried.begin());
  if (tried[row].fails == Truth::yes) out.push_back(chosen(tried, row));  // otherwise it is one of them already
  return out;
}

/// The server's methods in its order; what it calls EAP is any type that the client has.
const MethodName* choose_method(const Site& site, std::int64_t offers) {
  const auto is_offered = [&](const MethodName& row) { return (offers & method_bit(row.method)) != 0; };
  for (const ListedMethod& listed : site.server.methods.value.methods)
    for (const MethodName& row : method_names()) {
      const bool is_it = row.method == listed.method ||
                         (is_eap(row.method.type) && is_eap(listed.method.type) && listed.method.eap == 0);
      if (is_it && is_offered(row)) return &row;
    }
  const auto first = std::find_if(method_names().begin(), method_names().end(), is_offered);
  return first == method_names().end() ? nullptr : &*first;
}

void negotiate_method(Attempt& attempt, const Site& site) {
  const MethodName* row = choose_method(site, attempt[FieldId::client_offers].number);
  if (row == nullptr) return;
  const Method method = name_of(row->method).method;
  fill(attempt, FieldId::authentication, value_of(FieldId::authentication, method));
  if (method.eap != 0 && !attempt[FieldId::eap_type].given &&
      find_value(kEapType, std::uint32_t{method.eap}) != nullptr)
    fill(attempt, FieldId::eap_type, value_of(FieldId::eap_type, std::int64_t{method.eap}));
  if (!is_eap(method.type)) attempt[FieldId::eap_type] = attempt[FieldId::eap_result] = FieldValue{};
}

}  // namespace

std::vector<Negotiated> negotiate(const CompiledSite& site, const World& world, const Attempt& attempt) {
  const bool is_tunnel_open = attempt[FieldId::strategy].presence == Presence::present &&
                              attempt[FieldId::tunnel].presence == Presence::unknown;
  const bool is_method_open = attempt[FieldId::client_offers].presence == Presence::present &&
                              attempt[FieldId::authentication].presence == Presence::unknown;
  std::vector<Negotiated> out(1);
  if (!is_tunnel_open && !is_method_open) return out;
  if (!is_tunnel_open) {
    out.front().attempt = std::make_shared<Attempt>(attempt);
  } else {
    out.clear();
    for (ChosenTunnel& tunnel : choose_tunnel(site, world, attempt))
      out.push_back({std::make_shared<Attempt>(over(attempt, tunnel.type)), std::move(tunnel.failed)});
  }
  for (Negotiated& one : out) {
    if (!is_method_open) continue;
    auto with_method = std::make_shared<Attempt>(*one.attempt);
    negotiate_method(*with_method, *site.site);
    one.attempt = std::move(with_method);
  }
  return out;
}

}  // namespace rapsim
