"""Uploads are read whole and exactly as declared, or refused."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.errors import BadRequest, UnsupportedMediaType
from accountsos.web.multipart import Multipart, UploadedForm, boundary_of, display_name, read_form
from tests.api.framework.asking import Answer, ask
from tests.api.framework.toys import OPERATIONS, WRITE, toy_app

FORM = OPERATIONS[-1].body
assert isinstance(FORM, Multipart)
DECLARED: Multipart = FORM


def file(name: str = "file", file_name: str = "bill.pdf", content: bytes = b"%PDF-1.7") -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: application/pdf'
    return head.encode() + b"\r\n\r\n" + content


def text(name: str = "type", content: bytes = b"receipt") -> bytes:
    return f'Content-Disposition: form-data; name="{name}"'.encode() + b"\r\n\r\n" + content


def form(*parts: bytes, boundary: bytes = b"xYz") -> bytes:
    return b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"


def read(body: bytes) -> UploadedForm:
    return read_form(body, b"xYz", DECLARED)


def send(body: bytes, content_type: str = "multipart/form-data; boundary=xYz") -> Answer:
    sent = [("Content-Type", content_type)]
    return ask(toy_app(), "/api/documents/upload", "POST", key=WRITE, headers=sent, chunks=[body])


def test_a_file_and_its_fields_arrive_as_sent() -> None:
    found = read(form(file(content=b"a\r\n--xY\r\nb\r\n"), text()))
    assert found.files["file"].content == b"a\r\n--xY\r\nb\r\n"
    assert found.files["file"].file_name == "bill.pdf"
    assert found.files["file"].content_type == "application/pdf"
    assert found.fields == {"type": "receipt"}
    assert found.files["file"].sha256() == hashlib.sha256(b"a\r\n--xY\r\nb\r\n").digest()
    assert read(form(file())).fields == {"type": None}


def test_an_upload_goes_through_the_door() -> None:
    answer = send(form(file(), text()))
    assert (answer.status, answer.json()) == (201, {"file_name": "bill.pdf", "size": 8, "kind": "receipt"})


REFUSED = {
    "an empty file": (form(file(content=b"")), "file", "empty file"),
    "no file": (form(text()), "file", "`file` is missing"),
    "no part at all": (b"--xYz--\r\n", "file", "`file` is missing"),
    "nothing": (b"", None, "does not start with its boundary"),
    "two files": (form(file(), file()), "file", "given twice"),
    "another part": (form(file(), text("notes")), "notes", "is not a part of this form; accepted are file, type"),
    "text for a file": (form(text("file")), "file", "is text; a file"),
    "a file for text": (form(file(), file("type")), "type", "is a file"),
    "an empty field": (form(file(), text(content=b"")), "type", "is empty; expected one of receipt, invoice"),
    "a wrong field": (
        form(file(), text(content=b"bill")),
        "type",
        '`type` is "bill"; expected one of receipt, invoice',
    ),
    "a field not in UTF-8": (form(file(), text(content=b"\xff")), "type", "not a short text in UTF-8"),
    "an unclosed body": (form(file())[:-8], None, "the closing boundary is missing"),
    "half a closing boundary": (form(file())[:-3], None, "closing boundary"),
    "a body cut in the headers": (b"--xYz\r\nContent-Disp", None, "the closing boundary is missing"),
    "something after the end": (form(file()) + b"more", None, "goes on after"),
    "something before the start": (b"hello\r\n" + form(file()), None, "does not start"),
    "a part without a name": (form(b"Content-Disposition: form-data\r\n\r\nx"), None, "has no name"),
    "a part that is no form-data": (
        form(b'Content-Disposition: attachment; name="file"\r\n\r\nx'),
        None,
        "has no name",
    ),
    "a part without headers": (form(b"\r\nx"), None, "has no name"),
    "a header without colon": (form(b"nonsense\r\n\r\nx"), None, "broken or repeated header"),
    "a repeated header": (form(text().replace(b"\r\n\r\n", b"\r\ncontent-disposition: x\r\n\r\n")), None, "repeated"),
    "an encoded part": (
        form(file().replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n")),
        None,
        "as they are",
    ),
    "endless headers": (form(b"A: " + b"x" * 9000 + b"\r\n\r\n"), None, "8 KiB"),
    "many parts": (form(*[text(f"t{n}") for n in range(40)]), "t0", "is not a part"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_form_that_is_not_as_declared_is_400(case: str) -> None:
    body, param, message = REFUSED[case]
    with pytest.raises(BadRequest) as refusal:
        read(body)
    assert refusal.value.param == param
    assert message in refusal.value.message
    if body:
        assert send(body).status == 400


@given(st.data())
def test_no_part_of_a_form_is_taken_for_the_whole(data: st.DataObject) -> None:
    whole = form(file(), text())
    cut = data.draw(st.integers(0, len(whole) - 3))
    with pytest.raises(BadRequest):
        read(whole[:cut])


@given(
    st.lists(
        st.sampled_from(
            [
                b"--xYz",
                b"--",
                b"\r\n",
                b"\r\n\r\n",
                b'Content-Disposition: form-data; name="file"',
                b'; filename="',
                b'"',
                b"x",
                b"\xff",
                b"\x00",
                b":",
                b";",
                b"=",
            ]
        ),
        max_size=30,
    )
)
def test_no_body_whatever_causes_anything_but_a_refusal(pieces: list[bytes]) -> None:
    try:
        read(b"--xYz" + b"".join(pieces))
    except BadRequest as refusal:
        refusal.message.encode()


@pytest.mark.parametrize("kind", ["application/json", "multipart/mixed; boundary=xYz", "", "application/octet-stream"])
def test_what_is_no_form_is_415(kind: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        boundary_of(kind.encode())
    assert send(form(file()), kind).status == 415


@pytest.mark.parametrize(
    "options", ["", "; boundary=", "; boundary=" + "x" * 71, "; boundary=a\x00b", '; boundary="a "']
)
def test_a_form_without_a_usable_boundary_is_400(options: str) -> None:
    with pytest.raises(BadRequest):
        boundary_of(b"multipart/form-data" + options.encode())


def test_a_quoted_boundary_and_another_case_are_read() -> None:
    assert boundary_of(b'Multipart/Form-Data; charset=utf-8; boundary="a b"') == b"a b"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("bill.pdf", "bill.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\bill.pdf", "bill.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("a/", "unnamed"),
        ("x" * 4000 + ".pdf", "x" * 196 + ".pdf"),
        ("." + "x" * 4000, "." + "x" * 199),
    ],
)
def test_a_file_name_is_only_ever_shown(sent: str, shown: str) -> None:
    assert display_name(sent) == shown


def test_two_forms_are_the_same_request_whatever_their_boundary_order_and_file_name() -> None:
    first = read(form(file(), text())).essence()
    assert first == read_form(form(text(), file(file_name="other.pdf"), boundary=b"b"), b"b", DECLARED).essence()
    assert first != read(form(file(content=b"other"), text())).essence()
    assert first != read(form(file(), text(content=b"invoice"))).essence()
