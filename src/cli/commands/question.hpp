// What `explain` is asked: an attempt on a site. The attempt comes from options, a scenario, or a document; options
// replace single fields of the others.
#pragma once

#include <optional>

#include "cli/command.hpp"
#include "engine/compile/compiled.hpp"
#include "model/site/world.hpp"

namespace rapsim {

/// Whether the attempt names its user, or is made by every account in turn.
enum class Asks : std::uint8_t { one_account, all_accounts };

struct Question {
  std::shared_ptr<const CompiledSite> site{};
  std::string site_file{};
  std::string name{};  // of the scenario, or empty
  Attempt attempt{};   // complete
  World world{};       // that it meets, at its time
};

/// `--scenario` and `--attempt`; the fields have options of their own.
std::vector<OptionRow> question_option_rows();
/// True when the words of the command line fit together; otherwise the context says why not, and the exit status is 64.
bool check_usage(const Arguments& arguments, Context& context);
/// nullptr after an error; a suite where a site is needed is one.
std::shared_ptr<const CompiledSite> site_of(const std::string& file, Context& context);
/// On a site that is loaded; `site` may be nullptr where a scenario names one. Nothing after an error.
std::optional<Question> question_on(std::shared_ptr<const CompiledSite> site, const Arguments& arguments,
                                    Context& context, Asks asks);
/// Nothing after an error.
std::optional<Question> question_of(const Arguments& arguments, Context& context, Asks asks = Asks::one_account);

}  // namespace rapsim
