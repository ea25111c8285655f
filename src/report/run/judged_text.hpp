// What became of a row and of its attempts, in words that all reports share.
#pragma once

#include <string>

#include "report/text/style.hpp"
#include "suite/run/run.hpp"

namespace rapsim {

/// `reject`, `0 or 66`, `absent`, `unknown`: what an expectation accepts, and what was. Control characters are
/// replaced.
std::string expected_text(const Expectation& expectation);
std::string actual_text(const CheckedExpectation& checked);

/// Why a row whose marker decided is what it is; empty for the others.
std::string marker_text(const Suite& suite, RowId row, RowResult result);
/// `#3 late`: an attempt of a timeline by its number, and its name if it has one; `reach 10.1.2.3 tcp 443 from late`:
/// what another step asked. Empty outside of timelines.
std::string judged_name(const JudgedStep& judged);
/// Of a step of a timeline.
Span where_of(const JudgedStep& judged);
/// `decision reject, expected accept; policy absent, expected VPN`: all that does not hold, each after the subject, or
/// why the step could not be done; empty if it passed.
std::string failure_text(const JudgedStep& judged, const std::string& subject = {});
/// What was expected and what was, a line each. What `exactly` does not name is in it only when it is there.
std::string expectations_table(const JudgedStep& judged, Style style);
/// `rapsim explain --scenario 'FILE:LABEL'`, to be copied into a shell. `number` as in reference_to().
std::string command_text(const Suite& suite, RowId row, std::size_t number = 0);

}  // namespace rapsim
