#include "report/text/render_who.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "report/text/csv.hpp"

namespace rapsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kUnknown = "unknown";

/// What a row says, in the order of the columns.
struct WhoRecord {
  std::vector<std::string> accounts{};  // all of a class
  std::string decision{}, outcome{}, policy{}, reason{}, cause{}, client_error{};
};

template <class T, class Text>
std::string text_of(const Maybe<T>& value, Text text) {
  if (value.is_unknown()) return std::string(kUnknown);
  return value.is_absent() ? std::string{} : std::string(text(value.value));
}

WhoRecord record_of(const WhoRow& row, std::vector<std::string> accounts, const Site& site) {
  const Decision& d = row.decision;
  const bool is_known = d.outcome != Outcome::unknown;
  WhoRecord out{.accounts = std::move(accounts)};
  out.decision = text_of(d.answer, answer_name);
  out.outcome = is_known ? std::string(outcome_name(d.outcome)) : std::string(kUnknown);
  out.policy = text_of(d.policy, [&](PolicyIndex index) { return site.policies[index].name; });
  out.reason = text_of(d.reason, [](std::uint16_t number) { return std::to_string(number); });
  out.cause = text_of(d.cause, [](CauseId id) { return kCauses[id].id; });
  if (row.error.number != 0)
    out.client_error = fmt::format("{}{}", row.error.number, row.error.basis == Basis::documented ? "" : "?");
  return out;
}

std::vector<WhoRecord> records_of(const Who& who, const Site& site, bool by_class) {
  std::vector<WhoRecord> out;
  if (by_class)
    for (WhoGroup& group : grouped_by_class(who))
      out.push_back(record_of(group.first, std::move(group.accounts), site));
  else
    for (const WhoRow& row : who.rows) out.push_back(record_of(row, {row.account}, site));
  return out;
}

std::size_t count(const Who& who, Truth gets_in) {
  return static_cast<std::size_t>(std::count_if(who.rows.begin(), who.rows.end(), [&](const WhoRow& row) {
    const Decision& d = row.decision;
    const Truth truth_of = d.answer.is_unknown() || d.stage.is_unknown()
                               ? Truth::unknown
                               : truth(d.answer.value == Answer::accept && d.stage.is_absent());
    return truth_of == gets_in;
  }));
}

std::string summary(const Who& who) {
  std::string out =
      fmt::format("{} account{}: {} accepted, {} not, {} not known", who.rows.size(), who.rows.size() == 1 ? "" : "s",
                  count(who, Truth::yes), count(who, Truth::no), count(who, Truth::unknown));
  if (who.left_out + who.not_known > 0) out += fmt::format("; {} left out by the filter", who.left_out + who.not_known);
  if (who.not_known > 0) out += fmt::format(" ({} of them because it is not known)", who.not_known);
  return out + "\n";
}

/// `alice, bob and 7 more`
std::string some_accounts(const std::vector<std::string>& accounts) {
  constexpr std::size_t kMost = 3;
  std::string out;
  for (std::size_t i = 0; i < accounts.size() && i < kMost; ++i) out += (i == 0 ? "" : ", ") + accounts[i];
  return accounts.size() > kMost ? out + fmt::format(" and {} more", accounts.size() - kMost) : out;
}

std::string text_table(const std::vector<WhoRecord>& records, bool by_class, Style style) {
  using Cells = std::array<std::string, 6>;
  std::vector<Cells> rows{{by_class ? "accounts" : "account", "decision", "policy", "reason", "cause", "client error"}};
  for (const WhoRecord& record : records) {
    const std::string account = by_class ? fmt::format("{}: {}", record.accounts.size(), some_accounts(record.accounts))
                                         : record.accounts.front();
    const bool is_cut = record.decision == "accept" && record.outcome == "not-connected";
    rows.push_back({printable(account), is_cut ? "accept, not connected" : record.decision, printable(record.policy),
                    record.reason, record.cause, record.client_error});
  }
  std::array<std::size_t, 6> widths{};
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

std::string csv(const std::vector<WhoRecord>& records, bool by_class) {
  std::string out = by_class ? "count,accounts" : "account";
  out += ",decision,outcome,policy,reason,cause,client-error\r\n";
  for (const WhoRecord& record : records) {
    if (by_class)
      out += fmt::format("{},{}", record.accounts.size(), csv_cell(fmt::format("{}", fmt::join(record.accounts, ";"))));
    else
      out += csv_cell(record.accounts.front());
    for (const std::string* cell :
         {&record.decision, &record.outcome, &record.policy, &record.reason, &record.cause, &record.client_error})
      out += "," + csv_cell(*cell);
    out += "\r\n";
  }
  return out;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string json(const Who& who, const std::vector<WhoRecord>& records, const Site& site, bool by_class) {
  Json rows = Json::array();
  for (const WhoRecord& record : records) {
    Json row = by_class ? Json{{"accounts", record.accounts}} : Json{{"account", record.accounts.front()}};
    row["decision"] = record.decision;
    row["outcome"] = record.outcome;
    row["policy"] = text_or_null(record.policy);
    row["reason"] = record.reason.empty() || record.reason == kUnknown ? text_or_null(record.reason)
                                                                       : Json(std::stoi(record.reason));
    row["cause"] = text_or_null(record.cause);
    row["client-error"] = text_or_null(record.client_error);
    rows.push_back(std::move(row));
  }
  const Json out = {{"format", "rapsim/who/1"},
                    {"program", {{"name", "rapsim"}, {"version", RAPSIM_VERSION}}},
                    {"site", {{"digest", site.digest}, {"dialect", dialect_name(site.dialect.value)}}},
                    {"accepted", count(who, Truth::yes)},
                    {"not-accepted", count(who, Truth::no)},
                    {"not-known", count(who, Truth::unknown)},
                    {"left-out", who.left_out + who.not_known},
                    {by_class ? "classes" : "accounts", std::move(rows)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string render_who(const Who& who, const CompiledSite& site, bool by_class, WhoFormat format, Style style) {
  const std::vector<WhoRecord> records = records_of(who, *site.site, by_class);
  if (format == WhoFormat::csv) return csv(records, by_class);
  if (format == WhoFormat::json) return json(who, records, *site.site, by_class);
  return text_table(records, by_class, style) + summary(who);
}

}  // namespace rapsim
