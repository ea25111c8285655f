#!/usr/bin/env python3
"""Tests of the checks of documents: each finds what it is for, and leaves what is right alone."""
import os
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, os.path.dirname(__file__))

import check
import examples
import generated
import limits
import sources
from pages import anchor, read_page, replaced
from program import Option, options_in
from schema_keys import Schema


def page(text, name="docs/page.md"):
    return read_page(name, text)


class Pages(unittest.TestCase):
    def test_parts(self):
        got = page("# Head\n\n```console\n$ true\n```\n\n<!-- generated: keys site name -->\n| a |\n```sh\nx\n```\n"
                   "<!-- end of generated -->\n`code` [link](other.md#part) `[no](link)`\n")
        self.assertEqual([(b.kind, b.line, b.end, b.lines) for b in got.blocks],
                         [("console", 4, 5, ["$ true"]), ("sh", 10, 11, ["x"])])
        self.assertEqual([(g.what, g.line, g.end, g.lines) for g in got.generated],
                         [("keys site name", 8, 12, ["| a |", "```sh", "x", "```"])])
        self.assertEqual(got.headings, [(1, "Head")])
        self.assertEqual(got.links, [(13, "other.md#part")])
        self.assertIn((13, "code"), got.spans)
        self.assertEqual(got.problems, [])

    def test_wrong(self):
        rows = {
            "a block that is not ended": "```sh\nx\n",
            "a part that is not ended": "<!-- generated: x -->\n",
            "an end without a begin": "<!-- end of generated -->\n",
            "a part in a part": "<!-- generated: x -->\n<!-- generated: y -->\n<!-- end of generated -->\n",
            "indented code": "text\n\n    $ rapsim run\n",
        }
        for name, text in rows.items():
            with self.subTest(name):
                self.assertTrue(page(text).problems)

    def test_replaced(self):
        got = page("a\n```console\nold\n```\nb\n<!-- generated: x -->\n<!-- end of generated -->\nc\n")
        self.assertEqual(replaced(got, [(got.generated[0], ["new"]), (got.blocks[0], ["1", "2"])]),
                         "a\n```console\n1\n2\n```\nb\n<!-- generated: x -->\nnew\n<!-- end of generated -->\nc\n")

    def test_anchor(self):
        self.assertEqual(anchor("2.7 Which policy matches"), "27-which-policy-matches")
        self.assertEqual(anchor("I want to ..."), "i-want-to-")
        self.assertEqual(anchor("A `set`"), "a-set")


class Examples(unittest.TestCase):
    def test_matches(self):
        rows = [
            ("the same", ["a", "b"], ["a", "b"], True),
            ("nothing", [], [], True),
            ("another line", ["a"], ["b"], False),
            ("a line too few", ["a"], ["a", "b"], False),
            ("a line too many", ["a", "b"], ["a"], False),
            ("lines left out", ["a", "...", "d"], ["a", "b", "c", "d"], True),
            ("lines left out, and another end", ["a", "...", "d"], ["a", "b", "c"], False),
            ("the rest of a line", ["a b ..."], ["a b c d"], True),
            ("the rest of another line", ["a x ..."], ["a b c d"], False),
            ("dots that are not a pattern", ["a.c"], ["abc"], False),
        ]
        for name, shown, printed, want in rows:
            with self.subTest(name):
                self.assertEqual(examples.matches(shown, printed), want)

    def test_commands(self):
        block = page("```console\n$ one \\\n  more\nout\n$ two\n```\n").blocks[0]
        self.assertEqual(examples.shown_commands(block), [(0, "one   more", ["out"]), (3, "two", [])])

    def test_console(self):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            for folder in examples.SHIPPED:
                (root / folder).mkdir()
            program = SimpleNamespace(path="/bin/true", commands={"run": ""}, options={"run": [Option("--brief", "", "")]})
            rows = [
                ("right", "```console\n$ echo a\na\n```\n", [], []),
                ("wrong", "```console\n$ echo a\nb\n```\n", [2], [["$ echo a", "a"]]),
                ("a status", "```console\n$ false\n$ echo $?\n1\n```\n", [], []),
                ("a file of the page", "```yaml a.yaml\nx: 1\n```\n```console\n$ cat a.yaml\nx: 1\n```\n", [], []),
                ("no command", "```console\nrapsim run\n```\n", [2], []),
                ("an unknown kind", "```yml\na\n```\n", [1], []),
                ("an unknown command of the shell", "```sh\ncurl x\n```\n", [2], []),
                ("a known one", "```sh\n./dev run\n```\n", [], []),
                ("an option that is not there, in ci", "```yaml ci\n- run: rapsim run --brif\n```\n", [2], []),
                ("an option that is there", "```yaml ci\n- run: rapsim run --brief\n```\n", [], []),
                ("a command in text", "`rapsim rum x`\n", [1], []),
            ]
            for title, text, lines, updates in rows:
                with self.subTest(title):
                    found, changed = examples.check_page(root, program, page(text))
                    self.assertEqual([line for line, _ in found], lines, found)
                    self.assertEqual([new for _, new in changed if new], updates)


class Keys(unittest.TestCase):
    def rows(self, document, known=()):
        return {path: (row.value, row.meaning, row.left_out, row.is_required) for path, row in Schema(document, known).rows.items()}

    def test_rows(self):
        self.assertEqual(
            self.rows({
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "description": "a name"},
                    "on": {"type": "boolean", "description": "on; left out: true"},
                    "kind": {"enum": ["a", "b"], "description": "a kind"},
                    "items": {"type": "array", "items": {"properties": {"x": {"type": "integer", "minimum": 0, "maximum": 9}}}},
                    "by": {"type": "object", "additionalProperties": {"properties": {"y": {"type": "boolean"}}}},
                    "hidden": {"type": "boolean", "doNotSuggest": True},
                }}),
            {"name": ("a text", "a name", "", True), "on": ("`true` or `false`", "on", "true", False),
             "kind": ("`a` or `b`", "a kind", "", False), "items": ("a list of maps", "", "", False),
             "items[].x": ("a number, 0 to 9", "", "", False), "by": ("a map by name", "", "", False),
             "by.NAME.y": ("`true` or `false`", "", "", False)})

    def test_shared(self):
        shared = {"properties": {"a": {"$ref": "#/definitions/d"}, "b": {"$ref": "#/definitions/d"}},
                  "definitions": {"d": {"properties": {"x": {"type": "boolean"}}}}}
        got = self.rows(shared)
        self.assertEqual(got["b"][0], "as `a`")
        self.assertIn("a.x", got)
        self.assertNotIn("b.x", got)

    def test_recursive(self):
        step = {"properties": {"steps": {"type": "array", "items": {"$ref": "#/definitions/step"}}}}
        got = self.rows({"properties": {"timeline": {"type": "array", "items": {"$ref": "#/definitions/step"}}},
                         "definitions": {"step": step}})
        self.assertEqual(set(got), {"timeline", "timeline[].steps"})

    def test_listed_elsewhere(self):
        names = {f"f{number}": {"type": "boolean"} for number in range(8)}
        self.assertEqual(set(self.rows({"properties": {**names, "own": {"type": "boolean"}}}, [names])), {"own"})


class Sources(unittest.TestCase):
    def test_keys(self):
        rows = {
            "SEED, semantics 6.3, 8": ["semantics 6.3", "semantics 8", "SEED"],
            "TechNet cc770736, cc771221": ["cc770736", "cc771221"],
            "RFC 2865 5.30; TechNet cc770736": ["RFC 2865", "cc770736"],
            "semantics 4.5, MS KB929857": ["semantics 4.5", "KB929857"],
            "RASERR 769, 868": ["RASERR"],
            "MS-SAMR 3.1.5.13.7.1": ["MS-SAMR"],
            "its text says Calling (G-17)": ["G-17"],
            "win32 Nps sdo-np-allowed-port-types": ["win32 Nps"],
            "no source says that": [],
        }
        for text, want in rows.items():
            with self.subTest(text):
                self.assertEqual(sorted(sources.keys_in(text)[0]), sorted(want))

    def test_explained(self):
        pages = [page("| key | title |\n|---|---|\n| `SEED`, `cc1` | `not` |\n", "docs/sources.md"),
                 page("## 2.7 A head\n\n| E4 | x |\n", "docs/semantics.md"),
                 page("| G-1 | order | x |\n", "docs/unknown.md"), page("| `other` | x |\n", "docs/other.md")]
        self.assertEqual(sources.explained(pages), {"SEED", "cc1", "semantics 2.7", "E4", "G-1"})


class Texts(unittest.TestCase):
    def test_options(self):
        help_text = ("Usage\n\nOptions:\n  -h,--help                   Print\n  --filter TEXT               only rows\n"
                     "  --disputed WORD:{list,fail} names the rows\n  --format WORD:{a,b}\n                              what it is\n"
                     "  --brief                     one line\n\nExamples:\nx\n")
        self.assertEqual(options_in(help_text),
                         [Option("--filter", "TEXT", "only rows"), Option("--disputed", "WORD:{list,fail}", "names the rows"),
                          Option("--format", "WORD:{a,b}", "what it is"), Option("--brief", "", "one line")])

    def test_paths(self):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            (root / "src/base").mkdir(parents=True)
            (root / "src/base/text.hpp").touch()
            (root / "grammar").mkdir()
            (root / "tests").mkdir()
            (root / "docs").mkdir()
            (root / "docs/other.md").write_text("# A heading\n")
            rows = {
                "`src/base/text.hpp` `src/base/*.hpp` `text.hpp` [x](other.md#a-heading)": 0,
                "`src/base/none.hpp`": 1,
                "`none.hpp`": 1,
                "[x](none.md)": 1,
                "[x](other.md#none)": 1,
                "`build/release/src/rapsim` `a/b`": 0,
            }
            for text, want in rows.items():
                with self.subTest(text):
                    problems = check.Problems()
                    check.check_paths(root, page(text + "\n", "docs/page.md"), problems)
                    self.assertEqual(len(problems.texts), want, problems.texts)

    def test_limits(self):
        with tempfile.TemporaryDirectory() as name:
            self.assertEqual(len(limits.problems(Path(name), "")), len(limits.LIMITS))

    def test_unknown_part(self):
        with self.assertRaises(generated.Unknown):
            generated.lines_of(None, [], "nothing")


if __name__ == "__main__":
    unittest.main()
