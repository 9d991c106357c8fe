"""The contract of documents over the door: upload, list, file, correction, deletion, matches, missing evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from accountsos.workflows.documents import record_reading
from accountsos.workflows.documents.record_reading import ReadingGivenUp
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.verify_books import VERIFY_FILES
from tests.api.operations.world import FORM_TYPE, NOON, Client, World, form, found, open_world
from tests.support.bookkeeper import Bookkeeper
from tests.support.engines import opened
from tests.workflows.documents.papers import Clerk, einvoice

FIELDS = (
    "id type status file_name content_type size sha256 uploaded_at supplier number date due_date currency net vat "
    "gross confidence contact transactions warnings reason"
).split()


@pytest.fixture
def world(place: Place) -> Iterator[World]:
    with opened(place) as first:
        first.clock.now = NOON
        tenants = [found(first.books, "Harbour Lane Ltd"), found(first.books, "Mill Street Ltd")]
    whole = open_world(place, tenants)
    yield whole
    whole.books.close()


def clerk_of(world: World) -> Clerk:
    return Clerk(Bookkeeper(world.books, world.ours.tenant.number))


def upload(client: Client, content: bytes, *, status: int = 201, name: str = "invoice.xml", **fields: str) -> Any:
    answer = client.ask("POST", "/api/documents/upload", form(content, file_name=name, **fields), headers=[FORM_TYPE])
    assert answer.status == status, answer.body
    return answer.json()["document"]


def entered(world: World, amount: float, text: str, day: str = "2026-03-04", category: str = "cat_office") -> str:
    line = {"date": day, "description": text, "amount": amount, "bank_account_id": "ba_main", "category_id": category}
    return str(world.ours.post("/api/transactions", line)["transaction"]["id"])


def test_an_upload_is_created_pending_and_known_again(world: World) -> None:
    first = upload(world.ours, einvoice(), type="invoice")
    assert set(FIELDS) <= set(first)
    assert (first["status"], first["type"], first["content_type"]) == ("pending", "invoice", "application/xml")
    again = upload(world.ours, einvoice(), status=200, name="other.xml")
    assert (again["id"], again["file_name"]) == (first["id"], "invoice.xml")
    assert upload(world.theirs, einvoice())["id"] != first["id"]


def test_a_read_document_has_numbers_with_two_decimals_and_the_places_of_its_facts(world: World) -> None:
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    answer = world.ours.ask("GET", f"/api/documents/{document['id']}")
    assert b'"net":100.00,"vat":20.00,"gross":120.00' in answer.body
    shown = answer.json()["document"]
    assert (shown["status"], shown["supplier"], shown["number"]) == ("processed", "Harbour Stationers Ltd", "HS-1041")
    assert shown["contact"]["name"] == "Harbour Stationers Ltd"
    (gross,) = [fact for fact in shown["facts"] if fact["name"] == "gross"]
    assert gross["place"]["xml_path"]
    assert shown["lines"][0]["description"] == "Paper"


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 400), (b"GIF89a%PDF-1.4", 415), (b"<html>", 415), (b"PK\x03\x04", 415), (b"hello", 415)],
)
def test_a_file_of_no_known_kind_is_refused(world: World, content: bytes, status: int) -> None:
    answer = world.ours.ask("POST", "/api/documents/upload", form(content, file_name="a.pdf"), headers=[FORM_TYPE])
    assert (answer.status, answer.error["param"]) == (status, "file")


def test_an_upload_without_a_form_or_with_an_unknown_type_is_refused(world: World) -> None:
    assert world.ours.ask("POST", "/api/documents/upload", {}).status == 415
    answer = world.ours.ask("POST", "/api/documents/upload", form(einvoice(), type="bill"), headers=[FORM_TYPE])
    assert (answer.status, answer.error["param"]) == (400, "type")


def test_the_file_comes_back_as_an_attachment_that_no_browser_runs(world: World) -> None:
    document = upload(world.ours, einvoice(), name='../ev"il\u202e naïve.xml')
    answer = world.ours.ask("GET", f"/api/documents/{document['id']}/file")
    assert (answer.status, answer.body) == (200, einvoice())
    assert answer.headers["content-type"] == "application/xml"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    disposition = answer.headers["content-disposition"]
    assert disposition == "attachment; filename=\"ev_il na_ve.xml\"; filename*=UTF-8''ev%22il%20na%C3%AFve.xml"
    assert world.theirs.ask("GET", f"/api/documents/{document['id']}/file").status == 404


def test_filters_are_strict(world: World) -> None:
    for query in ("type=bill", "status=done", "unmatched=1", "limit=0", "search="):
        assert world.ours.ask("GET", f"/api/documents?{query}").status == 400
    upload(world.ours, einvoice())
    assert world.ours.get("/api/documents?status=pending")["pagination"]["total"] == 1
    assert world.ours.get("/api/documents?transaction=txn_unknown")["documents"] == []
    assert world.theirs.get("/api/documents")["documents"] == []


def test_the_line_that_paid_is_found_and_gets_the_contact(world: World) -> None:
    paid = entered(world, -120.00, "HARBOUR STATIONERS HS-1041")
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    shown = world.ours.get(f"/api/documents/{document['id']}")["document"]
    (line,) = shown["transactions"]
    assert (line["id"], line["source"], line["pays"]) == (paid, "matched", -120.0)
    assert "the same amount" in line["reason"]
    assert world.ours.get("/api/documents?unmatched=true")["documents"] == []
    assert [d["id"] for d in world.ours.get(f"/api/documents?transaction={paid}")["documents"]] == [document["id"]]


def test_two_lines_that_fit_alike_are_proposed_and_a_person_chooses(world: World) -> None:
    lines = [entered(world, -120.00, "HARBOUR STATIONERS"), entered(world, -120.00, "HARBOUR STATIONERS", "2026-03-05")]
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    path = f"/api/documents/{document['id']}"
    assert world.ours.get(path)["document"]["transactions"] == []
    proposed = world.ours.get(f"{path}/matches")["matches"]
    assert {p["transaction_id"] for p in proposed} == set(lines)
    assert not any(p["ready"] for p in proposed)
    shown = world.ours.get(f"{path}/matches")["proposals"]
    assert [[t["id"] for t in p["transactions"]] for p in shown] == [[p["transaction_id"]] for p in proposed]
    (paper,) = shown[0]["documents"]
    assert (paper["id"], paper["number"], paper["open"], paper["pays"]) == (document["id"], "HS-1041", -120.0, -120.0)
    assert "the same amount" in shown[0]["reason"]
    chosen = world.ours.patch(path, {"transaction_ids": [lines[1]]})["document"]
    assert [(t["id"], t["source"]) for t in chosen["transactions"]] == [(lines[1], "person")]
    assert world.ours.patch(path, {"transaction_ids": []})["document"]["transactions"] == []


def test_corrections_are_certain_and_must_add_up(world: World) -> None:
    document = upload(world.ours, einvoice())
    path = f"/api/documents/{document['id']}"
    assert world.ours.ask("PATCH", path, {"supplier": "X Ltd"}).status == 409
    clerk_of(world).read_all()
    wrong = world.ours.refused("PATCH", path, {"gross": 121})
    assert (wrong["status"], wrong["param"]) == (400, "gross")
    assert world.ours.refused("PATCH", path, {"net": 1.005})["status"] == 400
    body = {
        "net": 200.00,
        "vat": 40,
        "gross": 240.00,
        "number": "HS-9",
        "due_date": "2026-04-01",
        "supplier": "Quay Ltd",
    }
    shown = world.ours.patch(path, body)["document"]
    assert (shown["gross"], shown["number"], shown["due_date"]) == (240.0, "HS-9", "2026-04-01")
    assert (shown["contact"]["name"], shown["confidence"], shown["status"]) == ("Quay Ltd", 1, "processed")
    cleared = world.ours.patch(path, {"gross": None})["document"]
    assert (cleared["status"], cleared["reason"]) == ("needs_review", "please add: total (gross)")


def test_an_outdated_correction_is_refused(world: World) -> None:
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    path = f"/api/documents/{document['id']}"
    tag = world.ours.ask("GET", path).headers["etag"]
    assert world.ours.ask("PATCH", path, {"number": "A1"}, headers=[("If-Match", tag)]).status == 200
    assert world.ours.ask("PATCH", path, {"number": "A2"}, headers=[("If-Match", tag)]).status == 412


def test_another_companys_line_cannot_be_linked(world: World) -> None:
    theirs = world.theirs.get("/api/transactions?limit=1")["transactions"][0]["id"]
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    error = world.ours.refused("PATCH", f"/api/documents/{document['id']}", {"transaction_ids": [theirs]})
    assert (error["status"], error["param"]) == (404, "transaction_ids")


def test_a_booked_document_is_not_deleted_and_a_loose_one_is(world: World) -> None:
    paid = entered(world, -120.00, "HARBOUR STATIONERS HS-1041")
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    path = f"/api/documents/{document['id']}"
    assert world.ours.refused("DELETE", path)["status"] == 409
    world.ours.patch(path, {"transaction_ids": []})
    assert world.ours.ask("DELETE", path).status == 204
    assert world.ours.ask("GET", path).status == 404
    assert world.ours.get(f"/api/documents?transaction={paid}")["documents"] == []


def test_payments_without_a_document_are_listed_until_one_comes(world: World) -> None:
    # Of the company's lines only software 45.99 + 54.01 and travel 120.50 are payments of 10.00 and more.
    before = world.ours.get("/api/evidence/missing")
    assert (before["pagination"]["total"], before["total_amount"]) == (3, -220.5)
    entered(world, -120.00, "HARBOUR STATIONERS HS-1041")
    assert world.ours.get("/api/evidence/missing?from=2026-03-01")["pagination"]["total"] == 1
    upload(world.ours, einvoice())
    clerk_of(world).read_all()
    assert world.ours.get("/api/evidence/missing?from=2026-03-01")["missing"] == []
    assert world.ours.get("/api/evidence/missing?min_amount=100")["pagination"]["total"] == 1
    assert world.ours.ask("GET", "/api/evidence/missing?min_amount=-1").status == 400


def test_jobs_are_visible_by_state(world: World) -> None:
    document = upload(world.ours, einvoice())
    (job,) = world.ours.get("/api/jobs?state=queued")["jobs"]
    assert (job["kind"], job["subject"], job["attempts"]) == ("read_document", document["id"], 0)
    assert world.ours.get("/api/jobs?state=dead")["jobs"] == []
    assert world.theirs.get("/api/jobs")["jobs"] == []


def test_a_job_that_was_given_up_is_retried_once_under_its_key(world: World) -> None:
    document = upload(world.ours, einvoice())
    clerk = clerk_of(world)
    held = clerk.claim(clerk.waiting(later_minutes=1)[0], later_minutes=1)
    assert held is not None
    clerk.keeper.do(record_reading.GIVE_UP, ReadingGivenUp(held, "This document could not be read: it hangs.", 10))
    (dead,) = world.ours.get("/api/jobs?state=dead")["jobs"]
    path = f"/api/jobs/{dead['id']}/retry"
    assert world.theirs.ask("POST", path).status == 404
    answers = [world.ours.ask("POST", path, headers=[("Idempotency-Key", "again")]) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["job"]["state"] == "queued"
    assert world.ours.get(f"/api/documents/{document['id']}")["document"]["status"] == "pending"
    clerk.read_all()
    assert world.ours.ask("POST", path).status == 409


def test_books_with_documents_verify(world: World) -> None:
    entered(world, -120.00, "HARBOUR STATIONERS HS-1041")
    upload(world.ours, einvoice())
    clerk = clerk_of(world)
    clerk.read_all()
    assert clerk.keeper.faults() == []


def test_the_files_lie_under_the_data_directory(place: Place) -> None:
    with opened(place) as whole:
        books: Books = whole.books
        digest = books.objects.put(1, b"x")
    (kept,) = [path for path in Path(place.data / "objects").rglob("*") if path.is_file()]
    assert kept.name == digest.hex()


def test_a_transaction_names_its_documents(world: World) -> None:
    paid = entered(world, -120.00, "HARBOUR STATIONERS HS-1041")
    assert world.ours.get(f"/api/transactions/{paid}")["transaction"]["documents"] == []
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    assert world.ours.get(f"/api/transactions/{paid}")["transaction"]["documents"] == [{"id": document["id"]}]


def test_verify_names_the_document_whose_bytes_have_changed(world: World, place: Place) -> None:
    document = upload(world.ours, einvoice())
    tenant, books = world.ours.tenant.number, world.books
    assert books.read(VERIFY_FILES, tenant, books.objects) == []
    (kept,) = [path for path in Path(place.data / "objects").rglob("*") if path.is_file()]
    kept.write_bytes(b"?" + einvoice()[1:])
    (finding,) = books.read(VERIFY_FILES, tenant, books.objects)
    assert document["id"] in finding.message


def test_a_bill_is_booked_settled_and_listed_over_the_api(world: World) -> None:
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    path = f"/api/documents/{document['id']}"
    booked = world.ours.patch(path, {"direction": "purchase", "category_id": "cat_office"})["document"]["booking"]
    assert (booked["state"], booked["category"]["id"], booked["category_source"]) == ("posted", "cat_office", "person")
    assert (booked["amount"], booked["open_amount"]) == (120.0, 120.0)
    report = world.ours.get("/api/reports/aged-creditors?as_of=2026-04-30")["report"]
    assert (report["ages"]["days_1_30"], report["control_balance"]) == (120.0, 120.0)
    assert report["parties"][0]["invoices"][0]["document_id"] == document["id"]
    for link in (report["links"]["control_balance"], report["parties"][0]["ages"]["link"]):
        assert [posting["counts"] for posting in world.ours.get(link)["postings"]] == [-120.0]
    assert world.ours.get("/api/reports/aged-debtors")["report"]["parties"] == []
    settled = world.ours.ask("POST", f"{path}/settlements", {"kind": "write_off", "reason": "never delivered"})
    assert settled.status == 201
    (settlement,) = settled.json()["document"]["settlements"]
    assert (settlement["kind"], settlement["amount"]) == ("write_off", 120.0)
    assert world.theirs.refused("DELETE", f"/api/settlements/{settlement['id']}")["status"] == 404
    assert world.ours.ask("DELETE", f"/api/settlements/{settlement['id']}").status == 204
    assert world.ours.get(path)["document"]["booking"]["open_amount"] == 120.0


def test_a_receipt_has_no_category_of_its_own(world: World) -> None:
    document = upload(world.ours, einvoice())
    clerk_of(world).read_all()
    path = f"/api/documents/{document['id']}"
    world.ours.patch(path, {"type": "receipt"})
    refusal = world.ours.refused("PATCH", path, {"category_id": "cat_office"})
    assert (refusal["status"], refusal["param"]) == (400, "category_id")
    assert world.ours.get(path)["document"]["booking"] is None
