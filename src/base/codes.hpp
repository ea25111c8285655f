// The table of diagnostic codes: one row a code, never renumbered.
// R1xx files and YAML, R2xx the small languages, R3xx sites, R4xx suites, R5xx attempts and command lines,
// R6xx imported files.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace rapsim {

struct CodeRow {
  std::string_view code;     // what users see and search for
  std::string_view meaning;  // one line
};

// clang-format off
inline constexpr auto kCodes = std::to_array<CodeRow>({
  {"R101", "the file cannot be read"},
  {"R102", "the text is not well-formed YAML"},
  {"R103", "the text is not UTF-8, or has a NUL byte"},
  {"R104", "the file is larger than the limit"},
  {"R105", "a scalar is longer than the limit"},
  {"R106", "the text is nested deeper than the limit"},
  {"R107", "more values or alias expansions than the limit"},
  {"R108", "more than one document in a file"},
  {"R109", "duplicate key in one map"},
  {"R110", "unknown key"},
  {"R111", "a value of another type is needed here"},
  {"R112", "a needed key is missing"},
  {"R113", "a key is not a text, or a tag changes what a value means"},
  {"R114", "an unknown or undefined alias"},
  {"R115", "a group or an account is a member of more groups than Windows can count"},
  {"R116", "one value is larger than the limit"},
  {"R201", "a pattern is not in the console's pattern syntax"},
  {"R202", "a pattern is longer than the limit or nested too deep"},
  {"R203", "a pattern needs what a linear-time matcher cannot do"},
  {"R204", "a condition is not in the form that exports write"},
  {"R205", "a schedule cannot be read"},
  {"R206", "a duration cannot be read"},
  {"R207", "an account name cannot be read"},
  {"R208", "a TIMEOFDAY argument cannot be read"},
  {"R209", "an expression cannot be read"},
  {"R210", "an expression names what there is not, or compares what cannot be compared"},
  {"R211", "a packet filter cannot be read"},
  {"R212", "a range of addresses cannot be read"},
  {"R301", "unknown name of a fixed set"},
  {"R302", "unknown attribute"},
  {"R303", "the attribute cannot be a condition here"},
  {"R304", "unknown group"},
  {"R305", "group memberships go in a circle"},
  {"R306", "a SID is malformed or used twice"},
  {"R307", "the dialect does not know this setting"},
  {"R308", "two policies, or two devices, have the same name"},
  {"R309", "the same setting is given twice"},
  {"R310", "an include cannot be followed"},
  {"R311", "unknown time zone"},
  {"R312", "a number is outside its range"},
  {"R313", "no group has this SID"},
  {"R314", "settings contradict each other"},
  {"R315", "not an address"},
  {"R316", "the path of an edit leads nowhere"},
  {"R317", "the format line names another format"},
  {"R318", "two names differ only in case"},
  {"R319", "the domain's mode ignores a setting of an account"},
  {"R320", "a remote RADIUS server group does not exist"},
  {"R321", "a comment that allows a finding cannot be read"},
  {"R322", "a comment allows a finding that does not exist"},
  {"R323", "a comment allows a finding without a reason"},
  {"R324", "a comment allows a finding that is not there"},
  {"R325", "an adapter that the intranet does not have"},
  {"R326", "an account of a domain that the site does not name"},
  {"R327", "a name has characters that are not seen"},
  {"R328", "a change cannot be written into the text of a site"},
  {"R401", "a scenario without an expectation"},
  {"R402", "unknown fixture"},
  {"R403", "a scenario multiplies out to more rows than the limit"},
  {"R404", "two scenarios have the same name"},
  {"R405", "an expectation names what no decision can have"},
  {"R406", "keys that exclude each other"},
  // R407 was a step of a timeline that was not simulated; all of them are now. The number stays free.
  {"R408", "a time that a timeline cannot go to"},
  {"R409", "a field that an attempt of a timeline cannot have"},
  {"R410", "a step of a timeline names a session that no step before it connects"},
  {"R411", "a step of a timeline that cannot be"},
  {"R501", "the time of the attempt is missing"},
  {"R502", "not a time"},
  {"R503", "a local time that a clock change skips or repeats"},
  {"R504", "fields of the attempt contradict each other"},
  // R505 was an account that is not in the directory; identity decides that now. The number stays free.
  {"R506", "the user is missing"},
  {"R507", "no scenario or case has this name or tag"},
  {"R508", "several rows have this name"},
  {"R509", "a suite that cannot be written"},
  {"R510", "a filter selects nothing, or is not known for a row"},
  {"R511", "no report has this name, or it lacks its file"},
  {"R512", "two outputs go to one place, or a report would replace an input"},
  {"R513", "an attribute that no request has"},
  {"R601", "the text is not well-formed XML"},
  {"R602", "the file is not one that this import reads"},
  {"R603", "a value of an imported file cannot be read"},
  {"R604", "a file for import is damaged: a name or column that is needed is missing, or twice there"},
});
// clang-format on

/// One row of kCodes. Made by code("R101"), which does not compile for a code without a row.
struct Code {
  std::size_t row;
  [[nodiscard]] constexpr std::string_view text() const { return kCodes[row].code; }
  friend constexpr bool operator==(Code, Code) = default;
};

consteval Code code(std::string_view text) {
  for (std::size_t row = 0; row < kCodes.size(); ++row)
    if (kCodes[row].code == text) return Code{row};
  throw "no such diagnostic code";
}

}  // namespace rapsim
