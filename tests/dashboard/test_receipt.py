"""A receipt is put beside a line by page, from a question of review too, and taken away again."""

from __future__ import annotations

from accountsos import ids
from accountsos.store.documents import documents_of_transaction
from accountsos.workflows.documents.list_documents import LIST, DocumentQuestion
from tests.dashboard.world import Answer, Company, Visitor, World
from tests.workflows.documents.papers import Clerk, einvoice


def page_of(company: Company) -> str:
    return company.fill("/{company}/transactions/{transaction}/receipt")


def upload(world: World, visitor: Visitor, number: str, **more: str) -> str:
    """Upload a bill for the newest line; where that leads."""
    answer = visitor.upload(page_of(world.ours), einvoice(number=number), "bill.xml", **{"do": "upload", **more})
    assert answer.status == 303
    return answer.header("location")


def newest(company: Company) -> str:
    document = company.keeper.ask(LIST, DocumentQuestion(limit=1)).rows[0].document
    return ids.public_id("doc_", company.keeper.company, document.number)


def beside(company: Company) -> list[int]:
    line = ids.number_in("txn_", company.keeper.company, company.lines[0])
    assert line is not None
    return company.keeper.books.look(lambda db: documents_of_transaction(db, company.keeper.company, line))


def put(world: World, visitor: Visitor, what: str, paper: str, **more: str) -> Answer:
    return visitor.post(page_of(world.ours), {"do": what, "document": paper, **more})


def test_a_receipt_goes_beside_the_line_that_is_asked_about_and_away_again(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    review = f"/{world.ours.id}/review?line={world.ours.lines[0]}"
    assert f"{page_of(world.ours)}?from=review" in visitor.get(review).text
    address = upload(world, visitor, "R-1", **{"from": "review"})
    paper = newest(world.ours)
    assert address == f"{page_of(world.ours)}?document={paper}&from=review"
    assert "is being read" in visitor.get(address).text
    Clerk(world.ours.keeper).read_all()
    page = visitor.get(address).text
    assert "Harbour Stationers Ltd" in page
    assert "Put it beside this payment" in page
    assert "It says £120.00; the payment is £7.77." in page
    done = put(world, visitor, "beside", paper, **{"from": "review"})
    assert (done.status, done.header("location")) == (303, f"{review}&paper={paper}")
    assert len(beside(world.ours)) == 1
    shown = visitor.get(done.header("location")).text
    assert "The receipt is beside this payment." in shown
    undone = put(world, visitor, "away", paper, **{"from": "review"})
    assert (undone.status, undone.header("location")) == (303, review)
    assert beside(world.ours) == []
    assert "Harbour Stationers Ltd" in visitor.get(page_of(world.ours)).text
    assert world.ours.keeper.faults() == []


def test_what_no_reader_takes_is_said_in_our_words(world: World) -> None:
    visitor = world.visitor("owner")
    refused = visitor.upload(page_of(world.ours), b"just words", "note.txt", do="upload")
    assert refused.status == 422
    assert "Choose a PDF, a photo or an e-invoice" in refused.text
    assert visitor.upload(page_of(world.ours), b"", "empty.pdf", do="upload").status == 422


def test_another_companys_paper_is_not_there(world: World) -> None:
    clerk = Clerk(world.theirs.keeper)
    theirs = clerk.id_of(clerk.uploaded_and_read(einvoice(number="T-1")))
    visitor = world.visitor("owner")
    assert put(world, visitor, "beside", theirs).status == 404
    assert visitor.get(f"{page_of(world.ours)}?document={theirs}").status == 404
    assert beside(world.ours) == []


def test_a_reader_puts_nothing_beside_a_line(world: World) -> None:
    clerk = Clerk(world.ours.keeper)
    paper = clerk.id_of(clerk.uploaded_and_read(einvoice(number="R-2")))
    visitor = world.visitor("reader")
    refused = visitor.post(page_of(world.ours), {"do": "beside", "document": paper}, page="/me")
    assert (refused.status, beside(world.ours)) == (403, [])
