#!/usr/bin/env python3
"""A copy of a source file with lines inserted: a test of a table links one that has a row more.

insert_lines.py FROM TO BEFORE TEXT [BEFORE TEXT]...: each TEXT goes before the only line that begins with BEFORE.
"""
import sys

source, target, *inserts = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    lines = file.read().split("\n")
for before, text in zip(inserts[::2], inserts[1::2], strict=True):
    places = [at for at, line in enumerate(lines) if line.startswith(before)]
    if len(places) != 1:
        sys.exit(f"{source}: {len(places)} lines begin with `{before}`, expected one")
    lines.insert(places[0], text)
with open(target, "w", encoding="utf-8") as file:
    file.write("\n".join(lines))
