"""Source keys: what the tables of the program, src, grammar and scenarios cite must be explained in docs/."""
import json
import re

# How sources are written: a key is the part that docs/sources.md has in the first column of a table.
SHAPES = [
    (re.compile(r"\bRFC (\d+)(?: [\d.]+)?"), lambda found: f"RFC {found.group(1)}"),
    (re.compile(r"\b(?:MS )?KB ?(\d{6,7})\b"), lambda found: f"KB{found.group(1)}"),
    (re.compile(r"\b([a-z]{2}\d{5,6})\b"), lambda found: found.group(1)),
    (re.compile(r"\b(MS-[A-Z]{3,5})\b(?! [A-Z][a-z])(?:(?: [\d.]+)| notes? \d+)?"), lambda found: found.group(1)),
    (re.compile(r"\bsemantics (\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?\b)*)"), lambda found: "semantics " + found.group(1)),
    (re.compile(r"\b(G-\d+)\b"), lambda found: found.group(1)),
    (re.compile(r"\bwin32 (Nps|RRAS|ADSchema)\b(?: [\w-]+)?"), lambda found: f"win32 {found.group(1)}"),
    (re.compile(r"\b([A-Z]+_[A-Z_]+\d*)\b"), lambda found: found.group(1)),
    (re.compile(r"\b(nps-[\w-]+\.md)"), lambda found: found.group(1)),
    (re.compile(r"\b(FreeRADIUS) dictionary\.\w+"), lambda found: "FreeRADIUS"),
    (re.compile(r"\bTechNet\b|\bMS\b(?= [a-z]{2}\d)"), lambda found: None),
    (re.compile(r"\b([A-Z][A-Z0-9]{1,})\b(?: \d+(?:, \d+)*)?"), lambda found: found.group(1)),
]
# A text of a table that is nothing but a citation.
CITATION = re.compile(r'"((?:SEED|TechNet [a-z]|MS [a-z]{2}\d|(?:MS )?KB ?\d|MS-R[A-Z]+ \d|semantics \d|RASERR \d|RFC \d)[^"]*)"')
# Words in capitals that are not sources.
WORDS = {"MS", "CHAP", "PAP", "EAP", "NPS", "RRAS", "IAS", "TLS", "MPPE", "SSTP", "VPN", "NT", "SID", "UTC", "GRE", "TCP", "UDP",
         "PPTP", "L2TP", "SPAP", "URL", "DC", "GC", "NULL", "MATCH", "AP", "LAN", "MD5",
         "PPP", "RADIUS", "NAS"}
# Remarks that say that there is no source.
REMARKS = re.compile(r"no source says|no Microsoft page|rapsim's choice|inferred|its text says|symbol and setting|its page says|"
                     r"unverified|decided outside|a test\b|^$")


def keys_in(text):
    """(the keys, what is left of the text without them)"""
    keys, rest = [], text
    for shape, key_of in SHAPES:
        for found in shape.finditer(rest):
            key = key_of(found)
            if key is not None and key.startswith("semantics "):
                keys += ["semantics " + number for number in re.findall(r"\d+(?:\.\d+)?", key)]
            elif key is not None and key not in WORDS:
                keys.append(key)
        rest = shape.sub(" ", rest)
    return keys, rest


def cited(root, program):
    """(where, key or text) of everything that is cited as a source."""
    for where, text in source_texts(root, program):
        # `semantics 4.5, 7.2` is two sections; other numbers belong to the source before them.
        keys, _ = keys_in(text)
        if not keys and not REMARKS.search(text):
            yield where, text
        for key in keys:
            yield where, key
    for file in tree(root):
        text = file.read_text(errors="replace")
        for number, line in enumerate(text.split("\n"), 1):
            for found in re.finditer(r"\bsemantics \d+(?:\.\d+)?(?:, \d+\.\d+)*|\bG-\d+\b", line):
                for key in keys_in(found.group(0))[0]:
                    yield f"{file.relative_to(root)}:{number}", key


def tree(root):
    for folder in ("src", "grammar", "scenarios", "policies"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in (".cpp", ".hpp", ".ebnf", ".yaml"):
                yield file


def source_texts(root, program):
    tables = [("attributes", ["attributes", "--all"]), ("causes", ["causes"]), ("readings", ["readings"]), ("reasons", ["reasons"]),
              ("errors", ["errors"]), ("enumerations", ["attributes", "--enumerations"]), ("findings", ["check", "--list"])]
    for name, words in tables:
        for text in sources_of(json.loads(program.output(*words, "--format", "json"))):
            yield f"rapsim {' '.join(words)}", text
    for stage in program.schemas["suite"].document["definitions"]["stage"]["enum"]:
        for text in sources_of(program.doc([stage])):
            yield f"rapsim doc {stage}", text
    for file in tree(root):
        if file.suffix not in (".cpp", ".hpp"):
            continue
        for number, line in enumerate(file.read_text().split("\n"), 1):
            for text in re.findall(r'\.source = "([^"]*)"', line) + CITATION.findall(line):
                yield f"{file.relative_to(root)}:{number}", text


def sources_of(value):
    """Each `source` of a document of JSON, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("source", "filled-in-source") and isinstance(inner, str):
                yield inner
            else:
                yield from sources_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sources_of(inner)


def explained(pages):
    """The keys that docs/sources.md and docs/semantics.md and docs/unknown.md explain."""
    keys = set()
    for page in pages:
        if page.name == "docs/sources.md":
            for line in page.lines:
                if line.startswith("| "):
                    keys |= set(re.findall(r"`([^`]+)`", line.split(" | ")[0]))
        if page.name == "docs/semantics.md":
            keys |= {found.group(1) for line in page.lines if (found := re.match(r"\| (E\d+) \|", line))}
            keys |= {"semantics " + found.group(1) for _, text in page.headings if (found := re.match(r"(\d+(?:\.\d+)?)\.? ", text))}
        if page.name == "docs/unknown.md":
            for line in page.lines:
                keys |= set(re.findall(r"^\| (G-\d+) \|", line))
    return keys


def problems(root, program, pages):
    known, seen, out = explained(pages), set(), []
    for where, key in cited(root, program):
        if key not in known and key not in seen:
            seen.add(key)
            out.append(f"{where}: the source `{key}` is explained neither in docs/sources.md nor in docs/semantics.md or docs/unknown.md")
    return out
