"""A form as a browser sends it: short texts, or texts and files; within the limits of a request body."""

from __future__ import annotations

from urllib.parse import parse_qsl

from accountsos.dashboard.request import Request
from accountsos.errors import BadRequest, UnsupportedMediaType
from accountsos.web.body import declared_length, read_body
from accountsos.web.exchange import Visit
from accountsos.web.multipart import UploadedFile, boundary_of, parts_of_form

FIELDS_MAX = 2_200
"""A thousand picked lines and what comes with them."""


async def form_of(visit: Visit, request: Request) -> None:
    """Read the body into the request."""
    most = request.page.body_most
    expected = declared_length(visit.headers, most)
    try:
        content = await read_body(visit.receive, expected, request.context.body_seconds, most)
    except BadRequest:
        visit.close, visit.unread = True, False
        raise
    visit.unread = False
    content_type = visit.headers.get(b"content-type", b"")
    kind = content_type.partition(b";")[0].strip().lower()
    picked: dict[str, list[str]] = {}
    files: dict[str, UploadedFile] = {}
    uploads: list[UploadedFile] = []
    if kind == b"application/x-www-form-urlencoded":
        for name, value in _pairs(content):
            picked.setdefault(name, []).append(value)
    elif kind == b"multipart/form-data":
        for part_name, part in parts_of_form(content, boundary_of(content_type)):
            if isinstance(part, UploadedFile):
                files[part_name] = part
                uploads.append(part)
            else:
                picked.setdefault(part_name, []).append(part)
    else:
        raise UnsupportedMediaType("a form is expected")
    request.picked, request.files, request.uploads = picked, files, uploads
    request.typed = {name: values[-1] for name, values in picked.items()}


def _pairs(content: bytes) -> list[tuple[str, str]]:
    try:
        text = content.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise BadRequest("The form is not whole, or not in UTF-8.") from None
