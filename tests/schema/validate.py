#!/usr/bin/env python3
"""Judges JSON documents by a JSON Schema, of the draft that its $schema names, with the library jsonschema.

In, a line each: the schema, then documents. Out, a line each: for the schema `schema`, or what is wrong with it and the
end; for a document nothing when it is valid, or the first thing that is wrong.
"""
import json
import sys

import jsonschema


def one_line(problem):
    return "invalid: " + " ".join(problem.message.split())


def main():
    lines = iter(sys.stdin)
    schema = json.loads(next(lines))
    draft = jsonschema.validators.validator_for(schema)
    try:
        draft.check_schema(schema)
    except jsonschema.SchemaError as problem:
        print(one_line(problem), flush=True)
        return
    print("schema", flush=True)
    validator = draft(schema)
    for line in lines:
        problem = next(validator.iter_errors(json.loads(line)), None)
        print(one_line(problem) if problem else "", flush=True)


main()
