"""Statement imports: preview, commit, list, show, undo."""

from __future__ import annotations

from typing import Any

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.examples import IMPORT, IMPORT_ID, PAGE_OF_ONE
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import LIMIT_OR_ALL, UPDATED_SINCE, numbers_below, page_of, paging_of, today
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered, changed, gone
from accountsos.errors import BadRequest
from accountsos.statements.formats.column_words import EXAMPLE as COLUMNS_EXAMPLE
from accountsos.statements.formats.column_words import KNOWN as COLUMN_WORDS
from accountsos.statements.formats.column_words import column_mapping
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.line import UnreadableStatement
from accountsos.statements.openers import HERE, ReadOnce
from accountsos.statements.read import formats
from accountsos.web.multipart import FilePart, Multipart, UploadedForm
from accountsos.web.parameters import Id, OneOf, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.bank.imports import (
    ImportList,
    OneImport,
    import_bytes,
    import_list,
    import_table,
    unreadable_out,
)
from accountsos.workflows.bank.commit_import import COMMIT, PREVIEW, UNDO, Imported
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.bank.list_imports import LIST, SHOW, ImportPage, ImportQuestion, imports_in_pages
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

_IMPORT = PathId("import_id", Id("imp_"), "The import.", IMPORT_ID)
_EXAMPLE = {"import": IMPORT}
QUERY = (UPDATED_SINCE, *page_of("imports", LIMIT_OR_ALL))
FILE = ListFile(
    name="statements",
    title="Statements added",
    pages=imports_in_pages,
    table=lambda _, page: import_table(page),
    on_paper=("file_name", "account", "from", "to", "lines", "new", "duplicate", "closing", "status"),
)
_FORM = Multipart(
    files=(FilePart("file", "The bank's file: CSV, OFX, QIF, MT940, CAMT.053 or Open Banking JSON."),),
    fields=(
        QueryParameter("bank_account_id", Id("ba_"), "Into which bank account.", required=True, example="ba_main"),
        QueryParameter(
            "mode", OneOf(("preview", "commit")), "`preview` tells what would happen; `commit` does it.", required=True
        ),
        QueryParameter("format", OneOf(formats()), "The file's format; recognised by content where it is left out."),
        QueryParameter(
            "columns",
            Text(500),
            "Which column of a CSV holds what, for a bank not known here: by number, counted from 1, or by heading; "
            f"several for the description are joined by +. Known are {', '.join(COLUMN_WORDS)}.",
            example=COLUMNS_EXAMPLE,
        ),
        QueryParameter("of_account", Text(60), "Which account, where the file holds several: its number as printed."),
    ),
)


def _preview(db: Any, company: int, command: ImportStatement) -> Imported | UnreadableStatement:
    """A preview tells every mistake in the file, where a commit refuses it for them."""
    try:
        return PREVIEW.run(db, company, command)
    except UnreadableStatement as refusal:
        if not refusal.errors:
            raise
        return refusal


_PREVIEW: ReadWorkflow[ImportStatement, Imported | UnreadableStatement] = ReadWorkflow(
    PREVIEW.name, _preview, opens_file=True
)
_PREVIEW_ONCE: WriteWorkflow[ImportStatement, Imported | UnreadableStatement, Imported | UnreadableStatement] = (
    WriteWorkflow(PREVIEW.name, _preview, lambda _db, _company, plan, _cause: plan, short=False, opens_file=True)
)
"""Under an Idempotency-Key a preview is remembered as any other reply: nothing changes but the memory of it."""


async def import_statement(request: ApiRequest) -> Reply:
    """Preview or commit a bank's file."""
    form: UploadedForm = request.body
    file, fields = form.files["file"], form.fields
    command = ImportStatement(
        content=file.content,
        bank_account_id=fields["bank_account_id"],
        today=today(request),
        file_name=file.file_name,
        format=fields["format"],
        columns=_columns(fields["columns"]),
        account=fields["of_account"],
        opener=ReadOnce(request.books.opener or HERE),
        asks_model=request.books.language_model is not None,
    )

    def shape(result: Imported | UnreadableStatement) -> Reply:
        if isinstance(result, UnreadableStatement):
            return Reply(unreadable_out(result, command.bank_account_id, command.file_name))
        return Reply(import_bytes(result), status=201 if result.status == "committed" else 200)

    if fields["mode"] == "commit":
        return await changed(request, COMMIT, command, shape)
    if request.repeat_guard is not None:
        return await changed(request, _PREVIEW_ONCE, command, shape)
    return await answered(request, _PREVIEW, command, shape)


def _columns(words: str | None) -> ColumnMapping | None:
    try:
        return None if words is None else column_mapping(words)
    except UnreadableStatement as refusal:
        raise BadRequest(refusal.message, param="columns") from refusal


async def list_imports(request: ApiRequest) -> Reply:
    """A page of imports, newest first, or all of them as a file."""
    paging = paging_of(request, "imports")

    def question(limit: int) -> ImportQuestion:
        return ImportQuestion(limit, paging.offset, numbers_below(paging), request.query["updated_since"])

    if request.reply_format != "json":
        return await FILE.answer(request, QUERY, LIST, question)

    def shape(page: ImportPage) -> Reply:
        return Reply(import_list(page, paging=paging))

    return await answered(request, LIST, question(paging.limit + 1), shape)


async def show_import(request: ApiRequest) -> Reply:
    """One import."""
    return await answered(request, SHOW, request.ids["import_id"], _shape)


async def undo_import(request: ApiRequest) -> Reply:
    """Take an import back."""
    return await changed(request, UNDO, request.ids["import_id"], gone)


def _shape(imported: Imported) -> Reply:
    return Reply(import_bytes(imported))


OPERATIONS = (
    Operation(
        name="list_imports",
        method="GET",
        kept=True,
        path="/api/imports",
        summary="List statement imports",
        tag="Imports",
        handler=list_imports,
        replies={
            200: ReplyShape("A page of imports.", ImportList, example={"imports": [IMPORT], "pagination": PAGE_OF_ONE})
        },
        query=QUERY,
        formats=FORMATS,
    ),
    Operation(
        name="import_statement",
        method="POST",
        path="/api/imports",
        summary="Import a bank statement",
        tag="Imports",
        description=(
            "The file is read whole or not at all: a commit of a file with mistakes is refused, with each of them in "
            "`error.details`; a preview lists them in `errors`. Duplicates are counted, not guessed: overlapping "
            "statements add nothing. The same file again changes nothing (`already_imported`). Files over the body "
            "limit go by command line."
        ),
        scope="write",
        handler=import_statement,
        location="/api/imports/{import_id}",
        replies={
            200: ReplyShape(
                "A preview, or a file that was imported before.",
                OneImport,
                example={"import": {**IMPORT, "id": None, "status": "preview"}},
            ),
            201: ReplyShape("The import.", OneImport, example=_EXAMPLE),
        },
        body=_FORM,
        errors=("not_found", "conflict"),
        idempotent=True,
    ),
    Operation(
        name="show_import",
        method="GET",
        kept=True,
        path="/api/imports/{import_id}",
        summary="Show a statement import",
        tag="Imports",
        handler=show_import,
        replies={200: ReplyShape("The import.", OneImport, example=_EXAMPLE)},
        ids=(_IMPORT,),
    ),
    Operation(
        name="undo_import",
        method="DELETE",
        path="/api/imports/{import_id}",
        summary="Undo a statement import",
        tag="Imports",
        description=(
            "Its transactions leave the books by reversal, unless another file shows them too. A line in a closed year "
            "is a conflict."
        ),
        scope="write",
        handler=undo_import,
        replies={204: ReplyShape("It is undone; it stays to be seen.")},
        ids=(_IMPORT,),
        errors=("conflict",),
    ),
)
