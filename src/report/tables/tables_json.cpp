// Tables as JSON: every field of every record.
#include <nlohmann/json.hpp>

#include "report/tables/tables.hpp"

namespace rapsim {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Record& record);

Json json_of(const RecordValue& value) {
  return std::visit(
      [](const auto& held) -> Json {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          return nullptr;
        } else if constexpr (std::is_same_v<Held, std::vector<Record>>) {
          Json list = Json::array();
          for (const Record& record : held) list.push_back(json_of(record));
          return list;
        } else {
          return Json(held);
        }
      },
      value);
}

Json json_of(const Record& record) {
  Json out = Json::object();
  if (!record.kind.empty()) out["what"] = std::string(record.kind);
  for (const RecordField& field : record.fields) out[std::string(field.name)] = json_of(field.value);
  return out;
}

}  // namespace

std::string render_json(const Table& table) {
  const std::string name(table.name);
  Json out;
  out["format"] = "rapsim/" + name + "/1";
  out["program"] = {{"name", "rapsim"}, {"version", RAPSIM_VERSION}};
  out[name] = Json::array();
  for (const Record& record : table.records) out[name].push_back(json_of(record));
  // Invalid UTF-8 can only come from a command line; it is shown as U+FFFD.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rapsim
