#include "import/nps_export.hpp"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "base/text.hpp"

namespace rapsim {
namespace {

using pugi::xml_node;

constexpr std::string_view kHowToExport =
    "`Export-NpsConfiguration -Path FILE`, or `netsh nps export filename=FILE exportPSK=NO`, writes one";

/// pugixml needs some fifty bytes a node: a text of nothing but tags would need many times its size.
constexpr std::size_t kMostNodes = 4'000'000;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// XML 1.0 2.2: of the control characters only tab and line ends, also as references.
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return is_control(c) && c != '\t' && c != '\n' && c != '\r'; });
}

std::string_view problem_of(pugi::xml_parse_status status) {
  switch (status) {
    case pugi::status_bad_pi:
      return "a processing instruction, `<?...?>`, that does not end, or `<%` of a template that was not filled in";
    case pugi::status_bad_comment:
      return "a comment that does not end";
    case pugi::status_bad_cdata:
      return "a CDATA section that does not end";
    case pugi::status_bad_attribute:
      return "an attribute that is not `name=\"value\"`";
    case pugi::status_bad_start_element:
    case pugi::status_unrecognized_tag:
      return "a `<` that does not begin an element";
    case pugi::status_bad_end_element:
    case pugi::status_end_element_mismatch:
      return "an end tag that does not fit the element before it";
    case pugi::status_no_document_element:
      return "no element at all";
    default:
      return "not well-formed XML";
  }
}

/// Reads one export. The first problem ends it: half of a policy server decides otherwise than the whole.
class ExportReader {
 public:
  ExportReader(const ImportText& text, Diagnostics& diags) : text_(text), diags_(diags) { out_.file = text.file; }

  std::optional<NpsExport> read() {
    pugi::xml_document document;
    if (!parse(document)) return std::nullopt;
    const xml_node root = document.document_element();
    if (root.name() != std::string_view("Root") || root.next_sibling()) {
      refuse_root(document);
      return std::nullopt;
    }
    const xml_node service = section(section(root, "Children"), "Microsoft_Internet_Authentication_Service");
    const xml_node parts = section(service, "Children");
    if (!parts) return std::nullopt;
    read_version(root.child("Children").child("Version"));
    read_policies(parts);
    read_protocols(parts);
    for (const xml_node group : parts.child("RADIUS_Server_Groups").child("Children").children())
      if (is_element(group)) read_server_group(group);
    for (const xml_node handler : parts.child("RequestHandlers").child("Children").children())
      if (handler.name() == std::string_view("Microsoft_NT_SAM_Authentication")) out_.provider = object_of(handler);
    read_registry(root.child("registryKeys"));
    if (diags_.has_errors()) return std::nullopt;
    return std::move(out_);
  }

 private:
  static bool is_element(xml_node node) { return node.type() == pugi::node_element; }

  [[nodiscard]] Span span_of(xml_node node) const {
    const std::ptrdiff_t offset = node.offset_debug();
    return text_.span_at(offset < 0 ? 0 : static_cast<std::size_t>(offset), std::string_view(node.name()).size());
  }

  bool parse(pugi::xml_document& document) {
    const std::string& bytes = text_.bytes;
    for (const std::string_view word : {"<!DOCTYPE", "<!ENTITY"}) {
      if (const std::size_t at = bytes.find(word); at != std::string::npos) {
        diags_.error(code("R601"), text_.span_at(at, word.size()), "a document type: no export has one");
        return false;
      }
    }
    const auto nodes = static_cast<std::size_t>(
        std::count_if(bytes.begin(), bytes.end(), [](char c) { return c == '<' || c == '='; }));
    if (nodes > kMostNodes) {
      diags_.error(code("R104"), text_.span_at(0),
                   "more than " + std::to_string(kMostNodes) + " elements and attributes: no export has so many");
      return false;
    }
    const pugi::xml_parse_result result =
        document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default, pugi::encoding_utf8);
    if (result) return true;
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0));
    const bool is_cut_off = result.status != pugi::status_no_document_element && offset + 1 >= bytes.size();
    if (result.status == pugi::status_no_document_element)
      diags_.error(code("R602"), text_.span_at(0), "expected an export of NPS, found no XML",
                   std::string(kHowToExport));
    else
      diags_.error(
          code("R601"), text_.span_at(offset),
          is_cut_off ? "the file ends inside an element: it is cut off" : std::string(problem_of(result.status)),
          is_cut_off ? "export or copy it again" : "");
    return false;
  }

  void refuse_root(const pugi::xml_document& document) {
    const xml_node root = document.document_element();
    const std::string name = root.name();
    const bool is_fragment = name == "Root" || name == "Clients" || name == "NetworkPolicy" ||
                             name == "RadiusProfiles" || name == "Proxy_Policies" || name == "Proxy_Profiles";
    diags_.error(code("R602"), span_of(root),
                 is_fragment ? "a part of an export of NPS: the whole file is needed, whose root element is `Root`"
                             : "expected an export of NPS, whose root element is `Root`, found `" + name + "`",
                 std::string(kHowToExport));
  }

  /// R604 for one that is missing.
  xml_node section(xml_node parent, const char* name) {
    const xml_node found = parent.child(name);
    if (parent && !found)
      diags_.error(code("R604"), span_of(parent), "no `" + std::string(name) + "` in `" + parent.name() + "`",
                   "the whole export is needed");
    return found;
  }

  void read_version(xml_node node) {
    if (!node) return;
    out_.version_where = span_of(node);
    out_.version = number_in<std::uint32_t>(trimmed(node.child_value())).value_or(0);
  }

  void read_policies(xml_node parts) {
    struct Row {
      const char* name;
      std::vector<NpsObject> NpsExport::*into;
    };
    for (const Row& row :
         {Row{"NetworkPolicy", &NpsExport::policies}, Row{"RadiusProfiles", &NpsExport::profiles},
          Row{"Proxy_Policies", &NpsExport::request_policies}, Row{"Proxy_Profiles", &NpsExport::request_profiles}})
      if (const xml_node list = section(parts, row.name)) read_objects(list, out_.*row.into);
  }

  void read_protocols(xml_node parts) {
    const xml_node radius = parts.child("Protocols").child("Children").child("Microsoft_Radius_Protocol");
    if (!radius)
      return diags_.error(code("R604"), span_of(parts), "no `Microsoft_Radius_Protocol`, which has the RADIUS clients",
                          "the whole export is needed");
    out_.radius = object_of(radius);
    if (const xml_node clients = section(section(radius, "Children"), "Clients")) read_objects(clients, out_.clients);
    read_objects(radius.child("Children").child("Vendors"), out_.vendors);
  }

  void read_objects(xml_node list, std::vector<NpsObject>& into) {
    for (const xml_node node : list.child("Children").children())
      if (is_element(node)) add(object_of(node), into);
  }

  /// R604 for a second one of the name: which of them counts, nothing says.
  void add(NpsObject object, std::vector<NpsObject>& into) {
    if (object.name.empty() || std::any_of(object.name.begin(), object.name.end(), is_control))
      return diags_.error(code("R604"), object.where,
                          "an element without a `name`, or one of characters that no name has");
    if (const auto [at, is_new] = names_[&into].try_emplace(lowered(object.name), object.where.line); !is_new)
      return diags_.error(code("R604"), object.where,
                          "`" + object.name + "` is also the name of the one in line " + std::to_string(at->second));
    into.push_back(std::move(object));
  }

  NpsObject object_of(xml_node node) {
    NpsObject out{.name = std::string(trimmed(node.attribute("name").value())), .where = span_of(node)};
    for (const xml_node property : node.child("Properties").children()) {
      if (!is_element(property)) continue;
      const std::string_view value = is_secret_property(property.name()) ? "" : property.text().get();
      if (has_control(value))
        diags_.error(code("R601"), span_of(property), "a control character, which XML does not allow");
      out.properties.push_back({property.name(), std::string(trimmed(value)), span_of(property)});
    }
    return out;
  }

  void read_server_group(xml_node node) {
    NpsServerGroup group{.group = object_of(node)};
    for (const xml_node list : node.child("Children").children())
      for (const xml_node server : list.child("Children").children())
        if (is_element(server)) group.servers.push_back(object_of(server));
    add(group.group, server_group_names_);
    out_.server_groups.push_back(std::move(group));
  }

  void read_registry(xml_node keys) {
    for (const xml_node key : keys.children())
      for (const xml_node value : key.children())
        if (is_element(value))
          out_.registry.push_back({key.attribute("keyName").value(), value.attribute("name").value(),
                                   value.attribute("value").value(), span_of(value)});
  }

  const ImportText& text_;
  Diagnostics& diags_;
  NpsExport out_;
  std::vector<NpsObject> server_group_names_;
  std::map<const void*, std::map<std::string, std::uint32_t>> names_;
};

}  // namespace

const NpsProperty* NpsObject::find(std::string_view property) const {
  const auto found =
      std::find_if(properties.begin(), properties.end(), [&](const NpsProperty& one) { return one.name == property; });
  return found == properties.end() ? nullptr : &*found;
}

std::vector<const NpsProperty*> NpsObject::all(std::string_view property) const {
  std::vector<const NpsProperty*> out;
  for (const NpsProperty& one : properties)
    if (one.name == property) out.push_back(&one);
  return out;
}

bool is_secret_property(std::string_view name) {
  const std::string word = lowered(name);
  for (const std::string_view part : {"secret", "password", "psk", "passphrase"})
    if (word.find(part) != std::string::npos && word.find("guid") == std::string::npos) return true;
  return false;
}

std::optional<NpsExport> read_nps_export(const ImportText& text, Diagnostics& diags) {
  return ExportReader(text, diags).read();
}

}  // namespace rapsim
