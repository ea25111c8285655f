#include "report/text/render_who.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/count.hpp>
#include <range/v3/algorithm/max.hpp>
#include <range/v3/view/transform.hpp>

#include "base/text.hpp"
#include "base/visible.hpp"
#include "model/load/load.hpp"
#include "model/site/zone.hpp"
#include "report/text/facts.hpp"
#include "report/text/wrap.hpp"

namespace rapsim {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::vector<std::string>;

constexpr std::string_view kUnknown = "unknown";

template <class T, class Text>
std::string text_of(const Maybe<T>& value, Text text) {
  if (value.is_unknown()) return std::string(kUnknown);
  return value.is_absent() ? std::string{} : std::string(text(value.value));
}

/// What a row says, in the order of the columns of CSV.
struct Record {
  std::string decision{}, outcome{}, policy{}, reason{}, cause{}, client_error{};
};

Record record_of(const WhoRow& row, const Site& site) {
  const Decision& d = row.decision;
  Record out;
  out.decision = text_of(d.answer, answer_name);
  out.outcome = d.outcome != Outcome::unknown ? std::string(outcome_name(d.outcome)) : std::string(kUnknown);
  out.policy = text_of(d.policy, [&](PolicyIndex index) { return site.policies[index].name; });
  out.reason = text_of(d.reason, [](std::uint16_t number) { return std::to_string(number); });
  out.cause = text_of(d.cause, [](CauseId id) { return kCauses[id].id; });
  if (row.error.number != 0)
    out.client_error = fmt::format("{}{}", row.error.number, row.error.basis == Basis::documented ? "" : "?");
  return out;
}

// --- the columns ---

std::string at_text(const WhoColumn& column, const Site& site) {
  return column.world.clock.is_present() ? instant_text(column.world.clock.value, site) : std::string(kUnknown);
}

std::string people_time(const WhoColumn& column, const CompiledSite& site) {
  if (!column.world.clock.is_present()) return "at an unknown time";
  const LocalTime local = local_time(site.zone, column.world.clock.value);
  return fmt::format("{} {} {}", local.weekday, local.text, local.abbreviation);
}

/// What everybody is supposed to do: fields of the attempt, given or left out.
std::string assumed_text(const WhoColumn& column) {
  const Attempt& attempt = column.attempt;
  const FieldValue& from = attempt[FieldId::from];
  const FieldValue& nas = attempt[FieldId::nas];
  std::string out = fmt::format("{}, {}, from {}", medium_text(attempt), method_text(attempt),
                                from.presence == Presence::present ? visible(from.text) : "an unknown place");
  if (nas.presence == Presence::present) add_item(out, "through " + visible(nas.text));
  const Maybe<Password> password = attempt.password();
  if (password.is_present()) add_item(out, password.value == Password::right ? "right password" : "wrong password");
  return out;
}

std::size_t count(const Who& who, std::size_t column, Truth gets_in) {
  return static_cast<std::size_t>(std::count_if(who.rows.begin(), who.rows.end(), [&](const WhoRow& row) {
    return row.column == column && is_let_in(row) == gets_in;
  }));
}

std::string counts_text(const Who& who, std::size_t column) {
  return fmt::format("{} accepted, {} not, {} not known", count(who, column, Truth::yes), count(who, column, Truth::no),
                     count(who, column, Truth::unknown));
}

// --- text and Markdown ---

/// `alice, bob and 7 more`
std::string some_accounts(const std::vector<std::string>& accounts) {
  constexpr std::size_t kMost = 3;
  std::string out;
  for (std::size_t i = 0; i < accounts.size() && i < kMost; ++i) add_item(out, accounts[i]);
  return accounts.size() > kMost ? out + fmt::format(" and {} more", accounts.size() - kMost) : out;
}

std::string account_cell(const WhoGroup& group, bool by_class) {
  return visible(by_class ? fmt::format("{}: {}", group.accounts.size(), some_accounts(group.accounts))
                          : group.accounts.front());
}

Cells setting_cells(const WhoRow& row) {
  Cells out;
  for (const std::string& value : row.settings) out.push_back(value.empty() ? "none" : visible(value));
  return out;
}

/// One attempt: a column for each thing that its decision says.
std::vector<Cells> list_of(const Who& who, const std::vector<WhoGroup>& groups, const Site& site, bool by_class) {
  std::vector<Cells> out{{by_class ? "accounts" : "account", "decision", "policy", "reason", "cause", "client error"}};
  for (const AttributeId id : who.shown) out.front().emplace_back(attribute(id).name);
  for (const WhoGroup& group : groups) {
    const WhoRow& row = *group.rows.front();
    const Record record = record_of(row, site);
    const bool is_cut = record.decision == "accept" && record.outcome == "not-connected";
    out.push_back({account_cell(group, by_class), is_cut ? "accept, not connected" : record.decision,
                   visible(record.policy), record.reason, record.cause, record.client_error});
    for (std::string& cell : setting_cells(row)) out.back().push_back(std::move(cell));
  }
  return out;
}

/// `yes "Staff"`, `no 65`, `no: ports-exhausted`, `?`
std::string brief_cell(const Who& who, const WhoRow& row, const Site& site) {
  const Truth in = is_let_in(row);
  const Record record = record_of(row, site);
  if (in == Truth::unknown) return "?";
  if (in == Truth::no)
    return record.reason.empty() || record.reason == "0" ? "no: " + record.cause : "no " + record.reason;
  std::string out =
      "yes " + (record.policy.empty() ? std::string("without a policy") : "\"" + visible(record.policy) + "\"");
  const Cells settings = setting_cells(row);
  for (std::size_t i = 0; i < settings.size(); ++i)
    out += fmt::format(", {} {}", attribute(who.shown[i]).name, settings[i]);
  return out;
}

std::string column_title(const Who& who, std::size_t column, const CompiledSite& site) {
  const WhoColumn& one = who.columns[column];
  const bool has_times = ranges::any_of(who.columns, [&](const WhoColumn& other) {
    return other.access == one.access && at_text(other, *site.site) != at_text(one, *site.site);
  });
  if (one.access.empty()) return people_time(one, site);
  return visible(one.access) + (has_times ? ", " + people_time(one, site) : "");
}

/// Several attempts: a column each.
std::vector<Cells> matrix_of(const Who& who, const std::vector<WhoGroup>& groups, const CompiledSite& site,
                             bool by_class) {
  std::vector<Cells> out{{by_class ? "accounts" : "account"}};
  for (std::size_t column = 0; column < who.columns.size(); ++column)
    out.front().push_back(column_title(who, column, site));
  for (const WhoGroup& group : groups) {
    Cells cells(who.columns.size() + 1);
    cells.front() = account_cell(group, by_class);
    for (const WhoRow* row : group.rows) cells[row->column + 1] = brief_cell(who, *row, *site.site);
    out.push_back(std::move(cells));
  }
  return out;
}

std::string table_text(const std::vector<Cells>& rows, Style style) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Cells& cells : rows)
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width_of(cells[i]));
  std::string out;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) line += padded(rows[row][i], widths[i]) + "  ";
    line.erase(line.find_last_not_of(' ') + 1);
    out += (row == 0 ? style.strong(line) : line) + "\n";
  }
  return out;
}

/// Nothing that makes a link, a tag, a mention, emphasis or a cell.
std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("|\\`*_[]<>#@~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string table_markdown(const std::vector<Cells>& rows) {
  std::string out;
  const auto add = [&](const Cells& cells) {
    out += '|';
    for (const std::string& cell : cells) out += fmt::format(" {} |", markdown_text(cell));
    out += '\n';
  };
  add(rows.front());
  out += '|';
  for (std::size_t i = 0; i < rows.front().size(); ++i) out += " --- |";
  out += '\n';
  for (std::size_t row = 1; row < rows.size(); ++row) add(rows[row]);
  return out + "\n";
}

/// What the cells mean: the reasons that occur, and what each column supposes.
std::string legend(const Who& who, std::size_t accounts, const CompiledSite& site, bool is_markdown) {
  std::string out;
  const auto add = [&](const std::string& label, std::string_view text, std::size_t column) {
    out += is_markdown ? fmt::format("- {}\n", markdown_text(label.empty() ? std::string(text)
                                                                           : fmt::format("{}: {}", label, text)))
                       : wrapped(label, text, column);
  };
  const bool is_one = who.columns.size() == 1;
  if (!is_one) {
    std::map<std::uint16_t, std::string_view> reasons;
    for (const WhoRow& row : who.rows)
      if (const Maybe<std::uint16_t>& reason = row.decision.reason; reason.is_present() && reason.value != 0)
        if (const Reason* known = find_reason(reason.value)) reasons.emplace(reason.value, known->meaning);
    for (const auto& [number, meaning] : reasons) out += wrapped(fmt::format("no {}", number), meaning, 8);
  }
  for (std::size_t column = 0; column < who.columns.size(); ++column) {
    const WhoColumn& one = who.columns[column];
    const std::string name = one.access.empty() ? "" : visible(one.access) + ": ";
    const std::string counts = counts_text(who, column);
    const std::string what = fmt::format("{}{}; {}", name, people_time(one, site), assumed_text(one));
    add("",
        is_one ? fmt::format("{} account{}: {}; {}", accounts, accounts == 1 ? "" : "s", counts, what)
               : fmt::format("{}; {}", what, counts),
        is_one ? 0 : 2);
  }
  if (who.left_out + who.not_known > 0) out += fmt::format("{} left out by the filter", who.left_out + who.not_known);
  if (who.not_known > 0) out += fmt::format(" ({} of them because it is not known)", who.not_known);
  if (who.left_out + who.not_known > 0) out += '\n';
  return out;
}

// --- CSV and JSON ---

std::string csv(const Who& who, const std::vector<WhoGroup>& groups, const Site& site, bool by_class, bool raw) {
  std::string out = by_class ? "count,accounts" : "account";
  out += ",access,at,decision,outcome,policy,reason,cause,client-error";
  for (const AttributeId id : who.shown) out += "," + csv_cell(attribute(id).name, raw);
  out += ",assumed\r\n";
  // What is the same for all rows of a column is written once.
  std::vector<std::pair<std::string, std::string>> ends;
  for (const WhoColumn& column : who.columns)
    ends.emplace_back("," + csv_cell(column.access, raw) + "," + csv_cell(at_text(column, site), raw),
                      "," + csv_cell(assumed_text(column), raw) + "\r\n");
  for (const WhoGroup& group : groups) {
    const std::string accounts = by_class
                                     ? fmt::format("{},{}", group.accounts.size(),
                                                   csv_cell(fmt::format("{}", fmt::join(group.accounts, ";")), raw))
                                     : csv_cell(group.accounts.front(), raw);
    for (const WhoRow* row : group.rows) {
      const Record record = record_of(*row, site);
      out += accounts + ends[row->column].first;
      for (const std::string* cell :
           {&record.decision, &record.outcome, &record.policy, &record.reason, &record.cause, &record.client_error})
        out += "," + csv_cell(*cell, raw);
      for (const std::string& cell : row->settings) out += "," + csv_cell(cell, raw);
      out += ends[row->column].second;
    }
  }
  return out;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json row_json(const Who& who, const WhoRow& row, const Site& site) {
  const Record record = record_of(row, site);
  const WhoColumn& column = who.columns[row.column];
  Json out;
  out["access"] = text_or_null(column.access);
  out["at"] = at_text(column, site);
  out["decision"] = record.decision;
  out["outcome"] = record.outcome;
  out["policy"] = text_or_null(record.policy);
  out["reason"] =
      record.reason.empty() || record.reason == kUnknown ? text_or_null(record.reason) : Json(std::stoi(record.reason));
  out["cause"] = text_or_null(record.cause);
  out["client-error"] = text_or_null(record.client_error);
  if (!who.shown.empty()) {
    Json& settings = out["settings"] = Json::object();
    for (std::size_t i = 0; i < who.shown.size(); ++i)
      settings[std::string(attribute(who.shown[i]).name)] = text_or_null(row.settings[i]);
  }
  return out;
}

std::string json(const Who& who, const std::vector<WhoGroup>& groups, const Site& site, bool by_class) {
  Json columns = Json::array(), rows = Json::array();
  for (std::size_t i = 0; i < who.columns.size(); ++i)
    columns.push_back({{"access", text_or_null(who.columns[i].access)},
                       {"at", at_text(who.columns[i], site)},
                       {"assumed", assumed_text(who.columns[i])},
                       {"accepted", count(who, i, Truth::yes)},
                       {"not-accepted", count(who, i, Truth::no)},
                       {"not-known", count(who, i, Truth::unknown)}});
  for (const WhoGroup& group : groups)
    for (const WhoRow* row : group.rows) {
      Json one = by_class ? Json{{"accounts", group.accounts}} : Json{{"account", group.accounts.front()}};
      one.update(row_json(who, *row, site));
      rows.push_back(std::move(one));
    }
  const Json out = {{"format", "rapsim/who/2"},
                    {"program", {{"name", "rapsim"}, {"version", RAPSIM_VERSION}}},
                    {"site", {{"digest", site.digest}, {"dialect", dialect_name(site.dialect.value)}}},
                    {"columns", std::move(columns)},
                    {"left-out", who.left_out + who.not_known},
                    {by_class ? "classes" : "accounts", std::move(rows)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// --- what changed ---

/// `accept by "Staff", Session-Timeout 3600`; settings that `other` has not are left out.
std::string row_text(const Json& row, const Json& other) {
  const auto text = [&](const char* key) {
    const auto at = row.find(key);
    if (at == row.end() || at->is_null()) return std::string{};
    return at->is_string() ? at->get<std::string>() : at->dump();
  };
  std::string out = text("decision");
  if (text("outcome") == "not-connected" && out == "accept") out += ", not connected";
  if (const std::string reason = text("reason"); !reason.empty() && reason != "0") out += " " + reason;
  if (const std::string cause = text("cause"); !cause.empty()) out += " (" + cause + ")";
  if (const std::string policy = text("policy"); !policy.empty()) out += " by \"" + visible(policy) + "\"";
  const auto own = row.find("settings"), others = other.find("settings");
  if (own == row.end() || others == other.end() || !own->is_object() || !others->is_object()) return out;
  for (const auto& [name, value] : own->items())
    if (others->contains(name))
      out += fmt::format(", {} {}", visible(name), value.is_string() ? visible(value.get<std::string>()) : "none");
  return out;
}

}  // namespace

std::string render_who(const Who& who, const CompiledSite& site, bool by_class, WhoFormat format, Style style) {
  const std::vector<WhoGroup> groups = groups_of(who, by_class);
  if (format == WhoFormat::csv || format == WhoFormat::csv_raw)
    return csv(who, groups, *site.site, by_class, format == WhoFormat::csv_raw);
  if (format == WhoFormat::json) return json(who, groups, *site.site, by_class);
  const std::vector<Cells> rows =
      who.columns.size() == 1 ? list_of(who, groups, *site.site, by_class) : matrix_of(who, groups, site, by_class);
  std::size_t accounts = 0;
  for (const WhoGroup& group : groups) accounts += group.accounts.size();
  return (format == WhoFormat::markdown ? table_markdown(rows) : table_text(rows, style)) +
         legend(who, accounts, site, format == WhoFormat::markdown);
}

std::optional<std::vector<WhoChange>> changes_since(std::string_view baseline, const Who& who, const CompiledSite& site,
                                                    std::string& problem) {
  const Json before = Json::parse(baseline, nullptr, false);
  const bool is_one = before.is_object() && before.value("format", "") == "rapsim/who/2";
  if (!is_one || !before.contains("accounts") || !before["accounts"].is_array()) {
    problem = is_one ? "it has classes, not accounts: `who --group-by class` cannot be compared"
                     : "expected what `rapsim who --format json` printed: `\"format\": \"rapsim/who/2\"`";
    return std::nullopt;
  }
  using Key = std::tuple<std::string, std::string, std::string>;
  const auto text = [](const Json& row, const char* key) {
    const auto at = row.find(key);
    return at != row.end() && at->is_string() ? at->get<std::string>() : std::string{};
  };
  std::map<Key, const Json*> old;
  for (const Json& row : before["accounts"])
    if (row.is_object()) old.emplace(Key{text(row, "account"), text(row, "access"), text(row, "at")}, &row);
  std::vector<WhoChange> out;
  for (const WhoRow& row : who.rows) {
    const Json now = row_json(who, row, *site.site);
    const Key key{row.account, text(now, "access"), text(now, "at")};
    const auto was = old.find(key);
    WhoChange change{row.account, std::get<1>(key), std::get<2>(key)};
    change.now = row_text(now, was == old.end() ? Json::object() : *was->second);
    if (was != old.end()) {
      change.before = row_text(*was->second, now);
      old.erase(was);
    }
    if (change.before != change.now) out.push_back(std::move(change));
  }
  for (const auto& [key, row] : old)
    out.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), row_text(*row, Json::object()), ""});
  return out;
}

std::string render_changes(const std::vector<WhoChange>& changes, std::size_t decisions) {
  std::string out;
  for (const WhoChange& change : changes) {
    const auto side = [](const std::string& text) { return text.empty() ? std::string("not asked") : text; };
    out += wrapped(visible(change.account),
                   fmt::format("  {}{}: {} -> {}", change.access.empty() ? "" : visible(change.access) + ", ",
                               change.at, side(change.before), side(change.now)),
                   width_of(visible(change.account)));
  }
  return out + fmt::format("{} of {} decisions changed\n", changes.size(), decisions);
}

}  // namespace rapsim
