// A page of text under way: what every part of an explanation writes with. Inside src/report only.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "report/text/facts.hpp"
#include "report/text/render_text.hpp"
#include "report/text/style.hpp"

namespace rapsim {

/// One row of a table under a policy or a stage: `no  Attribute  must be ...  is ...  line 30`.
struct PageRow {
  Truth truth = Truth::yes;
  std::string name{};
  std::string wanted{};
  std::string was{};
  Span where{};
};

class Page {
 public:
  Page(const Explanation& what, const Sources& from, Depth how_deep, Style with)
      : explanation(what), e(what.explained), sources(from), depth(how_deep), style(with) {}

  const Explanation& explanation;
  const Explained& e;  // of it
  const Sources& sources;
  Depth depth;
  Style style;
  std::string out{};

  [[nodiscard]] const Site& site() const { return *e.site.site; }
  [[nodiscard]] bool verbose() const { return depth == Depth::verbose; }
  [[nodiscard]] bool was_reached(StageId stage) const {
    return e.trace.stages[static_cast<std::size_t>(stage)] != StageState::not_reached;
  }
  [[nodiscard]] const std::string& policy_name(PolicyIndex row) const { return site().policies[row].name; }
  /// Whether the site has the dialect's built-in policies.
  [[nodiscard]] bool is_builtin() const { return !site().policies_where.known(); }

  /// At most kPageWidth columns wide unless verbose.
  void line(std::string_view label, std::string_view text);
  /// Columns aligned, long texts cut unless verbose.
  void table(const std::vector<PageRow>& rows);
  /// `line 30` in the file of the site's first policy, otherwise with the file.
  [[nodiscard]] std::string where_text(Span where) const;
  /// ` (disputed, G-20)`; nothing for what is documented.
  [[nodiscard]] static std::string firmness(Basis basis, std::string_view gap);

 private:
  [[nodiscard]] std::string fitted(const std::string& text) const;
};

// The parts of the page with all tables, in their order.
void write_request_policies(Page& page);
/// Checks before a policy is chosen that are violated or not known.
void write_account(Page& page);
void write_policies(Page& page);
void write_permissions(Page& page);
void write_limits(Page& page);
void write_returned(Page& page);
void write_turns(Page& page);

// Lines that both pages have.
std::string server_text(const Page& page);
std::string codes_text(const Page& page);
void write_tunnels(Page& page);
void write_open(Page& page);
void write_stages(Page& page);
void write_notes(Page& page);
/// Rows of the checks of a stage that are violated, or not known.
std::vector<PageRow> telling_checks(const Page& page, StageId stage);
/// Rows of the conditions of a policy that do not hold; `all`: of every one.
std::vector<PageRow> condition_rows(const Page& page, const PolicyStep& step, bool is_request, bool all);
/// What would let another attempt in; at most `most` lines beside the times.
void write_attempt_turns(Page& page, std::size_t most);

}  // namespace rapsim
