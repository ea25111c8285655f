// Causes behind a symptom, as text or JSON.
#pragma once

#include <string>

#include "diagnose/why.hpp"
#include "report/text/style.hpp"

namespace rapsim {

/// What was asked, for the head of the report: `the client shows 721`.
std::string symptom_text(const Symptom& symptom);
/// `setup` is that of the site as written.
std::string render_why(const Setup& setup, const Symptom& symptom, const Diagnosis& diagnosis, bool verbose,
                       Style style);
std::string why_json(const Symptom& symptom, const Diagnosis& diagnosis);

}  // namespace rapsim
