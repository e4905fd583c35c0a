"""The OpenAPI document as a page for people: headings, doors, parameters, bodies and answers, all of it plain HTML."""

import json
from typing import Any

GET_FIRST = ("get", "post", "put", "patch", "delete")
USUAL = frozenset({"400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "429", "503"})


def page_context(schema: dict[str, Any]) -> dict[str, Any]:
    """`groups` of doors under their headings, and the shapes they speak of."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        for method in GET_FIRST:
            if method in operations:
                operation = operations[method]
                groups.setdefault(operation.get("tags", ["other"])[0], []).append(_door(path, method, operation))
    shapes = [
        {"name": name, "text": paragraphs(shape.get("description", "")), "fields": _fields(shape)}
        for name, shape in sorted(schema["components"].get("schemas", {}).items())
    ]
    info = {**schema["info"], "paragraphs": paragraphs(schema["info"]["description"])}
    return {"info": info, "groups": groups, "shapes": shapes}


def paragraphs(text: str) -> list[str]:
    """A text without its line ends, but for those between paragraphs."""
    return [" ".join(part.split()) for part in text.replace("`", "").split("\n\n")]


def _door(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "text": paragraphs(operation.get("description", "")),
        "parameters": [
            {
                **one,
                "type": type_words(one["schema"]),
                "text": one.get("description") or one["schema"].get("description", ""),
            }
            for one in operation.get("parameters", [])
        ],
        "body": [type_words(content.get("schema", {})) for content in _contents(operation.get("requestBody", {}))],
        "answers": [
            {"status": status, "shapes": [type_words(content.get("schema", {})) for content in _contents(said)]}
            for status, said in operation["responses"].items()
            if status not in USUAL
        ],
    }


def _contents(said: dict[str, Any]) -> list[dict[str, Any]]:
    return list(said.get("content", {}).values())


def _fields(shape: dict[str, Any]) -> list[dict[str, Any]]:
    required = set(shape.get("required", ()))
    return [
        {
            "name": name,
            "type": type_words(field),
            "text": field.get("description", ""),
            "is_required": name in required,
        }
        for name, field in shape.get("properties", {}).items()
    ]


def type_words(schema: dict[str, Any]) -> str:
    """A type in a few words: `Money`, `integer 1..1000`, `text up to 240 | null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for together in ("anyOf", "oneOf", "allOf"):
        if together in schema:
            return " | ".join(dict.fromkeys(type_words(one) for one in schema[together]))
    if "enum" in schema or "const" in schema:
        return " | ".join(json.dumps(value) for value in schema.get("enum", [schema.get("const")]))
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"list of {type_words(schema.get('items', {}))}"
    return " ".join(part for part in (str(schema.get("format", kind)), _limits(schema)) if part)


def _limits(schema: dict[str, Any]) -> str:
    if "maxLength" in schema:
        return f"up to {schema['maxLength']}"
    if "maximum" in schema and schema["maximum"] < 2**31:
        return f"{schema.get('minimum', '')}..{schema['maximum']}"
    return ""
