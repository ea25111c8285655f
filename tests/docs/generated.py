"""What the generated parts of pages hold: tables made of the program's own tables, schemas and help."""
import re

from pages import anchor


class Unknown(Exception):
    """A generated part that has a wrong name or words."""


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return lines + ["| " + " | ".join(cell(text) for text in row) + " |" for row in rows]


def keys(program, pages, words):
    """keys SCHEMA PATH... [minus PATH...] [from PREFIX]: the keys at and below the paths; PREFIX is not repeated."""
    schema_name, *rest = words
    bases, minus, prefix = arguments(rest)
    rows = key_rows(program, schema_name, bases, minus)
    has_default = any(row.left_out or row.is_required for row in rows)
    out = []
    for row in rows:
        if row.path == prefix:
            continue
        name = row.path.removeprefix(prefix + "[]").removeprefix(prefix).removeprefix(".")
        left_out = "required" if row.is_required and schema_name != "decision" else row.left_out
        out.append([f"`{name}`", row.value, row.meaning] + ([left_out] if has_default and schema_name != "decision" else []))
    heads = ["key", "value", "meaning"] + (["left out"] if has_default and schema_name != "decision" else [])
    return table(heads, out)


def arguments(words):
    """Paths, paths after `minus`, and the prefix after `from`."""
    prefix = words[words.index("from") + 1] if "from" in words else ""
    words = words[:words.index("from")] if "from" in words else words
    at = words.index("minus") if "minus" in words else len(words)
    return words[:at], words[at + 1:], prefix


def key_rows(program, schema_name, bases, minus):
    schema = program.schemas.get(schema_name)
    if schema is None:
        raise Unknown(f"unknown schema `{schema_name}`")
    out = []
    for base in bases or [""]:
        rows = list(schema.rows.values()) if base == "" else schema.below(base)
        if not rows:
            raise Unknown(f"no key `{base}` in the schema {schema_name}")
        out += rows
    gone = {row.path for path in minus for row in schema.below(path)}
    return [row for row in out if row.path not in gone]


def listed_keys(program, page):
    """(schema, path, line) of each key that the tables of a page list."""
    for part in page.generated:
        name, *words = part.what.split()
        if name == "keys":
            bases, minus, prefix = arguments(words[1:])
            for row in key_rows(program, words[0], bases, minus):
                if row.path != prefix:
                    yield words[0], row.path, part.line


def commands(program, pages, words):
    return table(["command", "does"],
                 [[f"[`rapsim {name}`](commands.md#rapsim-{name})", text] for name, text in program.commands.items()])


COMMON = ("--color", "--quiet", "--verbose")


def command(program, pages, words):
    """command NAME: usage, options and examples. Fields of an attempt are options of several commands: one table."""
    name = words[0]
    if name not in program.commands:
        raise Unknown(f"unknown command `{name}`")
    fields = attempt_options(program)
    out = [f"`{program.usage[name].replace('[OPTIONS]', '[OPTIONS]')}`: {program.commands[name]}.", ""]
    rows = [[f"`{option.name}`", takes(option), option.meaning] for option in program.options[name]
            if option.name not in COMMON and option.name not in fields]
    if rows:
        out += table(["option", "takes", "meaning"], rows) + [""]
    if any(option.name in fields for option in program.options[name]):
        out += ["It also takes the [options of an attempt](#options-of-an-attempt).", ""]
    return out + ["Examples:", "", "```sh", *program.examples[name], "```"]


def takes(option):
    words = re.match(r"WORD:\{(.+)\}$", option.takes)
    return ", ".join(f"`{word}`" for word in words.group(1).split(",")) if words else (f"`{option.takes}`" if option.takes else "")


def attempt_options(program):
    """Options that `explain`, `who` and `why` have in common: they say what is tried."""
    common = set.intersection(*({option.name for option in program.options[name]} for name in ("explain", "who", "why")))
    return common - set(COMMON) - {"--format"}


def options(program, pages, words):
    """options attempt|common"""
    names = attempt_options(program) if words == ["attempt"] else COMMON
    return table(["option", "takes", "meaning"],
                 [[f"`{option.name}`", takes(option), option.meaning] for option in program.options["explain"] if option.name in names])


def attributes(program, pages, words):
    """The attributes that conditions test."""
    rows = [row for row in program.attributes if row["condition-of"] and row["condition-of"] != ["nothing"]]
    return table(["attribute", "number", "meaning", "in"],
                 [[f"`{row['name']}`", row["id"], row["summary"], "; ".join(row["condition-of"])] for row in rows])


def causes(program, pages, words):
    out = []
    for row in program.rows("causes", "causes"):
        reason = "" if row["reason"] is None else row["reason"]
        out.append([f"`{row['id']}`", row["title"], row["fix"] or "", ", ".join(row["stages"] or []), reason])
    return table(["cause", "what it is", "fix", "stage", "reason code"], out)


def findings(program, pages, words):
    return table(["id", "level", "meaning"],
                 [[f"`{row['id']}`", row["level"], row["meaning"]] for row in program.rows("findings", "check", "--list")])


def gaps(program, pages, words):
    return table(["mark", "question", "what rapsim does"], [[row["mark"], row["question"], row["built"]] for row in program.gaps])


def readings(program, pages, words):
    return table(["reading", "question", "by default", "with `true`"],
                 [[f"`{row['name']}`", row["gap"], row["by-default"], row["with-true"]] for row in program.rows("readings", "readings")])


def stages(program, pages, words):
    out = []
    for word in program.schemas["suite"].document["definitions"]["stage"]["enum"]:
        for row in program.doc([word]):
            if row["what"] == "stage":
                out.append([f"`{row['name']}`", row["summary"], section_links(pages, row["source"])])
    return table(["stage", "what it looks at", "where"], out)


def section_links(pages, source):
    """`semantics 6.1, 6.2` with a link for each number."""
    headings = [text for page in pages if page.name == "docs/semantics.md" for _, text in page.headings]

    def link(found):
        number = found.group(0)
        heading = next((text for text in headings if re.match(re.escape(number) + r"\.? ", text)), "")
        return f"[{number}](#{anchor(heading)})"

    return re.sub(r"\d+(?:\.\d+)?", link, source.removeprefix("semantics "))


def codes(program, pages, words):
    text = program.root.joinpath("src/base/codes.hpp").read_text()
    return table(["code", "meaning"], [[f"`{code}`", meaning] for code, meaning in re.findall(r'\{"(R\d+)", "([^"]+)"\}', text)])


def exit_statuses(program, pages, words):
    text = program.root.joinpath("src/cli/commands.cpp").read_text().split("kExitStatuses[] = {", 1)[1].split("};", 1)[0]
    rows = re.findall(r'\{\s*"([^"]+)",\s*((?:"[^"]*"\s*)+)\}', text)
    return table(["status", "when"], [[status, "".join(re.findall(r'"([^"]*)"', meaning))] for status, meaning in rows])


def index(program, pages, words):
    """Every key, option and finding, with the page that has it."""
    out = []
    for page in pages:
        for schema, path, line in listed_keys(program, page):
            heading = page.heading_before(line)
            out.append((path, f"`{path}`", f"key of a{'n' if schema == 'attempt' else ''} {schema}", page.name.removeprefix("docs/"), heading))
    for name in program.commands:
        out.append((name, f"`rapsim {name}`", "command", "commands.md", f"rapsim {name}"))
        for option in program.options[name]:
            if option.name not in COMMON and option.name not in attempt_options(program):
                out.append((option.name, f"`{option.name}`", f"option of `rapsim {name}`", "commands.md", f"rapsim {name}"))
    out += [(name, f"`{name}`", "option of an attempt", "commands.md", "Options of an attempt") for name in attempt_options(program)]
    out += [(name, f"`{name}`", "option of every command", "commands.md", "Options of every command") for name in COMMON]
    out.sort(key=lambda row: (row[0].lstrip("-").lower(), row[2], row[3]))
    return table(["name", "what", "where"], [[name, what, f"[{page}](#)".replace("(#)", f"({page}#{anchor(heading)})")]
                                             for _, name, what, page, heading in out])


KINDS = {"keys": keys, "commands": commands, "command": command, "options": options, "attributes": attributes, "causes": causes,
         "findings": findings, "gaps": gaps, "readings": readings, "stages": stages, "codes": codes,
         "exit-statuses": exit_statuses, "index": index}


def lines_of(program, pages, what):
    name, *words = what.split()
    if name not in KINDS:
        raise Unknown(f"unknown generated part `{name}`; known: {', '.join(KINDS)}")
    return KINDS[name](program, pages, words)
