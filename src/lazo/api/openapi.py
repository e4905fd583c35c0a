"""The OpenAPI document: what the framework knows, and what every door answers besides."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, get_schema

from lazo.api.problem import MEDIA_TYPE
from lazo.api.shape import ProblemOut

PROBLEMS = {
    400: "The request cannot be understood",
    401: "No token that holds",
    403: "The token's scopes or the person's roles do not allow it",
    404: "Not there, or not visible to the person",
    405: "The address does not take this method",
    409: "In conflict with what is there; when stale, `conflicts` has both values",
    412: "A change needs the version it is made on",
    413: "The body is too large",
    415: "The body is of a type that is not taken",
    422: "Values to correct, field by field",
    429: "Too many requests; see Retry-After",
    503: "The database is busy; see Retry-After",
}
IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,200}$"},
    "description": "Asked again with the same key and body within 24 hours, the same answer is given and nothing done twice",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "description": "The ETag of the row that is changed; or its `version` in the body",
}


def described(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    """The document for `api` served below `prefix`."""
    document: dict[str, Any] = dict(get_schema(api, path_prefix=prefix))
    schemas = document["components"].setdefault("schemas", {})
    problem = ProblemOut.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation)
    return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    answer = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in PROBLEMS.items():
        operation["responses"].setdefault(status, {"description": words, "content": answer})
    operation["responses"] = {str(status): said for status, said in operation["responses"].items()}
    parameters = operation.setdefault("parameters", [])
    if method != "get" and "multipart/form-data" not in operation.get("requestBody", {}).get("content", {}):
        parameters.append(IDEMPOTENCY)
    if method == "patch":
        parameters.append(IF_MATCH)
