#include "cli/commands/write_suite.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "cli/commands/table_options.hpp"
#include "report/run/suite_yaml.hpp"
#include "suite/run/run.hpp"

namespace rapsim {
namespace {

namespace fs = std::filesystem;

/// The site as a suite in this file names it.
std::string site_from(const std::string& file, const std::string& site) {
  std::error_code error;
  const fs::path folder = fs::path(file).parent_path();
  const fs::path path = fs::proximate(site, folder.empty() ? fs::path(".") : folder, error);
  return (error ? fs::absolute(site) : path).generic_string();
}

std::string name_of(const Question& question) {
  if (!question.name.empty()) return question.name;
  return question.attempt[FieldId::user].text + " at " + question.attempt[FieldId::at].text;
}

/// Whether the suite does what it is for. What happened before in a timeline is not in it.
bool is_passed(const std::string& text, const Question& question) {
  Sources sources;
  Diagnostics diags;
  const FindSite find = [&](const std::string&, Span) { return question.site; };
  const auto suite = load_suite_text("suite", text, find, sources, diags);
  return suite && run_suite(*suite).passed();
}

/// False with the reason in errno.
bool write_new(const std::string& file, const std::string& text) {
  std::FILE* const out = std::fopen(file.c_str(), "wx");  // x: never over a file that is there
  if (out == nullptr) return false;
  const bool is_written = std::fwrite(text.data(), 1, text.size(), out) == text.size();
  if (std::fclose(out) == 0 && is_written) return true;
  const int reason = errno;
  std::remove(file.c_str());  // nothing half done
  errno = reason;
  return false;
}

}  // namespace

int write_suite(const std::string& file, const Question& question, const Explanation& explanation, Context& context) {
  const Span where = argument_span(context, "--write-suite", file);
  const std::string text = suite_yaml(explanation, site_from(file, question.site_file), name_of(question));
  if (!is_passed(text, question)) {
    context.diags.error(code("R509"), where, "a suite of this attempt alone would not pass",
                        "its decision depends on what happened before it in the timeline");
    return kExitBadInput;
  }
  if (write_new(file, text)) return kExitAsExpected;
  if (errno == EEXIST) {
    context.diags.error(code("R509"), where, "the file `" + file + "` exists, and is not written over",
                        "name another file, or copy the scenario from there");
    return kExitBadInput;
  }
  context.diags.error(code("R509"), where, "the file `" + file + "` cannot be written: " + std::strerror(errno));
  return kExitOutput;
}

}  // namespace rapsim
