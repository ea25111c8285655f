#include "cli/commands/site_text.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "cli/commands/report_option.hpp"

namespace rapsim {
namespace {

bool is_log_of_runner() {
  struct stat out {};
  if (fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode)) return false;
  return std::getenv("GITHUB_ACTIONS") != nullptr || std::getenv("TF_BUILD") != nullptr;
}

}  // namespace

int usage_error(Context& context, std::string_view option, std::string message) {
  const Span where{context.sources.add(std::string(option), ""), 0, 0, 0};
  context.diags.error(code("R111"), where, std::move(message));
  return kExitUsage;
}

int print_site_text(std::string text, std::string_view option, const Arguments& arguments, Context& context) {
  if (arguments.has("--output")) {
    const Output output{"yaml", arguments.value("--output")};
    if (!spares_inputs({output}, context)) return kExitUsage;
    add_output(output, std::move(text), context);
    return kExitAsExpected;
  }
  if (is_log_of_runner())
    return usage_error(context, option, "a site is not for the log of a CI run: write it with `--output FILE`");
  context.kind = OutputKind::exact;
  context.out += text;
  return kExitAsExpected;
}

}  // namespace rapsim
