"""Every JSON body that the description tells of has an example, and each is valid by its own schema."""

from collections.abc import Iterator
from typing import Any

import jsonschema
from fastapi import FastAPI


def bodies(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            parts = {"request": operation.get("requestBody", {})} | operation["responses"]
            for name, part in parts.items():
                if name == "request" or name.startswith("2"):
                    for kind, body in part.get("content", {}).items():
                        if kind == "application/json":
                            yield f"{method} {path} {name}", body


def test_every_body_has_an_example_that_its_schema_allows(application: FastAPI) -> None:
    description = application.openapi()
    wrong, seen = {}, 0
    for name, body in bodies(description):
        seen += 1
        examples = (
            [body["example"]] if "example" in body else [one["value"] for one in body.get("examples", {}).values()]
        )
        validator = jsonschema.Draft202012Validator(
            body.get("schema", {}) | {"components": description["components"]},
            format_checker=jsonschema.FormatChecker(),
        )
        found = [error.message[:200] for one in examples for error in validator.iter_errors(one)]
        if found or not examples:
            wrong[name] = found or ["no example"]
    assert wrong == {}
    assert seen > 200


def test_a_field_means_the_same_everywhere(application: FastAPI) -> None:
    told = application.openapi()["paths"]["/api/v1/students"]["get"]["responses"]["200"]["content"]["application/json"]
    [student] = told["example"]["items"]
    assert student["campus_code" if "campus_code" in student else "enrollment_no"] in ("PUNE", "HW-2026-0042")
    assert told["example"]["next_cursor"] is None
