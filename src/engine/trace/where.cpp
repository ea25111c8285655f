#include "engine/trace/where.hpp"

#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>

#include "base/text.hpp"
#include "engine/compile/pattern_re2.hpp"
#include "engine/trace/operand.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

using grammar::CompareOp;
using grammar::Comparison;
using grammar::Expression;
using grammar::ExpressionKind;
using grammar::Word;

/// A compiled comparison. The negative operators are kept as their positive form, negated.
struct Test {
  CompareOp op = CompareOp::equal;
  bool is_negated = false;
  bool is_exact = false;
  std::function<ActualValue(const Explained&)> see{};
  std::vector<ExpectedValue> wanted{};        // equal, in
  std::int64_t bound = 0;                     // less ... greater_equal
  std::shared_ptr<const re2::RE2> pattern{};  // matches
  grammar::Schedule schedule{};               // within
  Presence presence = Presence::present;      // is
};

bool is_negative(CompareOp op) {
  return op == CompareOp::not_equal || op == CompareOp::not_in || op == CompareOp::not_matches ||
         op == CompareOp::is_not;
}

CompareOp positive(CompareOp op) {
  switch (op) {
    case CompareOp::not_equal:
      return CompareOp::equal;
    case CompareOp::not_in:
      return CompareOp::in;
    case CompareOp::not_matches:
      return CompareOp::matches;
    case CompareOp::is_not:
      return CompareOp::is;
    default:
      return op;
  }
}

}  // namespace

struct Where::Node {
  ExpressionKind kind = ExpressionKind::comparison;
  Test test{};
  std::vector<Node> children{};
};

namespace {

// ---- asking ----

bool is_wanted(const Test& test, std::string_view text) {
  return ranges::any_of(test.wanted, [&](const ExpectedValue& wanted) {
    return test.is_exact ? wanted.text == text : equal_without_case(wanted.text, text);
  });
}

/// Whether one value does what the positive operator asks for.
bool holds(const Test& test, std::string_view text, const Explained& explained) {
  if (test.op == CompareOp::equal || test.op == CompareOp::in) return is_wanted(test, text);
  if (test.op == CompareOp::matches) return matches(*test.pattern, text);
  const auto number = number_in<std::int64_t>(text);
  if (!number) return false;
  switch (test.op) {
    case CompareOp::less:
      return *number < test.bound;
    case CompareOp::less_equal:
      return *number <= test.bound;
    case CompareOp::greater:
      return *number > test.bound;
    case CompareOp::greater_equal:
      return *number >= test.bound;
    case CompareOp::within:
      return test.schedule.contains(minute_of_week(explained.site.zone, Instant{std::chrono::seconds{*number}}));
    default:
      return false;
  }
}

/// Several values: any of them. No value: no.
Truth ask_positive(const Test& test, const Explained& explained) {
  const ActualValue seen = test.see(explained);
  if (test.op == CompareOp::is) return truth(seen.presence == test.presence);
  if (seen.presence == Presence::unknown) return Truth::unknown;
  if (ranges::any_of(seen.texts, [&](const std::string& text) { return holds(test, text, explained); }))
    return Truth::yes;
  const bool may_hold = seen.may_have_more || !ranges::all_of(test.wanted, &ExpectedValue::is_described);
  return may_hold ? Truth::unknown : Truth::no;
}

Truth ask(const Where::Node& node, const Explained& explained) {
  switch (node.kind) {
    case ExpressionKind::comparison: {
      const Truth truth = ask_positive(node.test, explained);
      return node.test.is_negated ? !truth : truth;
    }
    case ExpressionKind::negation:
      return !ask(node.children.front(), explained);
    case ExpressionKind::conjunction:
    case ExpressionKind::disjunction:
      break;
  }
  const bool is_and = node.kind == ExpressionKind::conjunction;
  const Truth decides = is_and ? Truth::no : Truth::yes;
  Truth truth = !decides;
  for (std::size_t i = 0; i < node.children.size() && truth != decides; ++i) {
    const Truth child = ask(node.children[i], explained);
    truth = is_and ? truth && child : truth || child;
  }
  return truth;
}

// ---- compiling ----

class Compiler {
 public:
  Compiler(const PlaceOf& place, const Site& site, Diagnostics& diags) : place_(place), site_(site), diags_(diags) {}

  Where::Node node(const Expression& from) {
    Where::Node out{from.kind, {}, {}};
    if (from.kind == ExpressionKind::comparison) out.test = test(from.comparison);
    for (const Expression& child : from.children) out.children.push_back(node(child));
    return out;
  }

 private:
  Test test(const Comparison& from) {
    Test out;
    out.op = positive(from.op);
    out.is_negated = is_negative(from.op);
    const auto operand = find_operand(from.name.text, span(from.name.where), site_, diags_);
    if (!operand) return out;
    out.see = operand->see;
    out.is_exact = operand->is_exact;
    fill(from, *operand, out);
    return out;
  }

  void fill(const Comparison& from, const Operand& operand, Test& out) {
    switch (out.op) {
      case CompareOp::is:
        out.presence = from.presence;
        return;
      case CompareOp::equal:
      case CompareOp::in:
        for (const Word& value : from.values)
          if (auto wanted = read(from, value, operand)) out.wanted.push_back(*std::move(wanted));
        return;
      case CompareOp::matches:
        return fill_pattern(from, operand, out);
      case CompareOp::within:
        if (operand.order != OperandOrder::time)
          return refuse_op(from, "is not a time",
                           "`within` asks for hours of the week: `at within \"Mon-Fri 07:00-19:00\"`");
        out.schedule = from.schedule;
        return;
      default:
        return fill_bound(from, operand, out);
    }
  }

  /// A bare `unknown` or `null` is what files write for a value that is not there.
  std::optional<ExpectedValue> read(const Comparison& from, const Word& value, const Operand& operand) {
    const bool is_unknown = value.text == "unknown";
    if (value.is_quoted || (!is_unknown && value.text != "null"))
      return operand.read(value.text, span(value.where), diags_);
    diags_.error(code("R210"), span(value.where), "`" + value.text + "` is not a value to compare with",
                 "write `" + from.name.text + " is " + (is_unknown ? "unknown" : "absent") + "`");
    return std::nullopt;
  }

  void fill_pattern(const Comparison& from, const Operand& operand, Test& out) {
    if (operand.order == OperandOrder::time) return refuse_op(from, "is a time", "`within` and `<` ask a time");
    SyntaxError error;
    out.pattern = compile_pattern(from.pattern, error);
    if (out.pattern) return;
    diags_.error(error.code, span(from.values.front().part(error.offset, error.length)), error.message, error.help);
  }

  void fill_bound(const Comparison& from, const Operand& operand, Test& out) {
    if (operand.order == OperandOrder::none) return refuse_op(from, "has no order", "only numbers and times have one");
    const Word& value = from.values.front();
    const bool is_number = operand.order == OperandOrder::number;
    const auto wanted = is_number ? ExpectedValue{value.text} : read(from, value, operand);
    if (!wanted) return;
    if (const auto number = number_in<std::int64_t>(wanted->text))
      out.bound = *number;
    else
      diags_.error(code("R210"), span(value.where), "expected a whole number, found `" + value.text + "`");
  }

  void refuse_op(const Comparison& from, std::string_view why, std::string_view help) {
    diags_.error(code("R210"), span(from.name.where),
                 "`" + from.name.text + "` " + std::string(why) + ", so `" + std::string(grammar::text_of(from.op)) +
                     "` cannot ask it",
                 std::string(help));
  }

  [[nodiscard]] Span span(const grammar::Stretch& where) const { return place_(where.offset, where.length); }

  const PlaceOf& place_;
  const Site& site_;
  Diagnostics& diags_;
};

}  // namespace

PlaceOf places_of_option(std::uint32_t file) {
  return [file](std::size_t offset, std::size_t length) {
    return Span{file, 1, static_cast<std::uint32_t>(offset + 1), static_cast<std::uint32_t>(length)};
  };
}

Truth Where::evaluate(const Explained& explained) const { return ask(*root_, explained); }

std::optional<Where> compile_where(const Expression& expression, const PlaceOf& place, const Site& site,
                                   Diagnostics& diags) {
  Diagnostics found;
  auto root = std::make_shared<const Where::Node>(Compiler(place, site, found).node(expression));
  diags.add(found);
  if (found.has_errors()) return std::nullopt;
  return Where(std::move(root));
}

std::optional<Where> read_where(std::string_view text, const PlaceOf& place, const Site& site, Diagnostics& diags) {
  SyntaxError error;
  const auto expression = grammar::parse_expression(text, error);
  if (expression) return compile_where(*expression, place, site, diags);
  diags.error(error.code, place(error.offset, error.length), error.message, error.help);
  return std::nullopt;
}

}  // namespace rapsim
