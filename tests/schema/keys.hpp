// Which keys of a schema are in a document.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace schema_test {

/// Keys as "NAME: DESCRIPTION", which together tell the row of the table that the key is made of: an attempt is in
/// several places of a suite, and its rows are the same ones in all of them. Names of attributes are no keys.
using Keys = std::set<std::string>;

Keys keys_of(const nlohmann::json& schema);
/// Adds those that the document has. It must be valid.
void add_used(const nlohmann::json& schema, const nlohmann::json& document, Keys& used);

}  // namespace schema_test
