// An edit of the site in words: the line, what changes there, and for whom.
#pragma once

#include <string>

#include "diagnose/proposals.hpp"
#include "model/site/rewrite.hpp"

namespace rapsim {

/// `line 77: add Accounts to Windows-Groups of "Accounts over VPN"`; several edits joined by `; `. Lines of the site's
/// own file have no file name: `main_file`.
std::string edits_text(const Proposal& proposal, const EditPlaces& places, const Sources& sources,
                       std::uint32_t main_file);

/// `no other account`, `+3 accounts: emil, gerd, ida`, `-1 account: hugo`
std::string others_text(const SideEffects& others);

}  // namespace rapsim
