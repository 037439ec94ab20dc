"""An example for every body that the description (OpenAPI) tells of: whole, plausible and valid by its own schema.

What a schema says itself (`examples=[…]` of a field) stands above everything; fields that mean the same everywhere get
their value here, once; what is left follows from its type and bounds.
"""

from typing import Any, Final

_BY_NAME: Final[dict[str, Any]] = {
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhc2hhIn0.c2lnbmF0dXJl",
    "address": "12 MG Road, Pune",
    "admission_date": "2026-01-05",
    "batch_name": "Python, mornings",
    "body": "Your session on Friday begins at 10:00.",
    "build_id": "20260615T063000000000Z-42",
    "campus_code": "PUNE",
    "campus_name": "Pune",
    "category": "attendance",
    "client_id": None,
    "client_secret": None,
    "code": "PY101",
    "collected_fees": "12000.00",
    "comments": "Clear examples; a little fast towards the end.",
    "counselor_name": "Meera Joshi",
    "current_password": "the one of now",
    "description": "Variables, loops and functions, with exercises.",
    "detail": "The session is over.",
    "emergency_contact_name": "Sunita Rao",
    "employee_id": "F-012",
    "enrollment_no": "HW-2026-0042",
    "faculty_name": "Ravi Kulkarni",
    "faculty_notes": "Asked good questions; revise loops.",
    "first_name": "Asha",
    "goal": "A first job as a developer",
    "grant_type": "password",
    "guardian_name": "Sunita Rao",
    "last_name": "Rao",
    "location": "Lab 2",
    "lost_reason": "Joined an institute nearer to home",
    "method": "upi",
    "name": "Python",
    "next_cursor": None,
    "notes": "Prefers mornings.",
    "outcome": "Comes on Saturday for a trial session.",
    "password": "correct horse battery staple",
    "qualification": "B.Sc. Computer Science",
    "reason": "Helped two others with their projects",
    "receipt": "R-2026-0107",
    "reference": "UPI 4512",
    "refresh_token": "c2Vzc2lvbg.b25jZSBvbmx5",
    "relation": "session_attendance",
    "resolution": "The pace was lowered; agreed with the student.",
    "scope": "",
    "sql": "select 1 as answer",
    "student_name": "Asha Rao",
    "subject_code": "PY",
    "tag": "asked for a demo",
    "subject_name": "Python",
    "theme": "pace",
    "time_zone": "Asia/Kolkata",
    "title": "Call Asha about her fees",
    "token": "b25lLXRpbWUtdG9rZW4",
    "token_type": "bearer",
    "topic_name": "Loops",
    "url": "https://resources.example/python/loops",
    "username": "asha@institute.example",
}
_BY_FORMAT: Final[dict[str, str]] = {
    "date": "2026-06-15",
    "date-time": "2026-06-15T10:00:00+05:30",
    "email": "asha@institute.example",
    "password": "correct horse battery staple",
    "uri": "https://institute.example/",
    "uuid": "6f1c1b0e-7f0e-4f5e-9a53-0d7c2a1f4b11",
}
_TIME, _AMOUNT, _PHONE = "10:00:00", "12000.00", "+919812345678"
_JSON: Final = "application/json"

Schema = dict[str, Any]


def add_examples(description: dict[str, Any]) -> None:
    """Gives every JSON body of the description an example, in place; one that has its own keeps it."""
    schemas = description.get("components", {}).get("schemas", {})
    for operations in description["paths"].values():
        for operation in operations.values():
            answers = [answer for code, answer in operation["responses"].items() if code.startswith("2")]
            for part in [operation.get("requestBody", {}), *answers]:
                body = part.get("content", {}).get(_JSON)
                if body and "example" not in body and "examples" not in body:
                    body["example"] = example(body.get("schema", {}), schemas)


def example(schema: Schema, schemas: dict[str, Schema], name: str = "", inside: tuple[str, ...] = ()) -> Any:
    """A value that a schema allows.

    Args:
        schema: OpenAPI 3.1 (JSON Schema).
        schemas: what its references name.
        name: of the field that has the value; the same name means the same everywhere.
        inside: schemas that are being told already; one inside itself is told no further.
    """
    if "$ref" in schema:
        reference = schema["$ref"].rsplit("/", 1)[-1]
        if reference in inside:
            return None
        return example(schemas[reference], schemas, name, (*inside, reference))
    for key in ("examples", "example", "const", "enum"):
        if key in schema:
            return schema[key][0] if key in ("examples", "enum") else schema[key]
    choices = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if choices:
        return _chosen(choices, schemas, name, inside)
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        properties = schema.get("properties", {})
        return {one: example(part, schemas, one, inside) for one, part in properties.items()}
    if kind == "array":
        item = example(schema.get("items", {}), schemas, _singular(name), inside)
        return [] if item is None else [item] * max(1, schema.get("minItems", 1))
    return _plain(schema, name)


def _chosen(choices: list[Schema], schemas: dict[str, Schema], name: str, inside: tuple[str, ...]) -> Any:
    told = [choice for choice in choices if choice.get("type") != "null"]
    if len(told) < len(choices) and _BY_NAME.get(name, "") is None:
        return None
    return example(told[0], schemas, name, inside) if told else None


def _plain(schema: Schema, name: str) -> Any:
    match schema.get("type"):
        case "string":
            return _text(schema, name)
        case "integer" | "number" as kind:
            low = schema.get("minimum", schema.get("exclusiveMinimum", 0) + (1 if "exclusiveMinimum" in schema else 0))
            value = min(max(1, low), schema.get("maximum", max(1, low)))
            return int(value) if kind == "integer" else float(value)
        case "boolean":
            return bool(schema.get("default", False))
        case _:
            return None


def _text(schema: Schema, name: str) -> Any:
    if name == "date_of_birth":
        return "2004-03-09"
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    if name.endswith("email"):
        return _BY_FORMAT["email"]
    if name.endswith("_time"):
        return _TIME
    if name.endswith("phone"):
        return _PHONE
    if "pattern" in schema and (
        name.endswith(("amount", "fees", "_30d", "rate", "price")) or "\\d" in schema["pattern"]
    ):
        return _AMOUNT
    known = _BY_NAME.get(name)
    value = known if isinstance(known, str) else "text"
    return value[: schema.get("maxLength", len(value))].ljust(schema.get("minLength", 0), "x")


def _singular(name: str) -> str:
    return name.removesuffix("s")
