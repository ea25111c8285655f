// The default page of an explanation: the answer, the one thing to look at, what to do, what not to do; the rest in two
// lines below a rule. Source: rules 1 to 12 of explanations.
#pragma once

#include "report/text/page.hpp"

namespace rapsim {

/// Everything below the header.
void write_short(Page& page);

}  // namespace rapsim
