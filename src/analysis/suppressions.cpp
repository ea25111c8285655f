#include "analysis/suppressions.hpp"

#include <algorithm>
#include <optional>
#include <range/v3/algorithm/find_if.hpp>

#include "base/text.hpp"
#include "yaml/comments.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kMark = "rapsim:";
constexpr std::string_view kHelp = "write `# rapsim: allow ID -- reason`, or `allow-file`";

/// A line of the form, read from left to right.
class Reader {
 public:
  Reader(std::string_view text, Span where) : text_(text), where_(where) {}

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t", at_), text_.size()); }
  bool take(std::string_view token) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  /// Up to a blank or a comma.
  std::string_view word() {
    skip_blanks();
    begin_ = at_;
    at_ = std::min(text_.find_first_of(" \t,", at_), text_.size());
    return text_.substr(begin_, at_ - begin_);
  }
  std::string_view rest() {
    skip_blanks();
    return text_.substr(at_);
  }
  /// Of the last word.
  [[nodiscard]] Span word_where() const {
    return {where_.file, where_.line, where_.column + static_cast<std::uint32_t>(begin_),
            static_cast<std::uint32_t>(std::max<std::size_t>(at_ - begin_, 1))};
  }

 private:
  std::string_view text_;
  Span where_;
  std::size_t at_ = 0, begin_ = 0;
};

std::vector<std::string_view> ids() {
  std::vector<std::string_view> out;
  for (const Lint& row : lints()) out.push_back(row.id);
  return out;
}

/// The id as the table has it; R322 for none.
std::optional<std::string_view> known_id(std::string_view word, Span where, Diagnostics& diags) {
  if (const Lint* row = find_lint(word)) return row->id;
  const auto code_row = ranges::find_if(kCodes, [&](const CodeRow& row) { return equal_without_case(row.code, word); });
  if (code_row != kCodes.end()) return code_row->code;
  const std::string help = did_you_mean(word, ids());
  diags.error(code("R322"), where, "no finding has the id `" + std::string(word) + "`",
              help.empty() ? "`rapsim check --list` lists them" : help);
  return std::nullopt;
}

/// What follows `rapsim:` in one comment. `line`: that it is for.
void read_one(Reader reader, Span where, std::uint32_t line, std::vector<Suppression>& out, Diagnostics& diags) {
  const std::string_view verb = reader.word();
  if (verb != "allow" && verb != "allow-file") {
    const std::string help = did_you_mean(verb, {"allow", "allow-file"});
    diags.error(code("R321"), verb.empty() ? where : reader.word_where(), "this comment for rapsim cannot be read",
                help.empty() ? std::string(kHelp) : help);
    return;
  }
  std::vector<Suppression> read;
  bool is_good = true;
  do {
    const std::string_view word = reader.word();
    if (word.empty() || word == "--") {
      diags.error(code("R321"), where, "an id of a finding is missing", std::string(kHelp));
      return;
    }
    const auto id = known_id(word, reader.word_where(), diags);
    is_good = is_good && id.has_value();
    if (id) read.push_back({*id, reader.word_where(), verb == "allow-file" ? 0 : line});
  } while (reader.take(","));
  const bool has_dashes = reader.take("--");
  const std::string_view reason = reader.rest();
  if (!has_dashes && !reason.empty()) {
    diags.error(code("R321"), where, "expected `--` and a reason after the id", std::string(kHelp));
  } else if (reason.empty()) {
    diags.error(code("R323"), where, "the reason is missing: whoever comes next wants to know why", std::string(kHelp));
  } else if (is_good) {
    for (Suppression& suppression : read) {
      suppression.reason = std::string(reason);
      out.push_back(std::move(suppression));
    }
  }
}

/// For each comment the line that it is for: its own, or the first below that is neither empty nor a comment
/// (comments may be one over the other). From the last to the first, so that a long stack is walked once.
std::vector<std::uint32_t> targets_of(const std::vector<yaml::Comment>& comments,
                                      const std::vector<std::string_view>& lines) {
  std::vector<std::uint32_t> out(comments.size());
  for (std::size_t row = comments.size(); row-- > 0;) {
    out[row] = comments[row].where.line;
    if (!comments[row].has_line_of_its_own) continue;
    std::uint32_t below = comments[row].where.line + 1;
    while (below <= lines.size() && lines[below - 1].find_first_not_of(" \t\r") == std::string_view::npos) ++below;
    const bool is_comment =
        row + 1 < comments.size() && comments[row + 1].where.line == below && comments[row + 1].has_line_of_its_own;
    out[row] = is_comment ? out[row + 1] : below;
  }
  return out;
}

}  // namespace

std::vector<Suppression> read_suppressions(const Sources& sources, std::uint32_t file, Diagnostics& diags) {
  const std::string_view text = sources.text(file);
  if (text.find(kMark) == std::string_view::npos) return {};  // most files: they are not parsed again
  Diagnostics of_loading;                                     // reported then
  const auto document = yaml::read(sources, file, of_loading);
  if (!document) return {};
  const std::vector<yaml::Comment> comments = yaml::comments_of(text, file, *document);
  const std::vector<std::string_view> lines = lines_of(text);
  const std::vector<std::uint32_t> targets = targets_of(comments, lines);
  std::vector<Suppression> out;
  for (std::size_t row = 0; row < comments.size(); ++row) {
    const Span where = comments[row].where;
    Reader reader(lines[where.line - 1].substr(where.column - 1, where.length), where);
    if (reader.take("#") && reader.take(kMark)) read_one(reader, where, targets[row], out, diags);
  }
  return out;
}

SuppressionIndex::SuppressionIndex(std::vector<Suppression>& suppressions) : suppressions_(suppressions) {
  for (std::size_t row = 0; row < suppressions.size(); ++row)
    first_.try_emplace({suppressions[row].line, suppressions[row].id}, row);
}

Suppression* SuppressionIndex::find(const Finding& finding) const {
  std::size_t first = suppressions_.size();
  for (const std::uint32_t line : {std::uint32_t{0}, finding.where.line})
    if (const auto found = first_.find({line, finding.id}); found != first_.end())
      first = std::min(first, found->second);
  return first == suppressions_.size() ? nullptr : &suppressions_[first];
}

void report_unused(const std::vector<Suppression>& suppressions, bool has_today, Diagnostics& diags) {
  for (const Suppression& suppression : suppressions) {
    const Lint* row = find_lint(suppression.id);
    if (suppression.is_used || (row != nullptr && row->needs_today && !has_today)) continue;
    diags.warning(code("R324"), suppression.where,
                  "nothing to allow: `" + std::string(suppression.id) + "` is not found " +
                      (suppression.line == 0 ? "in this file" : "in line " + std::to_string(suppression.line)),
                  "delete the comment");
  }
}

}  // namespace rapsim
