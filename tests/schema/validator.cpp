#include "tests/schema/validator.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace schema_test {

using valijson::adapters::NlohmannJsonAdapter;

struct Validator::Parts {
  valijson::Schema schema{};
  valijson::Validator validator{valijson::Validator::kStrongTypes};  // it keeps the patterns that it has compiled
};

Validator::Validator(const nlohmann::json& schema) : parts_(std::make_unique<Parts>()) {
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  const NlohmannJsonAdapter adapter(schema);
  parser.populateSchema(adapter, parts_->schema);
}

Validator::~Validator() = default;

bool Validator::accepts(const nlohmann::json& value) const {
  return parts_->validator.validate(parts_->schema, NlohmannJsonAdapter(value), nullptr);
}

std::string Validator::problems_of(const nlohmann::json& value) const {
  valijson::ValidationResults results;
  if (parts_->validator.validate(parts_->schema, NlohmannJsonAdapter(value), &results)) return {};
  std::string out;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) out += step;
    out += ": " + error.description + "\n";
  }
  return out.empty() ? "refused" : out;
}

}  // namespace schema_test
