"""What the program says of itself, for tables and checks of documents: help, built-in tables, schemas."""
import json
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property

from schema_keys import Schema


@dataclass
class Option:
    name: str  # --report
    takes: str  # FORMAT=FILE, or the words that it takes
    meaning: str


# Options of the programs that build, install and test rapsim.
COMMON_WORDS = {"--help", "--version", "--prefix", "--buildtype", "--exec", "--no-rebuild", "--set", "--update"}


class Program:
    def __init__(self, path):
        self.path = path

    def output(self, *words):
        result = subprocess.run([self.path, *words], capture_output=True, text=True, timeout=60, check=False)
        if result.returncode not in (0, 1):
            raise RuntimeError(f"rapsim {' '.join(words)}: {result.stderr}")
        return result.stdout

    def rows(self, name, *words):
        return json.loads(self.output(*words, "--format", "json"))[name]

    @cached_property
    def commands(self):
        """Names of commands and what each does, in the order of `rapsim --help`."""
        subcommands = self.output("--help").split("Subcommands:\n", 1)[1]
        return dict(re.findall(r"^  (\S+) +(.+)$", subcommands, re.M))

    @cached_property
    def usage(self):
        """The line `Usage:` of each command."""
        return {name: re.search(r"^Usage: (.+)$", self.output(name, "--help"), re.M).group(1) for name in self.commands}

    @cached_property
    def examples(self):
        return {name: self.output(name, "--help").split("Examples:\n", 1)[1].splitlines() for name in self.commands}

    @cached_property
    def options(self):
        """The options of each command, --help excepted."""
        return {name: options_in(self.output(name, "--help")) for name in self.commands}

    @cached_property
    def attributes(self):
        return self.rows("attributes", "attributes", "--all")

    @cached_property
    def schemas(self):
        """The schemas by name. Attributes and fields of an attempt are listed once, by tables of their own."""
        attributes = {row["name"] for row in self.attributes}
        texts = {name: json.loads(self.output("schema", name)) for name in ("site", "suite", "attempt", "decision")}
        fields = set(texts["attempt"]["properties"])
        return {name: Schema(text, [attributes] if name == "attempt" else [attributes, fields])
                for name, text in texts.items()}

    @cached_property
    def gaps(self):
        return [row for row in self.doc(f"G-{number}" for number in range(1, 60)) if row["what"] == "gap"] + \
               [row for row in self.doc(["path-rules"]) if row["what"] == "gap"]

    def doc(self, words):
        """What `rapsim doc` says of those of the words that it knows."""
        out = []
        for word in words:
            result = subprocess.run([self.path, "doc", word, "--format", "json"], capture_output=True, text=True, check=False)
            if result.returncode == 0:
                out += json.loads(result.stdout)["doc"]
        return out


def options_in(help_text):
    out = []
    for line in help_text.split("Options:\n", 1)[1].split("Examples:\n", 1)[0].splitlines():
        # A long list of words is followed by the meaning after one blank, everything else after two or a new line.
        row = re.match(r"^  (?:-\w,)?(--[\w-]+)(?: (WORD:\{\S+\}|\S+))?(?: +(.*))?$", line)
        if row:
            out.append(Option(row.group(1), row.group(2) or "", row.group(3) or ""))
        elif line.startswith("   ") and out:
            out[-1].meaning = (out[-1].meaning + " " + line.strip()).strip()
    return [option for option in out if option.name != "--help"]
