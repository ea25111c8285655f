#include "report/schema/schema_files.hpp"

#include "model/attempt/attempt_document.hpp"
#include "model/load/load.hpp"
#include "report/schema/schema_decision.hpp"
#include "report/schema/schema_json.hpp"
#include "suite/load/suite_shape.hpp"
#include "suite/suite.hpp"

namespace rapsim {
namespace {

std::string text_of(std::string_view name, const Shape& shape) {
  const SchemaRow& row = *find_schema(name);
  SchemaWriter writer;
  const Json root = writer.schema_of(shape);
  return std::move(writer).document(row.format, row.summary, root);
}

std::string decision_text() {
  const SchemaRow& row = *find_schema("decision");
  SchemaWriter writer;
  const Json root = decision_schema(writer);
  return std::move(writer).document(row.format, row.summary, root);
}

constexpr SchemaRow kSchemas[] = {
    {"site", kSiteFormat, "a site: everything that a decision depends on; also a file that a site includes",
     [] { return text_of("site", site_shape()); }},
    {"suite", kSuiteFormat, "a suite: scenarios over a site, each with what it expects",
     [] { return text_of("suite", suite_shape()); }},
    {"attempt", "rapsim attempt", "the fields of one connection attempt, as `rapsim explain --attempt` reads them",
     [] { return text_of("attempt", attempt_shape(false)); }},
    {"decision", kDecisionFormat, "a decision with its explanation, as `rapsim explain --format json` prints it",
     decision_text},
};

}  // namespace

std::span<const SchemaRow> schemas() { return kSchemas; }

const SchemaRow* find_schema(std::string_view name) {
  for (const SchemaRow& row : kSchemas)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace rapsim
