#!/usr/bin/env python3
"""Checks answers of the reading room against its description (OpenAPI 3.1, whose schemas are JSON Schema 2020-12).

    check-answers.py OPENAPI PATH ANSWER [PATH ANSWER]…

Prints what is wrong and ends with 1, or prints how many answers were checked.
"""

import json
import sys

import jsonschema

description = json.load(open(sys.argv[1], encoding="utf-8"))
wrong = []
for schema in description["components"]["schemas"].values():
    jsonschema.Draft202012Validator.check_schema(schema)
pairs = list(zip(sys.argv[2::2], sys.argv[3::2]))
for path, file in pairs:
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema.Draft202012Validator({**schema, "components": description["components"]})
    answer = json.load(open(file, encoding="utf-8"))
    if not answer:
        wrong.append(f"{path}: is empty, so nothing is checked")
    wrong += [f"{path}: {error.json_path}: {error.message[:300]}" for error in validator.iter_errors(answer)]
print("\n".join(wrong) or f"{len(pairs)} answers")
sys.exit(1 if wrong else 0)
