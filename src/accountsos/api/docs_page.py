"""The readable page of the API: plain HTML from the OpenAPI document, without script and without foreign assets."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from typing import Any

import msgspec

from accountsos.web.request import Reply
from accountsos.wire.encode import encode_json

Schema = Mapping[str, Any]

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { border-bottom: 1px solid #8886; margin-top: 2.5rem; }
h3 { margin-top: 2rem; } h3 code { font-size: 1.05rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9rem; }
pre { background: #8881; padding: .8rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .25rem .6rem; }
td, th { border-bottom: 1px solid #8884; } .method { font-weight: bold; }
"""
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def docs_page(contract: Schema) -> Reply:
    """The page, with the policy that lets a browser load nothing else."""
    operations = [
        (path, method, operation)
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
    ]
    parts = [
        f"<h1>{_text(contract['info']['title'])} API</h1>",
        _guide(contract["info"]["description"]),
        '<p>The same for programs: <a href="/api/openapi.json">/api/openapi.json</a></p>',
        _contents(contract, operations),
    ]
    for tag in contract["tags"]:
        parts.append(f'<h2 id="{_anchor(tag["name"])}">{_text(tag["name"])}</h2>')
        parts += [
            _operation(path, method, op, contract) for path, method, op in operations if tag["name"] in op["tags"]
        ]
    parts += ['<h2 id="errors">Errors</h2>', _errors(contract)]
    page = (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>AccountsOS API</title><style>{_STYLE}</style></head>'
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )
    return Reply(
        page.encode(),
        headers=(
            (b"content-security-policy", _POLICY.encode("ascii")),
            (b"referrer-policy", b"no-referrer"),
        ),
        content_type=b"text/html; charset=utf-8",
    )


def _contents(contract: Schema, operations: list[tuple[str, str, Schema]]) -> str:
    entries = []
    for tag in contract["tags"]:
        inner = "".join(
            f'<li><a href="#{_anchor(op["operationId"])}">{_text(op["summary"])}</a> '
            f"<code>{method.upper()} {_text(path)}</code></li>"
            for path, method, op in operations
            if tag["name"] in op["tags"]
        )
        entries.append(f'<li><a href="#{_anchor(tag["name"])}">{_text(tag["name"])}</a><ul>{inner}</ul></li>')
    return f'<nav><ul>{"".join(entries)}<li><a href="#errors">Errors</a></li></ul></nav>'


def _operation(path: str, method: str, operation: Schema, contract: Schema) -> str:
    parts = [
        f'<h3 id="{_anchor(operation["operationId"])}">{_text(operation["summary"])}<br>'
        f'<code><span class="method">{method.upper()}</span> {_text(path)}</code></h3>',
        _prose(operation["description"]),
        _parameters(operation.get("parameters", [])),
    ]
    if "requestBody" in operation:
        for media_type, media in operation["requestBody"]["content"].items():
            parts.append(f"<h4>Body: <code>{_text(media_type)}</code></h4>")
            parts += _fields(media["schema"], contract)
            parts.append(_example(media))
    parts.append("<h4>Replies</h4>")
    for status, reply in operation["responses"].items():
        if "$ref" in reply:
            continue
        parts.append(f"<p><strong>{_text(status)}</strong> {_text(reply['description'])}</p>")
        for media_type, media in reply.get("content", {}).items():
            if media_type == "application/json":
                parts += _fields(media["schema"], contract)
            else:
                parts.append(f"<p><code>{_text(media_type)}</code></p>")
            parts.append(_example(media))
    errors = [status for status, reply in operation["responses"].items() if "$ref" in reply]
    parts.append(f'<p><a href="#errors">Errors</a>: {", ".join(errors)}</p>')
    return f"<section>{''.join(parts)}</section>"


def _parameters(parameters: list[Schema]) -> str:
    if not parameters:
        return ""
    rows = "".join(
        f"<tr><td><code>{_text(p['name'])}</code>{' (required)' if p['required'] else ''}</td><td>{_text(p['in'])}</td>"
        f"<td>{_accepted(p['schema'])}</td><td>{_text(p['description'])}</td></tr>"
        for p in parameters
    )
    return f"<table><tr><th>Parameter</th><th>In</th><th>Accepted</th><th>Meaning</th></tr>{rows}</table>"


def _fields(schema: Schema, contract: Schema) -> list[str]:
    """A table of the fields; what lies in them follows, each kind of thing in a table of its own."""
    tables: list[str] = []
    waiting, shown = [schema], set[str]()
    while waiting:
        reference = waiting.pop(0)
        name = reference.get("$ref", "").rpartition("/")[2]
        if name in shown:
            continue
        shown.add(name)
        found = _resolved(reference, contract)
        table = _table_of(found)
        if table and tables:
            tables.append(f"<p><code>{_text(name)}</code>: {_text(found.get('description', ''))}</p>")
        tables.append(table)
        waiting += [inner for field in found.get("properties", {}).values() for inner in _references(field)]
    return tables


def _references(schema: Schema) -> list[Schema]:
    """The kinds of things in a field."""
    if "$ref" in schema:
        return [schema]
    parts = [*schema.get("anyOf", ()), *([schema["items"]] if schema.get("items") else [])]
    return [found for part in parts for found in _references(part)]


def _table_of(found: Schema) -> str:
    required = found.get("required", [])
    rows = "".join(
        f"<tr><td><code>{_text(name)}</code>{' (required)' if name in required else ''}</td>"
        f"<td>{_accepted(field)}</td><td>{_text(field.get('description', ''))}</td></tr>"
        for name, field in found.get("properties", {}).items()
    )
    return f"<table><tr><th>Field</th><th>Value</th><th>Meaning</th></tr>{rows}</table>" if rows else ""


def _accepted(schema: Schema) -> str:
    if "enum" in schema:
        words = " ".join(f"<code>{_text(value)}</code>" for value in schema["enum"])
    elif "anyOf" in schema:
        words = " or ".join(_accepted(part) for part in schema["anyOf"])
    elif "$ref" in schema:
        words = _text(schema["$ref"].rpartition("/")[2])
    elif schema.get("type") == "array":
        words = "list of " + _accepted(schema.get("items", {}))
    else:
        words = _text(schema.get("format", schema.get("type", "any")))
    if "minimum" in schema and "maximum" in schema:
        words += f", {_text(schema['minimum'])} to {_text(schema['maximum'])}"
    elif "maxLength" in schema:
        words += f", at most {_text(schema['maxLength'])} characters"
    if "default" in schema and schema["default"] is not None:
        words += f"; default {_text(schema['default'])}"
    return words


def _resolved(schema: Schema, contract: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    found: Schema = contract["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _example(media: Schema) -> str:
    if "example" not in media:
        return ""
    return f"<pre>{_text(msgspec.json.format(encode_json(media['example']), indent=2).decode())}</pre>"


def _errors(contract: Schema) -> str:
    rows = "".join(
        f"<tr><td>{_text(status)}</td><td><code>{_text(code)}</code></td><td>{_text(example['value']['error']['message'])}"
        "</td></tr>"
        for status, response in contract["components"]["responses"].items()
        for code, example in response["content"]["application/json"]["examples"].items()
    )
    return f"<table><tr><th>Status</th><th>Code</th><th>Meaning</th></tr>{rows}</table>"


def _guide(text: str) -> str:
    """The introduction, and each section under its heading."""
    introduction, *sections = text.split("\n\n## ")
    parts = [_prose(introduction)]
    for section in sections:
        title, _, body = section.partition("\n\n")
        parts += [f"<h2>{_text(title)}</h2>", _prose(body)]
    return "".join(parts)


def _prose(text: str) -> str:
    """Paragraphs, with what stands between backticks as code."""
    parts = []
    for paragraph in text.split("\n\n"):
        pieces = [f"<code>{_text(p)}</code>" if n % 2 else _text(p) for n, p in enumerate(paragraph.split("`"))]
        parts.append(f"<p>{''.join(pieces)}</p>")
    return "".join(parts)


def _text(value: object) -> str:
    return escape(str(value))


def _anchor(name: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in name.lower())
