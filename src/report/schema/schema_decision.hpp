// The schema of rapsim/decision/1. Inside src/report only.
#pragma once

#include "report/schema/schema_json.hpp"

namespace rapsim {

Json decision_schema(SchemaWriter& writer);

}  // namespace rapsim
