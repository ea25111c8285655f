"""Prints network/reach.cpp with one question more: a rule whose cause is `left_out_of_reach` is not asked."""
import sys

with open(sys.argv[1], encoding="utf-8") as source:
    text = source.read()
for place, more in (("\nReach reach(", "\nextern CauseId left_out_of_reach;\nReach reach("),
                    ("const CauseId id = cause_of(rule, session);\n",
                     "const CauseId id = cause_of(rule, session);\n    if (id == left_out_of_reach) continue;\n")):
    assert text.count(place) == 1, place
    text = text.replace(place, more)
print(text)
