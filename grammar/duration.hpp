// Durations with a unit: `90s`, `30m`, `8h`, `2d`, `1h30m`. A bare number is an error that asks for the unit.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

/// At most 10 000 days. Units s, m (or min), h, d, w, larger before smaller, each once. Errors: R206.
std::optional<std::chrono::seconds> parse_duration(std::string_view text, SyntaxError& error);

/// A short text that parse_duration reads back, units that are zero left out: `8h`, `1h30m`, `0s`.
std::string to_text(std::chrono::seconds duration);

}  // namespace rapsim::grammar
