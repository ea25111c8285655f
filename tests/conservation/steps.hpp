// Random timelines over tests/conservation/site.yaml, and a second, slow model of what they do. Test code only.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace rapsim::conservation {

enum class Kind : std::uint8_t { connect, disconnect, traffic, after, restart, ports, pool, service, role };
enum class User : std::uint8_t { idle, shortly, plain, with_address };

struct Step {
  Kind kind = Kind::after;
  std::uint32_t session = 0;  // connect, disconnect, traffic: its number
  User user = User::plain;
  std::uint32_t tunnel = 0;  // connect, ports: row of tunnel_types()
  std::int64_t number = 0;   // seconds, ports, row of kPools, 0 or 1
};

struct Pool {
  std::uint32_t first, last;
};
inline constexpr Pool kPools[] = {{0x0a080001, 0x0a080005}, {0x0a080003, 0x0a080009}, {0x0a080101, 0x0a080102}};

/// What a site of the model is set to; the rest never changes.
struct Settings {
  std::array<std::uint32_t, 2> ports = {3, 2};
  std::uint32_t pool = 0;
  bool is_started = true, has_role = true;
  friend auto operator<=>(const Settings&, const Settings&) = default;
};

/// Rules that the model can have wrong, to see that the comparison finds them.
enum class Broken : std::uint8_t {
  nothing,
  idle_keeps_session,
  stop_keeps_sessions,
  newest_address_first,
  oldest_port_goes
};

struct Live {
  std::uint32_t number = 0;
  std::uint32_t tunnel = 0, address = 0;
  bool is_of_pool = false;
  std::int64_t since = 0, last = 0, session_timeout = 0, idle_timeout = 0;
};

/// Everything is looked for in lists, every time.
class Model {
 public:
  explicit Model(Broken broken = Broken::nothing) : broken_(broken) {}
  /// True when the step does something; a connect: when a session came of it.
  bool take(const Step& step);
  [[nodiscard]] const Live* find(std::uint32_t number) const;
  [[nodiscard]] std::uint32_t used(std::uint32_t tunnel) const;

  std::vector<Live> live{};
  Settings settings{};
  std::int64_t now = 0;

 private:
  bool connect(const Step& step);
  void go_to(std::int64_t time);
  void end_all(bool is_stop);
  void take_ports_away();
  [[nodiscard]] std::optional<std::uint32_t> free_address() const;
  Broken broken_;
};

/// The next step of a random timeline, of which `connects` were made so far.
Step random_step(std::mt19937& random, std::uint32_t& connects);

/// A suite over site.yaml beside it: every connect with what the model makes of it, and at the end the state that it
/// expects. Steps that do nothing are left out.
std::string suite_text(const std::vector<Step>& steps, Broken broken);
/// `198.51.100.7`-like numbers that choose the policy.
std::string_view from_of(User user);
std::string_view name_of(User user);

}  // namespace rapsim::conservation
