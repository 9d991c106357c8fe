"""Uploads: multipart/form-data with exactly the declared parts, read from a whole body and closed as it must be."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct
from python_multipart.multipart import parse_options_header

from accountsos.errors import BadRequest, UnsupportedMediaType
from accountsos.web.query import QueryParameter
from accountsos.wire.json_gate import clean, shown

_PARTS_MAX = 16
_HEADERS_MAX = 8 * 1024
_TEXT_MAX = 64 * 1024
_NAME_MAX = 200
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_CLOSE = "the closing boundary is missing: the body was cut short"


class FilePart(Struct, frozen=True):
    """A declared file."""

    name: str
    description: str
    required: bool = True


class Multipart(Struct, frozen=True):
    """A declared form: its files and its text fields."""

    files: tuple[FilePart, ...]
    fields: tuple[QueryParameter, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it came. Its name is for display only, never a path; its type is the client's word for it."""

    file_name: str
    content_type: str
    content: bytes = field(repr=False)

    def sha256(self) -> bytes:
        """The digest of its bytes."""
        return hashlib.sha256(self.content).digest()


class UploadedForm(Struct, frozen=True):
    """A form that has been read: every declared field has its value or default, every required file is there."""

    files: dict[str, UploadedFile]
    fields: dict[str, Any]

    def essence(self) -> dict[str, object]:
        """What makes two forms the same request: texts, and digests of files; not boundary, order or file names."""
        texts = {name: str(value) for name, value in self.fields.items() if value is not None}
        return {"fields": texts, "files": {name: file.sha256().hex() for name, file in self.files.items()}}


class _Part(Struct, frozen=True):
    name: str
    file_name: str | None
    content_type: str
    content: bytes


def boundary_of(content_type: bytes) -> bytes:
    """The boundary that the Content-Type header names; 415 where it is no form, 400 where the boundary is no good."""
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        raise UnsupportedMediaType(
            f"This operation reads multipart/form-data, not {shown(content_type.decode('latin-1'))}.",
            param="Content-Type",
        )
    boundary = options.get(b"boundary", b"")
    if not _BOUNDARY.fullmatch(boundary):
        raise BadRequest("Content-Type names no usable boundary for the form.", param="Content-Type")
    return boundary


def read_form(body: bytes, boundary: bytes, declared: Multipart) -> UploadedForm:
    """The form, or BadRequest naming the part that is wrong."""
    files: dict[str, UploadedFile] = {}
    fields: dict[str, Any] = {p.name: p.default for p in declared.fields}
    file_parts = {p.name: p for p in declared.files}
    text_parts = {p.name: p for p in declared.fields}
    seen: set[str] = set()
    for part in _parts(body, boundary):
        if part.name not in file_parts and part.name not in text_parts:
            known = ", ".join([*file_parts, *text_parts])
            raise BadRequest(
                f"`{clean(part.name)}` is not a part of this form; accepted are {known}.", param=clean(part.name, 200)
            )
        if part.name in seen:
            raise BadRequest(f"`{part.name}` is given twice; send it once.", param=part.name)
        seen.add(part.name)
        if part.name in file_parts:
            if part.file_name == "" and not part.content and not file_parts[part.name].required:
                continue  # what a browser sends for a file that no one chose
            files[part.name] = _file(part)
        else:
            fields[part.name] = _text(part, text_parts[part.name])
    required = [p.name for p in declared.files if p.required] + [p.name for p in declared.fields if p.required]
    for name in required:
        if name not in seen:
            raise BadRequest(f"`{name}` is missing; it is required.", param=name)
    return UploadedForm(files, fields)


def parts_of_form(body: bytes, boundary: bytes) -> Iterator[tuple[str, str | UploadedFile]]:
    """A browser's form as it came: texts, and the files somebody chose. What it means is for the form to say."""
    for part in _parts(body, boundary):
        if part.file_name is None:
            if len(part.content) > _TEXT_MAX:
                raise BadRequest("A field of the form is too long.")
            try:
                yield part.name, part.content.decode("utf-8")
            except UnicodeDecodeError:
                raise BadRequest("A field of the form is not in UTF-8.") from None
        elif part.file_name or part.content:
            yield part.name, UploadedFile(display_name(part.file_name), part.content_type, part.content)


def display_name(file_name: str) -> str:
    """The file's name as it may be shown: last step only, one Unicode form, nothing invisible, not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", file_name))[-1]
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    if len(visible) > _NAME_MAX:
        stem, dot, ending = visible.rpartition(".")
        keep = dot + ending if stem and len(ending) <= 10 else ""
        visible = visible[: _NAME_MAX - len(keep)] + keep
    return visible if visible.strip(". ") else "unnamed"


def _file(part: _Part) -> UploadedFile:
    if part.file_name is None:
        raise BadRequest(f"`{part.name}` is text; a file with a file name is expected.", param=part.name)
    if not part.content:
        raise BadRequest(f"`{part.name}` is an empty file.", param=part.name)
    return UploadedFile(display_name(part.file_name), part.content_type, part.content)


def _text(part: _Part, declared: QueryParameter) -> object:
    accepted = declared.kind.accepted
    if part.file_name is not None:
        raise BadRequest(f"`{part.name}` is a file; expected {accepted}.", param=part.name)
    if not part.content:
        raise BadRequest(f"`{part.name}` is empty; expected {accepted}, or leave it out.", param=part.name)
    try:
        text = part.content.decode("utf-8") if len(part.content) <= _TEXT_MAX else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise BadRequest(f"`{part.name}` is not a short text in UTF-8; expected {accepted}.", param=part.name)
    try:
        return declared.kind.read(text)
    except ValueError:
        raise BadRequest(f"`{part.name}` is {shown(text)}; expected {accepted}.", param=part.name) from None


def _parts(body: bytes, boundary: bytes) -> Iterator[_Part]:
    opening, divider = b"--" + boundary, b"\r\n--" + boundary
    if not body.startswith(opening):
        raise BadRequest("The form does not start with its boundary.")
    at = len(opening)
    for _ in range(_PARTS_MAX):
        if body.startswith(b"--", at):
            if body[at + 2 : at + 4] not in (b"", b"\r\n") or len(body) > at + 4:
                raise BadRequest("The form goes on after its closing boundary.")
            return
        if not body.startswith(b"\r\n", at):
            raise BadRequest(f"The form is broken after a boundary, or {_CLOSE}.")
        end = body.find(divider, at)
        if end < 0:
            raise BadRequest(f"The form is not whole; {_CLOSE}.")
        yield _part(body[at:end])
        at = end + len(divider)
    raise BadRequest(f"The form has more than {_PARTS_MAX - 1} parts.")


def _part(raw: bytes) -> _Part:
    """One part. `raw` starts with the line break that ends the boundary's line."""
    head_end = raw.find(b"\r\n\r\n", 0, _HEADERS_MAX)
    if head_end < 0:
        raise BadRequest("A part of the form has no end of headers within 8 KiB.")
    headers: dict[bytes, bytes] = {}
    for line in filter(None, raw[:head_end].split(b"\r\n")):
        name, colon, value = line.partition(b":")
        if not colon or name.strip().lower() in headers:
            raise BadRequest("A part of the form has a broken or repeated header.")
        headers[name.strip().lower()] = value.strip()
    kind, options = parse_options_header(headers.get(b"content-disposition"))
    if kind != b"form-data" or b"name" not in options:
        raise BadRequest("A part of the form has no name; expected Content-Disposition: form-data with a name.")
    if headers.get(b"content-transfer-encoding", b"binary").lower() not in (b"binary", b"8bit", b"7bit"):
        raise BadRequest("A part of the form has a Content-Transfer-Encoding; send the bytes as they are.")
    file_name = options.get(b"filename")
    return _Part(
        name=options[b"name"].decode("utf-8", "replace"),
        file_name=None if file_name is None else file_name.decode("utf-8", "replace"),
        content_type=parse_options_header(headers.get(b"content-type", b"application/octet-stream"))[0].decode(
            "latin-1"
        ),
        content=raw[head_end + 4 :],
    )
