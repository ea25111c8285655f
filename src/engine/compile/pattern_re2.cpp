#include "engine/compile/pattern_re2.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <range/v3/algorithm/any_of.hpp>

namespace rapsim {
namespace {

using grammar::CodeRange;
using grammar::Pattern;
using grammar::PatternKind;

constexpr std::uint64_t kMostRepeats = 1000;  // RE2's own limit for a count and for products of nested counts

std::string code_point(char32_t c) { return fmt::format("\\x{{{:x}}}", static_cast<std::uint32_t>(c)); }

std::string range_text(char32_t first, char32_t last) {
  return first == last ? code_point(first) : code_point(first) + "-" + code_point(last);
}

/// Without case, the long s and the Kelvin sign are `s` and `k` for RE2. The rest of the code points that `\W` means
/// inside a set holds both, and would let the set match those letters.
std::string rest_text(char32_t first) {
  constexpr char32_t kLongS = 0x17F, kKelvin = 0x212A, kLast = 0x10FFFF;
  return range_text(first, kLongS - 1) + range_text(kLongS + 1, kKelvin - 1) + range_text(kKelvin + 1, kLast);
}

std::string set_text(const Pattern& node) {
  std::string out = node.negated ? "[^" : "[";
  for (const CodeRange& range : node.ranges)
    out += range.last == 0x10FFFF && range.first < 0x17F ? rest_text(range.first) : range_text(range.first, range.last);
  return out + "]";
}

/// What is counted is in a `{1,1}`: RE2 would join `a{0,1000}a{0,1000}` to one `a{0,2000}`, and the time to compile
/// that is quadratic in the sum (80 of them: half a minute).
std::string counted_text(const std::string& text, const Pattern& node) {
  if (node.max == Pattern::kNoMaximum) return fmt::format("(?:{}){{{},}}", text, node.min);
  return fmt::format("(?:(?:{}){{1,1}}){{{},{}}}", text, node.min, node.max);
}

class Writer {
 public:
  explicit Writer(SyntaxError& error) : error_(error) {}
  [[nodiscard]] bool failed() const { return failed_; }

  /// `repeats`: the product of the counts around this node.
  std::string text(const Pattern& node, std::uint64_t repeats) {
    switch (node.kind) {
      case PatternKind::sequence:
        return joined(node, "", repeats);
      case PatternKind::alternation:
        return "(?:" + joined(node, "|", repeats) + ")";
      case PatternKind::group:
        return "(" + joined(node, "", repeats) + ")";  // remembered only where PatternUse asks for it
      case PatternKind::repeat:
        return repeat_text(node, repeats);
      case PatternKind::literal:
        return code_point(node.code_point);
      case PatternKind::any:
        return "[^\\n]";
      case PatternKind::set:
        return set_text(node);
      case PatternKind::begin:
        return "\\A";
      case PatternKind::end:
        return "\\z";
      case PatternKind::word_boundary:
        return "\\b";
      case PatternKind::not_word_boundary:
        return "\\B";
      case PatternKind::back_reference:
        fail(node, "a pattern cannot refer to a remembered match",
             "the console's syntax has it for the Replace box only");
        return {};
    }
    return {};
  }

 private:
  std::string joined(const Pattern& node, std::string_view between, std::uint64_t repeats) {
    std::string out;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i != 0) out += between;
      out += text(node.children[i], repeats);
    }
    return out;
  }

  std::string repeat_text(const Pattern& node, std::uint64_t repeats) {
    const std::uint64_t count = node.max == Pattern::kNoMaximum ? node.min : node.max;
    const std::uint64_t product = repeats * std::max<std::uint64_t>(count, 1);
    if (product > kMostRepeats) {
      fail(node, fmt::format("repeated {} times in all, more than {}", product, kMostRepeats),
           "use `*` or `+`, or smaller counts");
      return {};
    }
    return counted_text(text(node.children.front(), product), node);
  }

  void fail(const Pattern& node, std::string message, std::string help) {
    if (failed_) return;
    failed_ = true;
    error_ = {code("R203"), node.offset, node.length, std::move(message), std::move(help)};
  }

  SyntaxError& error_;
  bool failed_ = false;
};

bool has_kind(const Pattern& node, PatternKind kind) {
  return node.kind == kind ||
         ranges::any_of(node.children, [&](const Pattern& child) { return has_kind(child, kind); });
}

/// Unit: instructions. RE2 gives up on a program that is too large when it has built about the most that it allows.
std::size_t cost_of(const re2::RE2& program) {
  constexpr std::size_t kOfAnyProgram = 10, kOfTooLarge = 150'000;
  return program.ok() ? kOfAnyProgram + static_cast<std::size_t>(program.ProgramSize()) : kOfTooLarge;
}

}  // namespace

std::optional<std::string> re2_text(const Pattern& tree, SyntaxError& error) {
  Writer writer(error);
  std::string out = writer.text(tree, 1);
  if (writer.failed()) return std::nullopt;
  return out;
}

bool PatternBudget::take(const re2::RE2& program) {
  const std::size_t instructions = cost_of(program);
  is_spent_ = is_spent_ || instructions > left_;
  if (!is_spent_) left_ -= instructions;
  return !is_spent_;
}

std::shared_ptr<const re2::RE2> compile_pattern(const Pattern& tree, SyntaxError& error, PatternUse use,
                                                PatternBudget* budget) {
  auto text = re2_text(tree, error);
  if (!text) return nullptr;
  // RE2 starts its search at any byte, and between the bytes of one character `\B` would hold: walk to the start by
  // characters. A replacement would replace the way, too.
  if (use == PatternUse::find && has_kind(tree, PatternKind::not_word_boundary))
    text = "\\A[\\x{0}-\\x{10ffff}]*?(?:" + *text + ")";
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_never_capture(use == PatternUse::find);
  auto program = std::make_shared<const re2::RE2>(*text, options);
  const std::size_t length = std::max<std::size_t>(tree.length, 1);
  if (budget != nullptr && !budget->take(*program)) {
    error = {code("R202"), 0, length, "the patterns of the site are together too large for the matcher",
             "use smaller counts, or fewer patterns"};
    return nullptr;
  }
  if (program->ok()) return program;
  error = {code("R203"), 0, length, "too large for the matcher: " + program->error(), {}};
  return nullptr;
}

std::size_t group_count(const re2::RE2& pattern) { return static_cast<std::size_t>(pattern.NumberOfCapturingGroups()); }

bool matches(const re2::RE2& pattern, std::string_view value) {
  return re2::RE2::PartialMatch({value.data(), value.size()}, pattern);
}

}  // namespace rapsim
