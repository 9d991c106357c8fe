"""Papers come in by page, are read, put right, and put beside their payments."""

from __future__ import annotations

import re

import pytest

from accountsos import ids
from accountsos.workflows.documents.evidence import MISSING, MissingQuestion
from accountsos.workflows.documents.list_documents import LIST, DocumentQuestion, DocumentState
from accountsos.workflows.invoices.list_invoices import SHOW as SHOW_INVOICE
from tests.dashboard.world import Answer, Company, Visitor, World
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.papers import Clerk, einvoice, page

EMPTY = "no file"
DATES = page(
    ("Quill Stationers",),
    ("12 High Street, Chester",),
    ("Sales receipt",),
    ("Served 14 October 2026   Printed 15 October 2026",),
    ("Paper", "£41.50"),
    ("Total", "£41.50"),
    ("Card", "£41.50"),
)


def at(company: Company, path: str = "inbox") -> str:
    return company.fill("/{company}/" + path)


def newest(company: Company) -> DocumentState:
    return company.keeper.ask(LIST, DocumentQuestion(limit=1)).rows[0]


def paper(company: Company, state: DocumentState) -> str:
    return at(company, "documents/" + ids.public_id("doc_", company.keeper.company, state.document.number))


def brought(world: World, content: bytes) -> tuple[Visitor, str]:
    """A paper that was read, and whoever looks at it."""
    clerk = Clerk(world.ours.keeper)
    return world.visitor("bookkeeper"), paper(world.ours, clerk.uploaded_and_read(content, "paper.pdf"))


def beside(world: World) -> list[str]:
    """The lines that the newest paper stands beside."""
    found = newest(world.ours).links
    return [ids.public_id("txn_", world.ours.keeper.company, link.transaction_no) for link in found]


def act(visitor: Visitor, address: str, do: str, **fields: str) -> Answer:
    return visitor.post(address, {"do": do, **fields})


def test_several_files_are_kept_at_once_and_one_that_cannot_be_read_is_told(world: World) -> None:
    visitor, inbox = world.visitor("bookkeeper"), at(world.ours)
    files = [("a.xml", einvoice(number="A-1")), ("note.txt", b"just words"), ("b.xml", einvoice(number="B-1"))]
    told = visitor.upload_all(inbox, files, do="upload")
    assert told.status == 422
    assert "note.txt: it cannot be read as a receipt. Choose a PDF" in told.text
    assert "a.xml" in told.text
    assert "b.xml" in told.text
    done = visitor.upload_all(inbox, files[::2], do="upload")
    assert (done.status, done.header("location")) == (303, f"{inbox}?added=2")
    assert world.ours.keeper.ask(LIST, DocumentQuestion(limit=9)).total == 4
    assert "Choose at least one file" in visitor.upload_all(inbox, [], do="upload").text


def test_a_form_sent_twice_keeps_each_file_once(world: World) -> None:
    visitor, inbox = world.visitor("bookkeeper"), at(world.ours)
    files = [("a.xml", einvoice(number="A-1")), ("b.xml", einvoice(number="B-1"))]
    once = re.findall(r'name="once" value="(\w+)"', visitor.get(inbox).text)[-1]
    answers = [visitor.upload_all(inbox, files, do="upload", once=once) for _ in range(2)]
    assert [answer.header("location") for answer in answers] == [f"{inbox}?added=2"] * 2
    assert world.ours.keeper.ask(LIST, DocumentQuestion(limit=9)).total == 4


def test_what_is_read_stands_on_its_page_with_the_places_marked(world: World) -> None:
    visitor, address = brought(
        world, page(("Harbour Stationers Ltd",), ("Receipt",), ("2 October 2026",), ("Total", "£7.77"))
    )
    shown = visitor.get(address).text
    assert 'id="mark-gross"' in shown
    assert "<title>Total: £7.77</title>" in shown
    assert f'src="{address}/page-1.png"' in shown
    picture = visitor.get(f"{address}/page-1.png")
    assert (picture.status, picture.header("content-type")) == (200, "image/png")
    assert picture.body.startswith(b"\x89PNG")
    assert "sandbox" in picture.header("content-security-policy")
    assert picture.header("x-content-type-options") == "nosniff"
    assert visitor.get(f"{address}/page-2.png").status == 404
    assert visitor.get(f"{address}/page.png").status == 404


def test_the_file_itself_is_only_a_download(world: World) -> None:
    visitor, address = brought(world, einvoice(number="D-1"))
    file = visitor.get(f"{address}/file")
    assert file.body == einvoice(number="D-1")
    assert file.header("content-type") == "application/octet-stream"
    assert file.header("content-disposition") == "attachment; filename*=UTF-8''paper.pdf"
    assert "has figures and no page" in visitor.get(address).text
    assert visitor.get(f"{address}/page-1.png").status == 404


def test_a_question_is_answered_by_one_of_its_readings_or_by_something_else(world: World) -> None:
    visitor, address = brought(world, DATES)
    asked = visitor.get(address).text
    assert "Say what it is" in asked
    fields = dict(re.findall(r'<input id="f-(\w+)" name="\1" type="text"[^>]* value="([^"]*)"', asked))
    form = {"type": "receipt", "direction": "purchase", "supplier": "Quill", "issued_on": "14 Oct 2026", **fields}
    wrong = act(visitor, address, "correct", **{**form, "gross": "much", "issued_on": "soon"})
    assert wrong.status == 422
    assert "Total: enter an amount in pounds and pence" in wrong.text
    assert "Date: enter a day like 9 Oct" in wrong.text
    done = act(visitor, address, "correct", **{**form, "gross": "41.50", "issued_on-other": "15/10/2026"})
    assert (done.status, done.header("location")) == (303, address)
    document = newest(world.ours).document
    assert (document.status, document.gross, str(document.issued_on)) == ("processed", 4150, "2026-10-15")


def test_amounts_that_do_not_add_up_are_refused_in_our_words(world: World) -> None:
    visitor, address = brought(world, einvoice(number="S-1"))
    form = {"type": "invoice", "direction": "purchase", "supplier": "Harbour", "issued_on": "2 Mar 2026"}
    form |= {"currency": "GBP", "net": "100.00", "vat": "20.00", "gross": "130.00"}
    refused = act(visitor, address, "correct", **form)
    assert refused.status == 422
    assert "do not make the total" in refused.text
    assert newest(world.ours).document.gross == 12_000


def receipt(amount: str, day: str = "20 October 2026", shop: str = "Wharf Hardware Ltd") -> bytes:
    return page((shop,), ("Receipt",), (day,), ("Paint", f"£{amount}"), ("Total", f"£{amount}"))


def test_the_likely_payment_is_accepted_and_taken_away_again(world: World) -> None:
    visitor, address = brought(world, receipt("7.77"))
    shown = visitor.get(address).text
    pair = re.findall(r'name="pair" value="([^"]+)"', shown)[0]
    assert pair.endswith(world.ours.lines[0])
    assert "Yes, this one" in shown
    done = act(visitor, address, "pay", pair=pair)
    assert done.status == 303
    assert beside(world) == [world.ours.lines[0]]
    assert "Its payment" in visitor.get(address).text
    act(visitor, address, "away", line=world.ours.lines[0])
    assert beside(world) == []
    assert world.ours.keeper.faults() == []


def test_another_payment_is_looked_for_and_chosen(world: World) -> None:
    visitor, address = brought(world, receipt("11.11"))
    assert "No bank line looks like it yet" in visitor.get(address).text
    found = visitor.get(f"{address}?find=garnet").text
    assert "This one" in found
    assert "No lines match" in visitor.get(f"{address}?find=zzzz").text
    line = re.findall(r'name="line" value="([^"]+)"', visitor.get(f"{address}?find=107.74").text)[0]
    act(visitor, address, "beside", line=line)
    assert beside(world) == [line]


def test_a_receipt_not_paid_yet_is_a_bill_and_one_paid_with_own_money_gets_a_line(world: World) -> None:
    visitor, address = brought(world, receipt("30.00"))
    act(visitor, address, "bill")
    state = newest(world.ours)
    assert state.document.type == "invoice"
    assert state.invoice is not None
    visitor, address = brought(world, receipt("12.50", "19 October 2026", "Copperfield Tools"))
    assert act(visitor, address, "own").status == 303
    assert len(beside(world)) == 1
    assert "12.50" in visitor.get(at(world.ours, "transactions?search=copperfield&period=all")).text
    assert world.ours.keeper.faults() == []


def test_an_open_bill_paid_with_own_money_is_settled(world: World) -> None:
    visitor, address = brought(world, einvoice(number="OWN-1"))
    act(visitor, address, "file", under="cat_office")
    assert act(visitor, address, "own").status == 303
    document_id = address.rpartition("/")[2]
    invoice = world.ours.keeper.ask(SHOW_INVOICE, document_id).state.invoice
    assert invoice is not None
    assert invoice.open_amount == 0


def test_what_is_nothing_for_the_books_leaves_the_list_and_may_be_deleted(world: World) -> None:
    visitor, address = brought(world, receipt("5.00"))
    inbox = at(world.ours)
    assert address in visitor.get(inbox).text
    act(visitor, address, "other")
    assert address not in visitor.get(inbox).text
    assert address in visitor.get(f"{inbox}?state=done").text
    assert act(visitor, address, "delete").status == 422
    gone = act(visitor, address, "delete", sure="yes")
    assert (gone.status, gone.header("location")) == (303, inbox)
    assert visitor.get(address).status == 404


def test_another_companys_payment_is_not_there(world: World) -> None:
    visitor, address = brought(world, receipt("7.77"))
    theirs, document = world.theirs.lines[0], address.rpartition("/")[2]
    assert act(visitor, address, "pay", pair=f"{document}.{theirs}").status == 404
    assert act(visitor, address, "beside", line=theirs).status == 404
    assert beside(world) == []


@pytest.mark.parametrize("by", ["line", "contact"])
def test_a_payment_that_needs_no_receipt_is_not_asked_for_until_somebody_asks_again(world: World, by: str) -> None:
    visitor, missing = world.visitor("bookkeeper"), at(world.ours, "inbox/missing")

    def asked() -> int:
        wanted = MissingQuestion(TODAY.replace(year=2020), TODAY.replace(year=2027), 1000, 50)
        return world.ours.keeper.ask(MISSING, wanted).total

    before = asked()
    shown = visitor.get(missing).text
    value = re.findall(rf'name="{by}" value="([^"]+)"', shown)[0]
    done = act(visitor, missing, by, **{by: value})
    assert done.header("location") == f"{missing}?done={value}"
    assert asked() == before - 1
    told = visitor.get(done.header("location")).text
    assert "It is not asked for any more." in told
    assert "Not asked for" in told
    act(visitor, missing, "needed", subject=value)
    assert asked() == before
    assert act(visitor, missing, by, **{by: value.replace("0", "z")}).status == 404
