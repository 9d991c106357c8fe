"""Reports: the postings behind a figure, and the ledger of one account."""

from __future__ import annotations

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.parameters import (
    FROM,
    KNOWN_AT,
    LIMIT_OR_ALL,
    OFFSET,
    PAGE_ROWS,
    TO,
    known_at,
    today,
)
from accountsos.api.operations.reports.report_examples import LEDGER_REPORT, SOURCES
from accountsos.api.operations.reports.report_spec import FORMATS, Form, ReportCommand, ReportSpec, as_file, in_full
from accountsos.api.operations.run import answered
from accountsos.reports.figures import BALANCE_SHEET, LEDGER, PROFIT_LOSS, TRIAL_BALANCE, VAT
from accountsos.web.parameters import Id, OneOf, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.reports.report_tables import ledger_table, sources_table
from accountsos.wire.shapes.reports.tracing import LedgerReport, SourcesList, ledger_report, sources_list
from accountsos.workflows.reports import trace
from accountsos.workflows.reports.trace import LedgerQuestion, SourcesPage, SourcesQuestion
from accountsos.workflows.vat import trace_vat

_FIGURE = Text(60, "[a-z0-9_]+", "a figure such as gross_profit, or a category's id")


async def list_sources(request: ApiRequest) -> Reply:
    """The postings behind one figure."""
    query = request.query
    limit, offset = query["limit"] or PAGE_ROWS, query["offset"]
    form: Form[SourcesPage] = Form(
        "Postings behind a figure", lambda page: sources_list(page, limit=limit, offset=offset), sources_table
    )
    question = SourcesQuestion(
        report=query["report"],
        figure=query["figure"],
        today=today(request),
        limit=limit,
        offset=offset,
        start=query["from"],
        end=query["to"],
        bank_account=query["bank_account"],
        contact=query["contact"],
        known_at=known_at(request),
    )
    workflow = trace_vat.SOURCES if question.report == VAT else trace.SOURCES
    if request.reply_format == "json":
        return await answered(request, workflow, question, lambda page: Reply(form.shape(page)))
    if query["limit"] is None:
        return await in_full(request, "sources", form, trace.sources_in_pages(workflow.run), question)
    return await as_file(request, "sources", form, workflow, question)


def _ledger_question(request: ApiRequest) -> LedgerQuestion:
    query = request.query
    return LedgerQuestion(
        account=query["account"],
        today=today(request),
        limit=query["limit"] or PAGE_ROWS,
        offset=query["offset"],
        start=query["from"],
        end=query["to"],
        known_at=known_at(request),
    )


LEDGER_SPEC = ReportSpec(
    name="ledger",
    operation_name="show_ledger",
    title="Ledger of an account",
    description=(
        "Every posting of a category or of a bank account in date order, with the balance after it; debit is "
        "positive. Without `from`, from the beginning of the financial year."
    ),
    parameters=(
        QueryParameter(
            "account",
            Text(64, "(cat|ba)_[A-Za-z0-9_]+", "a category's or bank account's id such as cat_software or ba_main"),
            "The category or bank account.",
            required=True,
            example="cat_software",
        ),
        FROM,
        TO,
        KNOWN_AT,
        LIMIT_OR_ALL,
        OFFSET,
    ),
    question=_ledger_question,
    make=trace.LEDGER,
    pages=trace.ledger_in_pages,
    shape=ledger_report,
    table=ledger_table,
    reply=LedgerReport,
    says="A page of the ledger.",
    example=LEDGER_REPORT,
    commands=(
        ReportCommand(
            summary="The postings of one account, with the balance after each.",
            title="Ledger of {account}, {from} to {to}\nbrought forward {opening_balance}",
            then=("carried forward {closing_balance}",),
            examples=(
                "--account cat_software",
                "--account ba_main --from 2025-07-01 --to 2025-07-31 --format csv",
            ),
        ),
    ),
)
SPECS = (LEDGER_SPEC,)
OPERATIONS = (
    LEDGER_SPEC.operation(),
    Operation(
        name="list_sources",
        method="GET",
        kept=True,
        path="/api/reports/sources",
        summary="Postings behind a figure",
        tag="Reports",
        description=(
            "Where the `link` of every figure in a report leads. `counts`, debit positive, adds up to the figure. "
            "`figure` is a category's id or a figure's name such as `gross_profit`, `profit_of_year` or `box4`; "
            "a box is of the VAT period with the day `to` in it."
        ),
        handler=list_sources,
        replies={200: ReplyShape("A page of postings.", SourcesList, example=SOURCES)},
        query=(
            QueryParameter(
                "report",
                OneOf((PROFIT_LOSS, BALANCE_SHEET, TRIAL_BALANCE, LEDGER, VAT)),
                "The report that shows the figure.",
                required=True,
                example=PROFIT_LOSS,
            ),
            QueryParameter("figure", _FIGURE, "The figure.", required=True, example="cat_software"),
            FROM,
            TO,
            QueryParameter("bank_account", Id("ba_"), "Of which bank account."),
            QueryParameter("contact", Id("con_"), "Of which contact."),
            KNOWN_AT,
            LIMIT_OR_ALL,
            OFFSET,
        ),
        formats=FORMATS,
    ),
)
