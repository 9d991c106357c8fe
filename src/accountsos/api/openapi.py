"""The OpenAPI 3.1 document, made from the same operations that are served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from accountsos.api.docs_page import docs_page
from accountsos.api.guide import guide
from accountsos.api.operation import FORMATS, Operation, ReplyShape
from accountsos.api.router import Page
from accountsos.web.context import ApiSettings
from accountsos.web.errors import MEANING, STATUS_OF
from accountsos.web.multipart import Multipart
from accountsos.web.query import QueryParameter
from accountsos.web.request import Reply
from accountsos.wire.encode import encode_json
from accountsos.wire.json_gate import parse_json
from accountsos.wire.schema import json_schemas

__all__ = ["document", "documentation_pages"]

Schema = dict[str, Any]

_ALWAYS = ("bad_request", "unauthorized", "invalid_api_key", "payload_too_large", "rate_limited")
_OURS = ("server_error", "unavailable")
_RATE_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit-Policy", "RateLimit")


def documentation_pages(operations: Sequence[Operation], settings: ApiSettings, version: str = "0") -> tuple[Page, ...]:
    """`/api/openapi.json` and `/api/docs`, which need no key; made when the first of them is asked for."""

    @cache
    def made() -> tuple[Reply, Reply]:
        contract = document(operations, settings, version)
        return Reply(encode_json(contract)), docs_page(contract)

    return Page("/api/openapi.json", lambda: made()[0]), Page("/api/docs", lambda: made()[1])


def document(operations: Sequence[Operation], settings: ApiSettings, version: str = "0") -> Schema:
    """The whole document as JSON values."""
    types = [shape.body for operation in operations for shape in operation.replies.values() if shape.body is not None]
    bodies = [operation.body for operation in operations if isinstance(operation.body, type)]
    references, schemas = json_schemas([*types, *bodies])
    paths: dict[str, Schema] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "AccountsOS", "version": version, "description": guide(settings)},
        "servers": [{"url": settings.public_url or "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "security": [{"apiKey": []}],
        "paths": paths,
        "components": {
            "schemas": {"Error": _ERROR, **schemas},
            "responses": {str(status): _error_response(status) for status in sorted(set(STATUS_OF.values()))},
            "headers": _headers(settings),
            "securitySchemes": {"apiKey": {"type": "http", "scheme": "bearer", "description": "An API key, sk_live_…"}},
        },
    }


def error_codes(operation: Operation) -> list[str]:
    """Every code that the operation may answer: its own, and the framework's."""
    codes = {*_ALWAYS, *_OURS, *operation.errors}
    if operation.scope != "read":
        codes.add("forbidden")
    if operation.ids:
        codes.add("not_found")
    if operation.body is not None:
        codes.add("unsupported_media_type")
    if operation.etag and operation.method != "GET":
        codes.add("precondition_failed")
    if operation.idempotent:
        codes |= {"conflict", "idempotency_mismatch"}
    return [code for code in STATUS_OF if code in codes]


def _operation(operation: Operation, references: Mapping[type, Schema]) -> Schema:
    found: Schema = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "description": _described(operation),
        "x-scope": operation.scope,
        "responses": _responses(operation, references),
    }
    parameters = [
        *_path_parameters(operation),
        *map(_query_parameter, operation.parameters),
        *_headers_taken(operation),
    ]
    if parameters:
        found["parameters"] = parameters
    if isinstance(operation.body, Multipart):
        found["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _form(operation.body)}}}
    elif operation.body is not None:
        media: Schema = {"schema": references[operation.body]}
        if operation.body_example is not None:
            media["example"] = _plain(operation.body_example)
        found["requestBody"] = {"required": True, "content": {"application/json": media}}
    return found


def _described(operation: Operation) -> str:
    needs = f"Needs a key with the scope `{operation.scope}`" + (" or more." if operation.scope != "admin" else ".")
    return f"{operation.description}\n\n{needs}".strip()


def _path_parameters(operation: Operation) -> list[Schema]:
    return [
        {
            "name": path_id.name,
            "in": "path",
            "required": True,
            "description": path_id.description,
            # Not the pattern: text of any other form is an unknown id, and answered so.
            "schema": {"type": "string", "minLength": 1},
            "example": path_id.example,
        }
        for path_id in operation.ids
    ]


def _query_parameter(parameter: QueryParameter) -> Schema:
    found: Schema = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": _field(parameter),
    }
    if parameter.example is not None:
        found["example"] = _plain(parameter.example)
    return found


def _field(parameter: QueryParameter) -> Schema:
    schema = dict(parameter.kind.schema())
    if parameter.default is not None:
        schema["default"] = _plain(parameter.default)
    return schema


def _headers_taken(operation: Operation) -> list[Schema]:
    taken: list[tuple[str, str, Schema]] = []
    if operation.idempotent:
        text = "A word of your choice: the same request under the same word is done once and answered alike."
        taken.append(("Idempotency-Key", text, {"type": "string", "pattern": "^[!-~]{1,255}$"}))
    if operation.etag and operation.method == "GET":
        taken.append(("If-None-Match", "Versions you have; 304 if one is current.", _TAGS))
    elif operation.etag:
        taken.append(("If-Match", "The version you have read; 412 if it is no longer current.", _TAGS))
    return [
        {"name": name, "in": "header", "required": False, "description": text, "schema": schema}
        for name, text, schema in taken
    ]


def _form(form: Multipart) -> Schema:
    properties: dict[str, Schema] = {
        part.name: {"type": "string", "format": "binary", "minLength": 1, "description": part.description}
        for part in form.files
    }
    for parameter in form.fields:
        properties[parameter.name] = {**_field(parameter), "description": parameter.description}
    required = [part.name for part in form.files if part.required] + [p.name for p in form.fields if p.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _responses(operation: Operation, references: Mapping[type, Schema]) -> Schema:
    found: Schema = {
        str(status): _reply(operation, shape, references) for status, shape in sorted(operation.replies.items())
    }
    if operation.etag and operation.method == "GET":
        found["304"] = {"description": "You have the current version.", "headers": _answer_headers(etag=True)}
    for code in error_codes(operation):
        status = str(STATUS_OF[code])
        found.setdefault(status, {"$ref": f"#/components/responses/{status}"})
    return found


def _reply(operation: Operation, shape: ReplyShape, references: Mapping[type, Schema]) -> Schema:
    found: Schema = {"description": shape.description, "headers": _answer_headers(etag=operation.etag)}
    if shape.body is not None:
        media: Schema = {"schema": references[shape.body]}
        if shape.example is not None:
            media["example"] = _plain(shape.example)
        found["content"] = {"application/json": media}
        for name in operation.formats:
            if name != "json":
                found["content"][FORMATS[name]] = {"schema": {"type": "string"}}
    elif shape.media_types:
        found["content"] = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in shape.media_types}
    return found


def _answer_headers(*, etag: bool = False, rated: bool = True) -> Schema:
    names = ["X-Request-Id", *(_RATE_HEADERS if rated else ()), *(["ETag"] if etag else [])]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _error_response(status: int) -> Schema:
    codes = [code for code, of in STATUS_OF.items() if of == status]
    headers = _answer_headers(rated=status not in (401, 404, 405))
    if status == 401:
        headers["WWW-Authenticate"] = {"$ref": "#/components/headers/WWW-Authenticate"}
    if status in (429, 503):
        headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
    examples = {
        code: {"value": {"error": {"code": code, "message": MEANING[code], "status": status, "request_id": "req_…"}}}
        for code in codes
    }
    return {
        "description": " ".join(MEANING[code] for code in codes),
        "headers": headers,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}, "examples": examples}},
    }


def _headers(settings: ApiSettings) -> Schema:
    def header(text: str, schema: Schema) -> Schema:
        return {"description": text, "schema": schema}

    count: Schema = {"type": "integer", "minimum": 0}
    text: Schema = {"type": "string"}
    per_hour, per_minute = settings.requests_per_hour, settings.requests_per_minute
    return {
        "X-Request-Id": header("The id of this request, also in the log.", text),
        "X-RateLimit-Limit": header(f"Requests per clock hour: {per_hour}; beside it {per_minute} a minute.", count),
        "X-RateLimit-Remaining": header("Requests left in this hour.", count),
        "X-RateLimit-Reset": header("Epoch seconds of the hour's end; on a 429, when a retry will work.", count),
        "RateLimit-Policy": header("Both windows, as the IETF draft has them.", text),
        "RateLimit": header("The state of the window that binds, as the IETF draft has it.", text),
        "Retry-After": header("Seconds to wait.", {"type": "integer", "minimum": 1}),
        "WWW-Authenticate": header("Bearer.", text),
        "ETag": header("The version of what is answered.", text),
    }


def _plain(value: object) -> object:
    """As JSON values, amounts as the exact decimals they are written with."""
    if isinstance(value, date):
        return value.isoformat()
    return parse_json(encode_json(value))


_TAGS: Schema = {"type": "string", "pattern": '^(\\*|(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*)$'}
_ERROR: Schema = {
    "type": "object",
    "required": ["error"],
    "description": "What every request that is not done is answered with.",
    "properties": {
        "error": {
            "type": "object",
            "description": "Why it was not done.",
            "required": ["code", "message", "status", "request_id"],
            "properties": {
                "code": {
                    "type": "string",
                    "enum": list(STATUS_OF),
                    "description": "For programs; there are no others.",
                },
                "message": {"type": "string", "description": "For a person: what was wrong, where, what is accepted."},
                "status": {"type": "integer", "description": "The HTTP status, as it was sent."},
                "param": {"type": "string", "description": "The parameter, field or header that was wrong."},
                "details": {"type": "array", "items": {"type": "object"}, "description": "Several mistakes at once."},
                "request_id": {"type": "string", "description": "Under which the log has it; also in `X-Request-Id`."},
            },
        }
    },
}
