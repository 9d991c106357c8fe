"""A file's bytes to the facts of a document: the one way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accountsos.documents import picture
from accountsos.documents.checks import page_check
from accountsos.documents.einvoice.embedded import embedded_einvoice
from accountsos.documents.einvoice.read import invoices_and_oddities
from accountsos.documents.einvoice.xml import OddField, UnreadableXml
from accountsos.documents.email_body import pieces_of_body
from accountsos.documents.email_file import UnreadableEmail, attachments_of
from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.facts import PICTURE, Check, DocumentFacts, Fact, ReadOutcome, ReadStatus
from accountsos.documents.judge_sheet import outcome_of_sheet
from accountsos.documents.kinds import Kind, kind_of
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import failed, outcome_of
from accountsos.documents.pdf_text import PdfText, picture_of_page, text_of_pdf
from accountsos.documents.streams import PAGES_READ_MAX, UnreadablePdf, opened, refuse_bombs
from accountsos.documents.templates import Template
from accountsos.errors import UnsupportedMediaType

NOBODY = KnownSuppliers()
_ODD_SHOWN = 20
_SCANNED_PAGES_MAX = 5


def read_document(
    content: bytes,
    *,
    file_name: str | None = None,
    known_suppliers: KnownSuppliers = NOBODY,
    templates: Sequence[Template] = (),
    today: date,
) -> ReadOutcome:
    """Read a file of any accepted kind. Never raises for what is in the file: the outcome says what went wrong.

    `file_name` is for the reader's eyes only and decides nothing. Run it in a process with limits.
    """
    reader = _Reader(known_suppliers, tuple(templates), today)
    try:
        return reader.read(content)
    except UnsupportedMediaType as refused:
        return failed(refused.message)
    except (UnreadablePdf, UnreadableEmail, picture.UnreadablePicture) as unreadable:
        return failed(str(unreadable))
    except picture.OcrMissing as missing:
        return failed(str(missing))


def seen_in_pdf(content: bytes, page: PdfText) -> picture.PictureText:
    """What a PDF shows: its text, else what is seen on the first of its pages without text.

    Pictures are looked at only where no page has text: a scanned letterhead on the back says nothing.
    """
    found = picture.PictureText(page.pieces)
    for number in page.pages_without_text[:_SCANNED_PAGES_MAX] if not page.pieces else ():
        found += picture.pieces_of_image(picture_of_page(content, number), page=number)
    return found


class _Reader:
    """One reading, with what the books know."""

    def __init__(self, known: KnownSuppliers, templates: tuple[Template, ...], today: date) -> None:
        self.known, self.templates, self.today = known, templates, today

    def read(self, content: bytes) -> ReadOutcome:
        kind = kind_of(content)
        if kind is Kind.EINVOICE:
            return self._einvoice(content)
        if kind is Kind.PDF:
            return self._pdf(content)
        if kind is Kind.EMAIL:
            return self._email(content)
        found = picture.pieces_of_picture(content, kind)
        return replace(self._sheet(sheet_of(found.pieces), PICTURE), turns=found.turns)

    def _einvoice(self, content: bytes) -> ReadOutcome:
        try:
            found, odd = invoices_and_oddities(content)
        except UnreadableXml as mistake:
            return failed(f"The e-invoice cannot be read: {mistake}.")
        return self._outcome_of_einvoice(found, _left_out(odd))

    def _outcome_of_einvoice(self, found: tuple[DocumentFacts, ...], further: Sequence[Check]) -> ReadOutcome:
        outcome = outcome_of(
            found[0], source="e-invoice", known=self.known, today=self.today, further=[*further, *_missing(found[0])]
        )
        if len(found) == 1:
            return outcome
        numbers = ", ".join(facts.number.value if facts.number else "one without a number" for facts in found)
        reason = f"the file holds {len(found)} invoices ({numbers}); only the first is filled in here"
        return replace(
            outcome,
            status=ReadStatus.NEEDS_REVIEW,
            reason="; ".join(filter(None, (reason, outcome.reason))),
            others=found[1:],
        )

    def _pdf(self, content: bytes) -> ReadOutcome:
        pdf = opened(content)
        with pdf:
            refuse_bombs(pdf)
            inside = embedded_einvoice(pdf)
        page = text_of_pdf(content)
        if inside is not None:
            try:
                found, odd = invoices_and_oddities(inside)
            except UnreadableXml as mistake:
                outcome = self._page(content, page)
                return _with_reason(outcome, f"the e-invoice inside cannot be read ({mistake}); this is from the page")
            return self._hybrid(found, page, _left_out(odd))
        return self._page(content, page)

    def _hybrid(self, found: tuple[DocumentFacts, ...], page: PdfText, odd: Sequence[Check]) -> ReadOutcome:
        """XML beats the page, but the page must show the same total."""
        further = list(odd)
        first = found[0]
        if page.pieces:
            sheet = sheet_of(page.pieces)
            seen = facts_from_sheet(sheet, today=self.today)
            compared = page_check(first, seen, sheet.decimals | _whole(sheet))
            further += [compared] if compared else []
            if first.currency is None and seen.currency is not None:
                first = replace(first, currency=Fact(seen.currency.value, 0.96, seen.currency.place))
        return self._outcome_of_einvoice((first, *found[1:]), further)

    def _page(self, content: bytes, page: PdfText) -> ReadOutcome:
        found = seen_in_pdf(content, page)
        source = "text" if page.pieces or not page.pages_without_text else PICTURE
        outcome = replace(self._sheet(sheet_of(found.pieces), source), turns=found.turns)
        if page.page_count > PAGES_READ_MAX:
            outcome = _with_reason(outcome, f"only the first {PAGES_READ_MAX} of {page.page_count} pages were read")
        return outcome

    def _sheet(self, sheet: Sheet, source: str) -> ReadOutcome:
        if not sheet.rows:
            return failed("No text was found on it. Is the picture sharp, lit and the right way up?")
        return outcome_of_sheet(sheet, source, known=self.known, templates=self.templates, today=self.today)

    def _email(self, content: bytes) -> ReadOutcome:
        outcomes = []
        for attached in attachments_of(content):
            try:
                outcome = self.read(attached.content)
            except (UnsupportedMediaType, UnreadablePdf, picture.UnreadablePicture) as refused:
                outcome = failed(str(refused))
            outcomes.append(replace(outcome, read_from=attached.name))
        good = [outcome for outcome in outcomes if outcome.facts is not None]
        if not any(outcome.facts is not None and outcome.facts.gross is not None for outcome in good):
            pieces = pieces_of_body(content)
            if pieces:
                return self._sheet(sheet_of(pieces), "text")
        if not good:
            why = (
                outcomes[0].reason
                if outcomes
                else "the e-mail has no attachment that can be read, and its text shows no amount"
            )
            return failed(f"Nothing in the e-mail could be read: {why}")
        # The e-invoice, then the surest: logos and terms come along as attachments too.
        best = max(good, key=lambda o: (o.source == "e-invoice", o.facts is not None and _sureness(o.facts)))
        others = [o.facts for o in good if o is not best and o.facts is not None and o.facts.gross is not None]
        if others:
            best = _with_reason(best, f"the e-mail has {len(others) + 1} documents; only one is filled in here")
        return replace(best, others=(*best.others, *others))


def _sureness(facts: DocumentFacts) -> float:
    return sum(fact.confidence for fact in (facts.gross, facts.date, facts.supplier.name, facts.number) if fact)


def _left_out(odd: Sequence[OddField]) -> list[Check]:
    """A field that cannot be used never loses the invoice; one of the head may change what is owed: a person looks."""
    return [Check("readable_fields", False, field.message, stops=not field.in_line) for field in odd[:_ODD_SHOWN]]


def _missing(facts: DocumentFacts) -> list[Check]:
    """Header facts that the standard makes compulsory."""
    named = {"number": facts.number, "date": facts.date, "total": facts.gross, "supplier": facts.supplier.name}
    missing = [name for name, fact in named.items() if fact is None]
    if not missing:
        return []
    return [Check("complete", False, f"the e-invoice breaks the standard: it has no {', '.join(missing)}")]


def _whole(sheet: Sheet) -> frozenset[int]:
    """Amounts printed without decimals count as shown too."""
    return frozenset(abs(found.pence) for found in sheet.amounts if not found.amount.has_decimals)


def _with_reason(outcome: ReadOutcome, reason: str) -> ReadOutcome:
    status = ReadStatus.FAILED if outcome.status is ReadStatus.FAILED else ReadStatus.NEEDS_REVIEW
    return replace(outcome, status=status, reason="; ".join(filter(None, (reason, outcome.reason))))
