#include "cli/commands/check_findings.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analysis/suppressions.hpp"

namespace rapsim {
namespace {

/// The findings under way. Files are counted by their whole path, since each site that includes one reads it again.
class Collector {
 public:
  explicit Collector(Context& context) : context_(context) {}

  void add_site(const CompiledSite& site, std::optional<Instant> today) {
    for (const std::uint32_t file : site.site->files) read_comments(file);
    for (Finding& finding : find_all(site, today)) add(std::move(finding));
  }

  void add_warnings() {
    for (const Diagnostic& diagnostic : context_.diags.sorted())
      if (diagnostic.severity == Severity::warning)
        add({.id = diagnostic.code.text(),
             .where = diagnostic.where,
             .message = diagnostic.message,
             .fix = diagnostic.help});
  }

  /// With those that comments allow marked, and a finding for each comment that allows nothing.
  Findings take(bool has_today) {
    std::map<std::string_view, SuppressionIndex> allowing;  // by whole path
    for (Finding& finding : found_) {
      if (!finding.where.known()) continue;
      const std::string& path = path_of(finding.where.file);
      Suppression* const allowed = allowing.try_emplace(path, comments_[path]).first->second.find(finding);
      if (allowed == nullptr) continue;
      allowed->is_used = true;
      finding.suppressed = allowed->reason;
    }
    Diagnostics unused;
    for (const auto& [path, comments] : comments_) report_unused(comments, has_today, unused);
    context_.diags = std::move(unused);
    add_warnings();
    context_.diags = {};
    std::stable_sort(found_.begin(), found_.end(), [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
    return std::move(found_);
  }

 private:
  using Key = std::tuple<std::string, std::uint32_t, std::uint32_t, std::string, std::string>;

  [[nodiscard]] Key key(const Finding& finding) {
    return {path_of(finding.where.file), finding.where.line, finding.where.column, std::string(finding.id),
            finding.message};
  }

  const std::string& path_of(std::uint32_t file) {
    const auto [at, is_new] = paths_.try_emplace(file);
    if (is_new) at->second = file < context_.sources.size() ? whole_path(context_.sources.name(file)) : std::string();
    return at->second;
  }

  void read_comments(std::uint32_t file) {
    const auto [at, is_new] = comments_.try_emplace(path_of(file));
    if (is_new) at->second = read_suppressions(context_.sources, file, context_.diags);
  }

  void add(Finding finding) {
    if (seen_.insert(key(finding)).second) found_.push_back(std::move(finding));
  }

  Context& context_;
  Findings found_{};
  std::set<Key> seen_{};
  std::map<std::uint32_t, std::string> paths_{};
  std::map<std::string, std::vector<Suppression>> comments_{};  // by whole path
};

}  // namespace

Findings findings_of(const std::vector<CheckedFile>& files, std::optional<Instant> today, Context& context) {
  Collector out(context);
  for (const CheckedFile& file : files)
    if (file.site != nullptr) out.add_site(*file.site, today);
  if (context.diags.has_errors()) return {};
  out.add_warnings();
  return out.take(today.has_value());
}

}  // namespace rapsim
