"""Documents: upload, list, show, file, correct, delete; proposals, payments without evidence, jobs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Currency, Name, ThingId, changes_in, given
from accountsos.api.operations.documents import document_list
from accountsos.api.operations.documents.document_examples import (
    DOCUMENT,
    MATCHES_FOUND,
    MISSING_FOUND,
    WHOLE_DOCUMENT,
)
from accountsos.api.operations.examples import DOCUMENT_ID, PAGE_OF_ONE
from accountsos.api.operations.external import UPLOADED, Called, said_in_form, said_of
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered, changed, gone
from accountsos.documents.kinds import Kind
from accountsos.web.multipart import FilePart, Multipart, UploadedForm
from accountsos.web.parameters import Id, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.fields import CurrencyMoneyField, DateField
from accountsos.wire.shapes.documents.document import (
    DocumentList,
    MissingList,
    OneDocument,
    OneWholeDocument,
    one_document,
    whole_document,
)
from accountsos.wire.shapes.documents.matches import MatchList, match_list
from accountsos.workflows.documents import (
    correct_document,
    delete_document,
    evidence,
    list_documents,
    upload_document,
)
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.delete_document import DeleteDocument
from accountsos.workflows.documents.list_documents import (
    TYPES,
    DocumentState,
    FileFound,
    FileWanted,
)
from accountsos.workflows.documents.upload_document import UploadDocument

_DOCUMENT = PathId("document_id", Id("doc_"), "The document.", DOCUMENT_ID)
_FORM = Multipart(
    files=(FilePart("file", "A PDF, a photo (JPEG, PNG, WebP, HEIC, TIFF), an e-mail (.eml) or an e-invoice (XML)."),),
    fields=(QueryParameter("type", OneOf(TYPES), "What it is; recognised where it is left out."), *UPLOADED),
)
_ATTACHED = (
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
Ids = Annotated[list[ThingId], Meta(max_length=100)]


class DocumentChangeBody(Called, frozen=True, kw_only=True):
    """What to correct; a field that is left out stays, null clears."""

    type: Literal["receipt", "invoice", "credit_note", "statement", "contract", "other"] | UnsetType = UNSET
    direction: Literal["purchase", "sale"] | UnsetType | None = UNSET
    supplier: Name | UnsetType | None = UNSET
    number: Name | UnsetType | None = UNSET
    date: DateField | UnsetType | None = UNSET
    due_date: DateField | UnsetType | None = UNSET
    currency: Currency | UnsetType = UNSET
    net: CurrencyMoneyField | UnsetType | None = UNSET
    vat: CurrencyMoneyField | UnsetType | None = UNSET
    gross: CurrencyMoneyField | UnsetType | None = UNSET
    contact_id: ThingId | UnsetType | None = UNSET
    category_id: ThingId | UnsetType | None = UNSET
    """What an invoice was for; null leaves it to its payment, or to a suggestion."""
    vat_code: Annotated[str, Meta(min_length=1, max_length=20)] | UnsetType | None = UNSET
    """How an invoice's VAT is treated; null: as it shows."""
    transaction_ids: Ids | UnsetType = UNSET
    """The bank lines that it belongs to from now on; an empty list takes it away from all."""


async def upload(request: ApiRequest) -> Reply:
    """Keep a file and put it into the reader's queue."""
    form: UploadedForm = request.body
    file = form.files["file"]
    command = UploadDocument(file.content, file.file_name, request.books.objects, form.fields["type"])

    def shape(state: DocumentState) -> Reply:
        return Reply(one_document(state), status=201 if state.is_new else 200)

    return await changed(request, upload_document.UPLOAD_NAMED, (command, said_in_form(form.fields)), shape)


async def show(request: ApiRequest) -> Reply:
    """One document with everything that was read."""
    return await answered(request, list_documents.SHOW, request.ids["document_id"], _whole)


async def file(request: ApiRequest) -> Reply:
    """The file as it was uploaded; never shown by a browser as a page of this site."""
    wanted = FileWanted(request.ids["document_id"], request.books.objects)

    def shape(found: FileFound) -> Reply:
        name = found.document.file_name
        plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
        shown = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        return Reply(
            found.content,
            headers=((b"content-disposition", shown.encode("ascii")), *_ATTACHED),
            content_type=found.document.content_type.encode("ascii"),
        )

    return await answered(request, list_documents.FILE, wanted, shape)


async def correct(request: ApiRequest) -> Reply:
    """Say what a document really says, or where it belongs."""
    body: DocumentChangeBody = request.body
    tags = request.if_match
    amounts = changes_in(net=body.net, vat=body.vat, gross=body.gross)
    command = DocumentCorrection(
        document_id=request.ids["document_id"],
        changes=changes_in(
            type=body.type,
            direction=body.direction,
            supplier=body.supplier,
            doc_number=body.number,
            issued_on=_day(body.date),
            due_on=_day(body.due_date),
            currency=body.currency,
        ),
        amounts={n: a.amount if isinstance(a, CurrencyMoneyField) else None for n, a in amounts.items()},
        contact_id=given(body.contact_id),
        contact_given=body.contact_id is not UNSET,
        filing=_filing(body),
        transactions=None if isinstance(body.transaction_ids, UnsetType) else tuple(body.transaction_ids),
        if_match=None if tags is None or tags.any_version else tags.strong,
    )
    return await changed(request, correct_document.CORRECT_NAMED, (command, said_of(body)), _whole)


async def delete(request: ApiRequest) -> Reply:
    """Delete a document that the books do not rest on."""
    command = DeleteDocument(request.ids["document_id"])
    return await changed(request, delete_document.DELETE, command, gone)


async def matches(request: ApiRequest) -> Reply:
    """Bank lines that may have paid the document."""
    return await answered(request, evidence.MATCHES, request.ids["document_id"], lambda found: Reply(match_list(found)))


def _filing(body: DocumentChangeBody) -> dict[str, str | None] | None:
    """What is said of an invoice's category and VAT code, null ones too."""
    fields = {"category_id": body.category_id, "vat_code": body.vat_code}
    said = {name: value for name, value in fields.items() if not isinstance(value, UnsetType)}
    return said or None


def _whole(state: DocumentState) -> Reply:
    return Reply(whole_document(state), etag=str(state.document.version))


def _day(value: DateField | UnsetType | None) -> date | UnsetType | None:
    return date(value.year, value.month, value.day) if isinstance(value, DateField) else value


OPERATIONS = (
    Operation(
        name="list_documents",
        method="GET",
        kept=True,
        path="/api/documents",
        summary="List documents",
        tag="Documents",
        handler=document_list.list_all,
        replies={
            200: ReplyShape(
                "A page of documents, newest first.",
                DocumentList,
                example={"documents": [DOCUMENT], "pagination": PAGE_OF_ONE},
            )
        },
        query=document_list.QUERY,
        formats=FORMATS,
    ),
    Operation(
        name="upload_document",
        method="POST",
        path="/api/documents/upload",
        summary="Upload a receipt or an invoice",
        tag="Documents",
        description=(
            "It is kept unchanged and read in the background: `status` goes from `pending` to `processed`, "
            "`needs_review` or `failed`. The kind of file is told by its content. The same bytes again are answered "
            "with the document that is there."
        ),
        scope="write",
        handler=upload,
        location="/api/documents/{document_id}",
        replies={
            200: ReplyShape("The document that was there already.", OneDocument, example={"document": DOCUMENT}),
            201: ReplyShape("The new document.", OneDocument, example={"document": {**DOCUMENT, "status": "pending"}}),
        },
        body=_FORM,
        idempotent=True,
    ),
    Operation(
        name="show_document",
        method="GET",
        kept=True,
        path="/api/documents/{document_id}",
        summary="Show a document",
        tag="Documents",
        description="With every fact that was read, how sure it is and where on the page it stands.",
        handler=show,
        replies={200: ReplyShape("The document.", OneWholeDocument, example={"document": WHOLE_DOCUMENT})},
        ids=(_DOCUMENT,),
        etag=True,
    ),
    Operation(
        name="download_document",
        method="GET",
        path="/api/documents/{document_id}/file",
        summary="Download a document's file",
        tag="Documents",
        description="The bytes as they were uploaded, as an attachment that a browser does not run.",
        handler=file,
        replies={200: ReplyShape("The file.", media_types=tuple(Kind))},
        ids=(_DOCUMENT,),
    ),
    Operation(
        name="correct_document",
        method="PATCH",
        path="/api/documents/{document_id}",
        summary="Correct a document",
        tag="Documents",
        description=(
            "Says what the document really says, whose it is, or which bank lines it belongs to. `{}` changes "
            "nothing. A document that is still being read is a conflict."
        ),
        scope="write",
        handler=correct,
        replies={200: ReplyShape("The document as it is now.", OneWholeDocument, example={"document": WHOLE_DOCUMENT})},
        ids=(_DOCUMENT,),
        body=DocumentChangeBody,
        body_example={"supplier": "Harbour Stationers Ltd", "net": 100.00, "vat": 20.00, "gross": 120.00},
        errors=("conflict",),
        idempotent=True,
        etag=True,
    ),
    Operation(
        name="delete_document",
        method="DELETE",
        path="/api/documents/{document_id}",
        summary="Delete a document",
        tag="Documents",
        description="Refused while it is the evidence of a booked transaction and the law wants it kept.",
        scope="write",
        handler=delete,
        replies={204: ReplyShape("It is gone.")},
        ids=(_DOCUMENT,),
        errors=("conflict",),
    ),
    Operation(
        name="list_matches",
        method="GET",
        kept=True,
        path="/api/documents/{document_id}/matches",
        summary="List what may have paid a document",
        tag="Documents",
        description=(
            "`matches` are single bank lines. `proposals` also hold combinations that add up: several documents of one "
            "line, several lines of one document, an invoice less a credit note. To accept one, give each of its "
            "documents the ids of its transactions: PATCH `transaction_ids`."
        ),
        handler=matches,
        replies={200: ReplyShape("Lines and combinations, the likeliest first.", MatchList, example=MATCHES_FOUND)},
        ids=(_DOCUMENT,),
    ),
    Operation(
        name="list_missing_evidence",
        method="GET",
        kept=True,
        path="/api/evidence/missing",
        summary="List payments without a document",
        tag="Documents",
        description="Payments for goods and services that no document proves: what to ask for before the year ends.",
        handler=document_list.list_missing,
        replies={
            200: ReplyShape("A page of transactions, newest first.", MissingList, example=MISSING_FOUND),
        },
        query=document_list.MISSING_QUERY,
        formats=FORMATS,
    ),
)
