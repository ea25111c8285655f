"""A Markdown page as the checks of documents see it: blocks of code, code in lines, links, headings, generated parts."""
import re
from dataclasses import dataclass, field

FENCE = re.compile(r"^(\s*)```(.*)$")
GENERATED = re.compile(r"^<!-- generated: (.+) -->$")
END = "<!-- end of generated -->"


@dataclass
class Block:
    """A fenced block. `line` is that of its first line of text, from 1; `end` the one of the closing fence."""

    kind: str  # the first word after the fence, like `console`
    rest: str  # what follows it, like a file's name
    line: int
    end: int
    lines: list
    indent: int = 0


@dataclass
class Generated:
    what: str
    line: int  # of the first line between the marks, from 1
    end: int  # of the line that ends it
    lines: list


@dataclass
class Page:
    name: str  # from the root, like docs/run.md
    lines: list
    blocks: list = field(default_factory=list)
    generated: list = field(default_factory=list)
    spans: list = field(default_factory=list)  # (line, text) of code in lines
    links: list = field(default_factory=list)  # (line, target)
    headings: list = field(default_factory=list)  # (line, text)
    problems: list = field(default_factory=list)  # (line, text)

    def heading_before(self, line):
        found = [text for at, text in self.headings if at <= line]
        return found[-1] if found else ""


def anchor(heading):
    """The anchor that GitHub makes of a heading."""
    text = re.sub(r"[`*]", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def read_page(name, text):
    page = Page(name, text.split("\n"))
    block = generated = None
    for number, line in enumerate(page.lines, 1):
        fence = FENCE.match(line)
        if generated is not None and line != END:
            generated.lines.append(line)
        if block is not None:
            if fence and fence.group(2).strip() == "":
                block.end = number
                page.blocks.append(block)
                block = None
            else:
                block.lines.append(line[block.indent:] if line[: block.indent].isspace() else line)
            continue
        if fence:
            kind, _, rest = fence.group(2).strip().partition(" ")
            block = Block(kind, rest.strip(), number + 1, 0, [], len(fence.group(1)))
            continue
        mark = GENERATED.match(line)
        if mark:
            if generated is not None:
                page.problems.append((number, "a generated part begins inside of another"))
            generated = Generated(mark.group(1), number + 1, 0, [])
            continue
        if line == END:
            if generated is None:
                page.problems.append((number, "a generated part ends that has not begun"))
            else:
                generated.end = number
                page.generated.append(generated)
                generated = None
            continue
        if line.startswith("    ") and not page.lines[number - 2].strip():
            page.problems.append((number, "an indented block of code; write a fenced one, so that it is tested"))
        if line.startswith("#"):
            page.headings.append((number, line.lstrip("#").strip()))
        page.spans += [(number, text or other) for text, other in re.findall(r"(?<!`)``(?!`) ?(.+?) ?``(?!`)|(?<!`)`([^`]+)`(?!`)", line)]
        page.links += [(number, target) for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line))]
    for open_part, what in ((block, "a block of code"), (generated, "a generated part")):
        if open_part is not None:
            page.problems.append((open_part.line, f"{what} is not ended"))
    return page


def replaced(page, parts):
    """The text of the page with other lines in some of its blocks or generated parts: [(part, lines), ...]."""
    out, at = [], 0
    for part, lines in sorted(parts, key=lambda pair: pair[0].line):
        out += page.lines[at: part.line - 1]
        indent = " " * getattr(part, "indent", 0)
        out += [indent + line if line else line for line in lines]
        at = part.end - 1
    return "\n".join(out + page.lines[at:])
