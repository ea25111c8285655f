// JSON Schemas of the formats, made of the tables that load and print them. Draft-07: the language server of YAML that
// editors use, and the validators of every language, know it; later drafts only some of them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rapsim {

struct SchemaRow {
  std::string_view name;     // `site`: of the command's argument and of the file that is installed
  std::string_view format;   // what it describes: `rapsim/site/1`
  std::string_view summary;  // one line, for people
  std::string (*text)();     // the schema as JSON, with an end of line
};

/// Every schema, in the order in which they are listed.
std::span<const SchemaRow> schemas();
const SchemaRow* find_schema(std::string_view name);

}  // namespace rapsim
