"""Runs what the pages show: ```console blocks with `$ ` lines, files that a page writes out, commands within text."""
import json
import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

SHIPPED = ("policies", "scenarios", "grammar")
PLACEHOLDER = re.compile(r"\b[A-Z][A-Z]+\b|\.\.\.|…")


class Folder:
    """A scratch folder for one page, with the shipped files in it and the program on the PATH."""

    def __init__(self, root, program):
        self.temporary = tempfile.TemporaryDirectory(prefix="rapsim-docs-")
        self.path = Path(self.temporary.name) / "work"
        self.path.mkdir()
        for name in SHIPPED:
            os.symlink(root / name, self.path / name)
        programs = Path(self.temporary.name) / "bin"
        programs.mkdir()
        os.symlink(program, programs / "rapsim")
        self.environment = {"PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "HOME": str(self.path)}
        self.status = 0

    def run(self, command):
        """stdout and stderr as a terminal would show them. `$?` is that of the command before."""
        result = subprocess.run(["bash", "-c", f"(exit {self.status}); {command}"], cwd=self.path, env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=120, check=False)
        self.status = result.returncode
        return result.stdout.decode("utf-8", "replace")

    def close(self):
        self.temporary.cleanup()


def shown_commands(block):
    """[(line in the block, command, output lines)] of a console block."""
    out = []
    for at, line in enumerate(block.lines):
        if line.startswith("$ "):
            out.append((at, line[2:], []))
        elif out and out[-1][1].endswith("\\"):
            out[-1] = (out[-1][0], out[-1][1][:-1] + line, [])
        elif out:
            out[-1][2].append(line)
    return out


def matches(shown, printed):
    """A line `...` is for any lines that are left out, `...` at the end of a line for the rest of it."""
    pattern = ""
    for line in shown:
        if line.strip() == "...":
            pattern += "(?:.*\n)*?"
        elif line.endswith(" ..."):
            pattern += re.escape(line[:-4]) + ".*\n"
        else:
            pattern += re.escape(line) + "\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def printed_lines(text):
    return text.removesuffix("\n").split("\n") if text else []


def check_page(root, program, page):
    """Problems [(line, text)] and, for `--update`, the blocks with what is printed now."""
    problems, updates = [], []
    folder = Folder(root, program.path)
    try:
        for block in page.blocks:
            if block.kind == "console":
                found, lines = check_console(folder, block)
                problems += found
                if lines != block.lines:
                    updates.append((block, lines))
            elif block.kind in ("yaml", "json", "csv", "text", "ldif", "xml") and re.fullmatch(r"[\w.-]+\.\w+", block.rest):
                folder.path.joinpath(block.rest).write_text("\n".join(block.lines) + "\n")
            elif block.kind == "yaml" and block.rest in ("part of a site", "part of a suite"):
                problems += check_part(folder, block)
            elif block.kind in ("yaml", "groovy", "sh") and block.rest in ("", "ci"):
                problems += check_other(folder, program, block)
            elif block.kind == "json":
                json.loads("\n".join(block.lines))
            elif block.kind != "text":
                problems.append((block.line - 1, f"a block of code of an unknown kind: {block.kind} {block.rest}".rstrip()))
        for line, text in page.spans:
            if text.startswith("rapsim "):
                problems += [(line, problem) for problem in check_span(folder, program, text)]
    finally:
        folder.close()
    return problems, updates


def check_console(folder, block):
    problems, lines = [], []
    if not block.lines or not block.lines[0].startswith("$ "):
        problems.append((block.line, "a console block begins with a command, `$ ...`"))
    for at, command, shown in shown_commands(block):
        printed = printed_lines(folder.run(command))
        while "\\" in block.lines[at][-1:]:  # a command over several lines
            lines.append(block.lines[at])
            at += 1
        lines.append(block.lines[at])
        is_right = matches(shown, printed)
        if not is_right:
            problems.append((block.line + at, "prints something else: " + first_difference(shown, printed)))
        lines += shown if is_right or any(line.strip() == "..." for line in shown) else printed
    return problems, lines


def first_difference(shown, printed):
    for one, other in zip(shown + ["(end)"], printed + ["(end)"]):
        if one != other:
            return f"`{other}`, not `{one}`"
    return "more lines"


def check_part(folder, block):
    """A part of a site or of a suite: with the lines that every such file needs, it loads."""
    heads = {"part of a site": ["format: rapsim/site/1"],
             "part of a suite": ["format: rapsim/suite/1", "suite: part", "site: policies/contoso.yaml"]}[block.rest]
    heads = [line for line in heads if not any(own.startswith(line.split(":")[0] + ":") for own in block.lines)]
    folder.path.joinpath("part.yaml").write_text("\n".join(heads + block.lines) + "\n")
    printed = folder.run("rapsim check part.yaml --fail-on error")
    if folder.status == 0:
        return []
    # Its lines are counted from the heads.
    found = re.search(r"part\.yaml:(\d+):", printed)
    line = block.line + int(found.group(1)) - 1 - len(heads) if found else block.line
    return [(line, "does not load: " + printed.split("\n")[0])]


def check_other(folder, program, block):
    """Shell lines and files of other programs: the commands of rapsim in them run, the rest is of known programs."""
    problems = []
    for at, line in enumerate(block.lines):
        for command in re.findall(r"rapsim (?:run|check|explain|decide|who|why|schema|doc)\b[^'\"|>&]*(?:'[^']*'[^|>&]*)*", line):
            if PLACEHOLDER.search(re.sub(r"'[^']*'", "", command)) is None:
                problems += [(block.line + at, text) for text in check_words(program, command)]
        if block.kind == "sh" and line.strip() and not re.match(
                r"\s*(#|\./dev( run| test| check| bench|$)|meson |ninja |DESTDIR=|git |rapsim |RAPSIM_[A-Z_]+=|zcat |prove |cmake|man )", line):
            problems.append((block.line + at, f"a command that no test knows: {line}"))
    return problems


def check_words(program, command):
    """Whether the command and its options exist."""
    try:
        words = shlex.split(command)
    except ValueError as problem:
        return [f"`{command}`: {problem}"]
    if len(words) < 2 or words[1].startswith("-"):
        return []
    if words[1] not in program.commands and PLACEHOLDER.fullmatch(words[1]) is None:
        return [f"`{command}`: unknown command"]
    known = {option.name for option in program.options.get(words[1], [])} | {"--help", "--version"}
    return [f"`{command}`: unknown option {word}" for word in words[2:]
            if word.startswith("--") and len(word) > 2 and word.split("=")[0] not in known]


def check_span(folder, program, text):
    """A command within text: without placeholders it runs, too."""
    problems = check_words(program, text)
    if len(text.split()) == 2 or text.split()[-1].startswith("--"):
        return problems  # the name of a command, or of an option that takes a value
    if problems or PLACEHOLDER.search(re.sub(r"'[^']*'", "", text)) or "|" in text or "[" in text:
        return problems
    printed = folder.run(text)
    is_incomplete = folder.status == 64 and re.search(r"is missing|which site or suite", printed)  # only its option matters
    if folder.status not in (0, 1) and not is_incomplete:
        problems.append(f"`{text}` ends with exit status {folder.status}: {printed.splitlines()[0] if printed else ''}")
    return problems
