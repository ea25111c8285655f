"""The keys of a JSON Schema of rapsim as rows: path, value, meaning, and what a key that is left out means."""
import json
from dataclasses import dataclass

# Definitions whose name says more to people than what they consist of.
NAMED = {
    "duration": "a duration like `8h` or `30m`",
    "time": "a time like `2003-11-03T20:15`",
    "sid": "a SID like `S-1-5-21-1-2-3-1141`",
    "names": "a name, or a list of names",
    "some-names": "a name, or a list of names",
    "schedule": "a schedule like `Mon-Fri 07:00-19:00`",
    "patterns": "a pattern, or a list of patterns",
    "method": "a method like `MS-CHAP-v2`",
    "methods": "a method like `MS-CHAP-v2`, or a list",
    "place": "a place: `file`, `line`, `column`; or `null`",
    "cause": "an id of [causes.md](causes.md)",
    "reason": "a reason code",
    "check": "a name of `rapsim doc constraints`",
    "stage": "a stage of [semantics.md](semantics.md)",
    "eap-result": "`success`, or a reason code of EAP or certificates",
    "basis": "`documented`, `inferred`, `unverified` or `disputed`",
}


@dataclass
class Row:
    path: str
    value: str
    meaning: str
    left_out: str
    is_required: bool
    is_group: bool  # a map whose keys have rows of their own


class Schema:
    """`listed_elsewhere`: sets of names, like the fields of an attempt; a map with several of one set is skipped but for
    its other keys, because a table of its own lists the set."""

    def __init__(self, document, listed_elsewhere=()):
        self.document, self.listed_elsewhere = document, [set(names) for names in listed_elsewhere]
        self.rows, self.shown, self.values = {}, {}, {}
        self.walk_properties(document, "")

    def resolve(self, node):
        if "$ref" not in node:
            return node
        return self.document["definitions"][node["$ref"].rsplit("/", 1)[1]]

    def walk_properties(self, node, prefix):
        """The keys of a map, or of each map that `node` may be."""
        required = set(node.get("required", []))
        properties = node.get("properties", {})
        names = [name for name in properties if not properties[name].get("doNotSuggest")]
        skipped = set().union(*(known for known in self.listed_elsewhere if len(known & set(names)) > 5))
        for name in names:
            if name not in skipped:
                self.add(prefix + name, properties[name], name in required)
        if isinstance(node.get("additionalProperties"), dict):
            self.walk_elements(node["additionalProperties"], prefix + "NAME")
        for part in node.get("anyOf", []):
            self.walk_properties(self.resolve(part), prefix)

    def walk_value(self, node, path):
        """What is inside of a value: the keys of a map, those of the elements of a list."""
        resolved = self.resolve(node)
        if resolved.get("type") == "array" or "items" in resolved:
            self.walk_elements(resolved["items"], path + "[]")
            return
        for part in resolved.get("anyOf", []):
            if "items" in self.resolve(part):
                self.walk_value(part, path)
        self.walk_properties(resolved, path + ".")

    def walk_elements(self, node, path):
        """What each element of a list or of a map by name is; equal ones are described where they occur first."""
        name = node.get("$ref", "").rsplit("/", 1)[-1]
        if not self.has_keys(node):
            return
        if name in self.shown:
            row = self.rows.get(path.removesuffix("[]").removesuffix(".NAME"))
            if row and self.shown[name] != path:
                row.value += f", each as `{self.shown[name]}`"
            return
        if name:
            self.shown[name] = path
        self.walk_value(node, path)

    def has_keys(self, node, depth=0):
        """Whether it is a map, or a list of maps, whose keys are rows."""
        node = self.resolve(node)
        inner = node.get("anyOf", []) + ([node["items"]] if "items" in node else [])
        return "properties" in node or (depth < 3 and any(self.has_keys(part, depth + 1) for part in inner))

    def add(self, path, node, is_required):
        meaning, _, left_out = node.get("description", "").partition("; left out: ")
        name = node.get("$ref", "").rsplit("/", 1)[-1]
        if name in self.shown and self.has_keys(node):
            if path != self.shown[name]:
                self.rows.setdefault(path, Row(path, f"as `{self.shown[name]}`", meaning, left_out, is_required, False))
            return
        if name and self.has_keys(node):
            self.shown[name] = path
        self.values.setdefault(path, [])
        self.values[path] += [value for value in self.resolve(node).get("enum", []) if value not in self.values[path]]
        if path not in self.rows:
            self.rows[path] = Row(path, self.value_of(node), meaning, left_out, is_required, False)
        elif self.values[path]:
            self.rows[path].value = names_of(self.values[path])  # one of several maps that the value may be has it, too
        before = len(self.rows)
        self.walk_value(node, path)
        if len(self.rows) > before:
            self.rows[path].is_group = True
            self.rows[path].value = self.rows[path].value.replace("a text", "a map")

    def value_of(self, node):
        name = node.get("$ref", "").rsplit("/", 1)[-1]
        if name in NAMED:
            return NAMED[name]
        node = self.resolve(node)
        if "const" in node:
            return f"`{node['const']}`"
        if "enum" in node:
            return names_of(node["enum"])
        if "anyOf" in node:
            return self.value_of_any(node["anyOf"])
        kind, pattern = node.get("type"), node.get("pattern", "")
        if kind == "boolean":
            return "`true` or `false`"
        if kind == "array":
            if self.has_keys(node["items"]):
                return "a list of maps"
            return "a list: " + self.value_of(node["items"])
        if kind in ("object", ["object", "null"]) or "properties" in node:
            has_names = isinstance(node.get("additionalProperties"), dict)
            return "a map by name" if has_names and not node.get("properties") else "a map"
        if "integer" in (kind if isinstance(kind, list) else [kind]):
            if "maximum" in node:
                return f"a number, {node['minimum']} to {node['maximum']}"
            return "a number"
        if "(/[0-9]+)?$" in pattern:
            return "an address, or a network like `10.0.0.0/24`"
        if pattern.startswith("^[0-9]{1,3}([.]"):
            return "an IPv4 address"
        if pattern == "[0-9].*[.]":
            return "a range like `172.16.5.1-172.16.5.30`"
        if pattern.startswith("^[0-9]{4}-[0-9]{2}-[0-9]{2}"):
            return "a date like `2026-12-31`"
        return "`null`" if kind == "null" else "a text"

    def value_of_any(self, parts):
        """Spellings in other case and numbers of names are left out, and the words that every key takes."""
        resolved = [(part, self.resolve(part)) for part in parts]
        has_names = any("enum" in node and node["enum"] != ["unknown"] for _, node in resolved)
        texts = []
        for part, node in resolved:
            if node.get("enum") == ["unknown"] or node.get("type") == "null":
                continue
            if has_names and (node.get("type") == "integer" or "pattern" in node):
                continue
            text = "or a list" if "items" in node and texts else self.value_of(part)
            if text not in texts:
                texts.append(text)
        return ", ".join(text if text.startswith("or ") or at == 0 else "or " + text for at, text in enumerate(texts))

    def below(self, base):
        """The row of a path and those of all below it."""
        return [row for path, row in self.rows.items() if path == base or path.startswith((base + ".", base + "["))]


def names_of(values):
    texts = [f"`{value if isinstance(value, str) else json.dumps(value)}`" for value in values]
    if len(texts) > 12:
        return ", ".join(texts[:6]) + f", ... ({len(texts)} names)"
    if len(texts) == 1:
        return texts[0]
    return ", ".join(texts[:-1]) + " or " + texts[-1]
