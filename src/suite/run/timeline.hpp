// A timeline under way: the world, the site as it is now, and who is connected. Inside src/suite only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "suite/run/run.hpp"

namespace rapsim {

class Timeline {
 public:
  using Visit = std::function<void(const JudgedStep&)>;
  Timeline(const Suite& suite, const Case& row) : suite_(suite), row_(row) {}

  /// Calls `visit` for each step that asserts something, and for those that could not be done. Ends after attempt
  /// number `last`, if that is not 0.
  void run(const Visit& visit, std::size_t last = 0);

 private:
  /// What is known of a name: the session that it last stood for.
  struct Named {
    std::optional<SessionId> id{};  // empty: no session came of the connect
    std::optional<EndedSession> ended{};
    std::string attempt{};  // `#3`
  };

  void take(const Connect& connect, const Step& step);
  void take(const Disconnect& disconnect, const Step& step);
  void take(const SessionTraffic& traffic, const Step& step);
  void take(const SetSite& set, const Step& step);
  void take(const RestartStep& restart, const Step& step);
  void take(const Probe& probe, const Step& step);
  void take(const ReachStep& reach, const Step& step);
  void take(const StateStep& state, const Step& step);

  [[nodiscard]] const CompiledSite& site() const { return *site_at(suite_, site_); }
  [[nodiscard]] bool is_over() const { return last_ != 0 && number_ >= last_; }
  /// The live session of the name; nullptr, and why in `failure`.
  const Session* find_live(const std::string& name, std::string& failure) const;
  void judge(const Step& step, const std::vector<Expectation>& expectations, std::vector<FieldTexts> actual,
             std::string remark);
  void fail(const Step& step, std::string remark);
  [[nodiscard]] FieldTexts state_of(const std::string& fact) const;
  [[nodiscard]] FieldTexts live_names(bool as_number) const;
  void name_session(const std::string& as, std::optional<SessionId> id);
  void note_end(const EndedSession& ended);

  const Suite& suite_;
  const Case& row_;
  const Visit* visit_ = nullptr;
  OnEnd on_end_ = [this](const EndedSession& ended) { note_end(ended); };
  World world_{};
  SiteIndex site_ = 0;
  std::size_t number_ = 0, last_ = 0;
  std::map<std::string, Named> named_;
  std::vector<std::string> name_of_slot_;  // of the session that is, or last was, in it
};

}  // namespace rapsim
