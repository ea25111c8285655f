// The directory of a site from CSV: Get-ADUser, Get-ADComputer, Get-ADGroup and Get-ADGroupMember as PowerShell writes
// them, csvde, or a list of users and groups made in a spreadsheet. Columns by name, in any order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "import/csv.hpp"
#include "import/imported.hpp"

namespace rapsim {

/// The order of day and month in dates such as 3/4/2026.
enum class DateOrder : std::uint8_t { unknown, month_first, day_first, year_first };

struct DirectoryOptions {
  DateOrder dates = DateOrder::unknown;
  std::string domain{};   // NetBIOS name; empty: not known
  bool complete = false;  // the files have all accounts and groups
};

/// All files together. Nothing after an error: R602 for a file that names no account or group, R603, R604.
std::optional<Imported> directory_of(const std::vector<CsvTable>& tables, const DirectoryOptions& options,
                                     const Sources& sources, Diagnostics& diags);

}  // namespace rapsim
