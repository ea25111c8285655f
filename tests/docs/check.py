#!/usr/bin/env python3
"""Checks README.md, CONTRIBUTING.md and docs/: run by the test `documents`.

Commands that are shown run and print what is shown; generated parts are what they would be now; paths, links, options and
sources exist; each key, option, exit status, format and limit has its place.

usage: check.py ROOT RAPSIM [--update]
  --update   (or RAPSIM_UPDATE_GOLDEN=1) rewrites generated parts and outputs instead of reporting them; look at the diff
"""
import os
import re
import sys
from pathlib import Path

import examples
import generated
import limits
import sources
from pages import anchor, read_page, replaced
from program import COMMON_WORDS, Program

MOST_LINES_OF_README = 200


class Problems:
    def __init__(self):
        self.texts = []

    def add(self, page, line, text):
        self.texts.append(f"{page.name}:{line}: {text}")


def read_pages(root):
    names = ["README.md", "CONTRIBUTING.md"] + sorted(f"docs/{file.name}" for file in (root / "docs").glob("*.md"))
    return [read_page(name, (root / name).read_text()) for name in names]


def check_paths(root, page, problems):
    """Paths in code and targets of links exist."""
    top = {entry.name for entry in root.iterdir() if entry.name not in ("build", ".git")}
    base_names = {file.name for folder in ("src", "grammar", "tests") for file in (root / folder).rglob("*")}
    for line, text in page.spans:
        if re.fullmatch(r"[\w.*-]+(/[\w.*{},-]+)+/?", text) and text.split("/")[0] in top:
            if not is_there(root, text):
                problems.add(page, line, f"no such path: `{text}`")
        elif re.fullmatch(r"[\w*]+\.(cpp|hpp|ebnf|py)", text) and "NAME" not in text:
            pattern = re.compile(re.escape(text).replace(r"\*", ".*"))
            if not any(pattern.fullmatch(name) for name in base_names):
                problems.add(page, line, f"no such file in src, grammar or tests: `{text}`")
    folder = (root / page.name).parent
    for line, target in page.links:
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, part = target.partition("#")
        file = (folder / path).resolve() if path else root / page.name
        if not file.exists():
            problems.add(page, line, f"a link to nothing: {target}")
        elif part and file.suffix == ".md":
            if part not in {anchor(text) for _, text in read_page("", file.read_text()).headings}:
                problems.add(page, line, f"a link to a heading that is not there: {target}")


def is_there(root, text):
    """`NAME` in a path is for any name, `{a,b}` for each."""
    braces = re.search(r"\{([^}]*)\}", text)
    if braces:
        return all(is_there(root, text.replace(braces.group(0), part)) for part in braces.group(1).split(","))
    return any(root.glob(text.replace("NAME", "*").rstrip("/")))


def check_options(program, page, problems):
    """Options named in text exist in a command (or in the programs that build it)."""
    known = {option.name for options in program.options.values() for option in options} | COMMON_WORDS
    for line, text in page.spans:
        for option in re.findall(r"(?:^|\s)(--[a-z][\w-]*)", text):
            if option not in known:
                problems.add(page, line, f"no command has the option {option}")


def check_generated(program, pages, page, problems):
    updates = []
    for part in page.generated:
        try:
            lines = generated.lines_of(program, pages, part.what)
        except generated.Unknown as problem:
            problems.add(page, part.line - 1, str(problem))
            continue
        if lines != part.lines:
            problems.add(page, part.line, f"the generated part `{part.what}` differs: " + examples.first_difference(part.lines, lines))
            updates.append((part, lines))
    return updates


def check_complete(root, program, pages, problems):
    """What must have its place somewhere in the documents."""
    by_name = {page.name: page for page in pages}
    places = {}
    for page in pages:
        for schema, path, line in generated.listed_keys(program, page):
            places.setdefault((schema, path), []).append((page, line))
    for schema_name, schema in program.schemas.items():
        for path, row in schema.rows.items():
            is_shown = (schema_name, path) in places
            if row.is_group:  # the keys in it are enough
                is_shown = is_shown or any((schema_name, below.path) in places for below in schema.below(path))
            if not is_shown:
                problems.texts.append(f"docs: no table lists the key `{path}` of the schema {schema_name}")
    for (schema, path), where in places.items():
        if len(where) > 1:
            page, line = where[1]
            problems.add(page, line, f"the key `{path}` of the schema {schema} is in two tables, also in {where[0][0].name}")
    shown = {part.what for page in pages for part in page.generated}
    for name in program.commands:
        if f"command {name}" not in shown:
            problems.texts.append(f"docs/commands.md: no part `command {name}`")
    for what in ("commands", "options attempt", "options common", "attributes", "causes", "findings", "gaps", "readings", "stages",
                 "codes", "exit-statuses", "index"):
        if what not in shown:
            problems.texts.append(f"docs: no generated part `{what}`")
    contents = by_name["docs/README.md"]
    for page in pages:
        if page.name.startswith("docs/") and page is not contents:
            if not any(target.split("#")[0] == page.name.removeprefix("docs/") for _, target in contents.links):
                problems.add(contents, 1, f"the contents have no link to {page.name}")
    json_page = "\n".join(by_name["docs/json.md"].lines)
    for text in formats(root):
        if text not in json_page:
            problems.texts.append(f"docs/json.md: the format {text} is not described")
    problems.texts += limits.problems(root, "\n".join(by_name["docs/limits.md"].lines))
    if len(by_name["README.md"].lines) > MOST_LINES_OF_README + 1:
        problems.add(by_name["README.md"], MOST_LINES_OF_README, f"README has more than {MOST_LINES_OF_README} lines")


def formats(root):
    """Names of formats with their versions, as src writes them."""
    out = set()
    for file in (root / "src").rglob("*.[ch]pp"):
        out |= set(re.findall(r"rapsim/[a-z-]+/\d+", file.read_text()))
    return sorted(out)


def check(root, program, is_update):
    problems = Problems()
    pages = read_pages(root)
    for page in pages:
        for line, text in page.problems:
            problems.add(page, line, text)
        check_paths(root, page, problems)
        check_options(program, page, problems)
        found, updates = examples.check_page(root, program, page)
        for line, text in found:
            problems.add(page, line, text)
        updates += check_generated(program, pages, page, problems)
        if is_update and updates:
            (root / page.name).write_text(replaced(page, updates))
    check_complete(root, program, pages, problems)
    problems.texts += sources.problems(root, program, pages)
    return problems.texts


def main():
    words = [word for word in sys.argv[1:] if word != "--update"]
    if len(words) != 2:
        sys.exit(__doc__)
    root = Path(words[0]).resolve()
    program = Program(str(Path(words[1]).resolve()))
    program.root = root
    is_update = "--update" in sys.argv or os.environ.get("RAPSIM_UPDATE_GOLDEN") == "1"
    texts = check(root, program, is_update)
    if is_update and texts:
        texts = check(root, program, True)  # what an update does not settle
    print("\n".join([*texts, f"{len(texts)} problems"]))
    sys.exit(1 if texts else 0)


if __name__ == "__main__":
    main()
