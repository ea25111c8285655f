#include "suite/steps.hpp"

#include "base/text.hpp"

#include "base/ipv4.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kNames[] = {"connect", "disconnect", "traffic", "set", "restart", "probe", "reach", "state"};
static_assert(std::size(kNames) == std::variant_size_v<decltype(Step::what)>);

std::string text_of(const Connect& connect) { return connect.as; }
std::string text_of(const Disconnect& step) {
  std::string out;
  for (const std::string& name : step.sessions) add_item(out, name);
  return out;
}
std::string text_of(const SessionTraffic& step) { return step.session; }
std::string text_of(const SetSite&) { return {}; }
std::string text_of(const RestartStep& step) {
  return std::string(restart_names()[static_cast<std::size_t>(step.what)]);
}
std::string text_of(const StateStep&) { return {}; }

std::string text_of(const Probe& probe) {
  const network::ProbeQuestion& question = probe.question;
  std::string out = question.command;
  if (!question.name.empty()) out += " " + question.name;
  if (question.port != 0) out += std::string(question.is_udp ? " udp " : " tcp ") + std::to_string(question.port);
  return out;
}

std::string text_of(const ReachStep& reach) {
  const network::ReachQuestion& question = reach.question;
  std::string out;
  if (question.lan_protocol != LanProtocol::ip)
    out = kLanProtocols[static_cast<std::size_t>(question.lan_protocol)];
  else
    out = ipv4_text(question.to) + (question.protocol == network::kIcmp  ? " icmp"
                                    : question.protocol == network::kUdp ? " udp"
                                                                         : " tcp");
  if (question.port != 0) out += " " + std::to_string(question.port);
  return out + " from " + reach.from;
}

}  // namespace

std::string_view step_name(const Step& step) { return kNames[step.what.index()]; }

std::string step_text(const Step& step) {
  std::string text = std::visit([](const auto& what) { return text_of(what); }, step.what);
  if (std::holds_alternative<Connect>(step.what)) return text;
  return std::string(step_name(step)) + (text.empty() ? "" : " " + text);
}

std::string numbered(std::string name, std::size_t number) {
  constexpr std::string_view kMark = "$i";
  if (const std::size_t at = name.find(kMark); at != std::string::npos)
    name.replace(at, kMark.size(), std::to_string(number));
  return name;
}

}  // namespace rapsim
