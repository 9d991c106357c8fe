"""Commands of invoices: type in, change, make void, list and show; settle one without the bank, take that back."""

from __future__ import annotations

from accountsos.cli.command import (
    BY_EXTERNAL_ID,
    CALLED,
    CALLED_ANEW,
    FROM,
    PAGE_OR_ALL,
    TO,
    UPDATED_SINCE,
    Command,
    Day,
    Goes,
    Number,
    OneOf,
    Parameter,
    Parts,
    Switch,
    Words,
    YesNo,
    argument,
    field_of,
    option,
)
from accountsos.cli.show import Listing, Said, Whole, columns

DIRECTIONS = ("purchase", "sale")
TYPES = ("invoice", "credit_note")
AMOUNTS = ("net", "gross")
STATES = ("open", "overdue", "settled", "waiting", "void")
SETTLED_BY = (
    "credit_note",
    "write_off",
    "vat_adjustment",
    "journal",
    "contra",
    "fee",
    "discount",
    "retention",
    "overpayment",
    "director",
    "cis",
    "deposit",
)
_DOCUMENT = argument("document_id", "The invoice (doc_…).")
_LINE = Parts("category_id", "amount", numbers=("amount", "vat_amount"))
_LINE_HELP = "One line, as cat_office=100.00; more after commas: vat_code, vat_amount, cis, description."
_CREDITS_HELP = "Of a credit note: the invoice (doc_…) that it takes back, whose VAT it has."
_SAME = field_of("allow_same_number", "Another one of that party may bear the same number.", Switch())

ENTRY = (
    Command(
        words=("invoices", "add"),
        summary="Type in an invoice, a bill or a credit note without a file.",
        asks="invoice_entry:enter_invoice",
        parameters=(
            Parameter(
                name="direction",
                help="Ours to be paid, or ours to pay.",
                kind=OneOf(DIRECTIONS),
                goes=Goes.BODY,
                argument=True,
                required=True,
            ),
            field_of("date", "Its date.", Day(), required=True),
            field_of("lines", _LINE_HELP, _LINE, typed="line", many=True, required=True),
            field_of("amounts", "Whether the amounts are without VAT or with it.", OneOf(AMOUNTS), required=True),
            field_of("contact_id", "Whose it is (con_…).", Words("CON"), typed="contact"),
            field_of("contact_name", "Instead: whose it is, by name; a new contact where there is none."),
            field_of("type", "What it is; default: invoice.", OneOf(TYPES)),
            field_of("number", "Its number."),
            field_of("due_date", "When it is due; default: after 30 days.", Day()),
            field_of("currency", "GBP, and no other yet.", OneOf(("GBP",))),
            field_of("credits_invoice_id", _CREDITS_HELP, Words("DOC"), typed="credits"),
            *CALLED,
            field_of("total", "Its total with VAT, to be held against the lines.", Number()),
            _SAME,
        ),
        show=Said("{invoice.id}  {invoice.date}  {invoice.gross} ({invoice.net} and VAT {invoice.vat})"),
        examples=(
            'sale --date 2026-03-02 --contact-name "Mill Street Ltd" --number 17 --amounts net --line cat_sales=100.00',
            'purchase --date 2026-03-02 --contact-name "Harbour Stationers" --amounts gross '
            "--line cat_office=84.00,description=Paper --line cat_software=36.00",
        ),
    ),
    Command(
        words=("invoices", "change"),
        summary="Change an invoice that was typed in; give one that was read lines of its own.",
        asks="invoice_entry:change_invoice",
        parameters=(
            _DOCUMENT,
            field_of("direction", "Ours to be paid, or ours to pay.", OneOf(DIRECTIONS)),
            field_of("type", "What it is.", OneOf(TYPES)),
            field_of("date", "Its date.", Day()),
            field_of("due_date", "When it is due.", Day(), clears=True),
            field_of("number", "Its number.", clears=True),
            field_of("contact_id", "Whose it is (con_…).", Words("CON"), typed="contact"),
            field_of("lines", _LINE_HELP + " All lines anew.", _LINE, typed="line", many=True, clears=True),
            field_of("amounts", "Whether the lines' amounts are without VAT or with it.", OneOf(AMOUNTS)),
            field_of("credits_invoice_id", _CREDITS_HELP, Words("DOC"), typed="credits", clears=True),
            *CALLED_ANEW,
            field_of("total", "Its total with VAT, to be held against the lines.", Number()),
            field_of("void", "Make it void; bring it back.", YesNo("not-void")),
            _SAME,
        ),
        show=Whole("invoice"),
        anew=True,
        examples=("doc_08M0kX000000GF --amounts net --line cat_office=60.00 --line cat_software=40.00",),
    ),
    Command(
        words=("invoices", "void"),
        summary="Take an invoice that was typed in out of the books; it stays to be seen.",
        asks="invoice_entry:void_invoice",
        parameters=(_DOCUMENT,),
        show=Said("It is void."),
        examples=("doc_08M0kX000000GF",),
    ),
    Command(
        words=("invoices", "on-account"),
        summary="Let a bank line pay the oldest open invoices of its contact.",
        asks="invoice_entry:pay_on_account",
        parameters=(
            argument("transaction_id", "The bank line (txn_…)."),
            field_of("contact_id", "Whose invoices; default: the line's contact.", Words("CON"), typed="contact"),
        ),
        show=Listing(
            "invoices",
            columns("id", "date", "number", "amount>", "open: open_amount>"),
            then=("{left} of the line is left",),
        ),
        examples=("txn_08M0kX000000GF --contact con_08M0kX000000WG",),
    ),
    Command(
        words=("invoices", "list"),
        summary="Invoices, bills and credit notes, typed in or read, the latest first.",
        asks="invoice_entry:list_invoices",
        parameters=(
            option("direction", "Only sales, or only purchases.", OneOf(DIRECTIONS)),
            option("state", "Only those in this state.", OneOf(STATES)),
            option("contact", "Only those of this contact (con_…).", Words("CON")),
            option("search", "Part of the party's name or of the number."),
            FROM,
            TO,
            UPDATED_SINCE,
            option("ids", "Only these (doc_…), with commas between them.", Words("DOC,DOC")),
            BY_EXTERNAL_ID,
            *PAGE_OR_ALL,
        ),
        show=Listing(
            "invoices",
            columns(
                "id",
                "date",
                "direction",
                "number",
                "party: contact.name",
                "amount>",
                "open: open_amount>",
                "due: due_date",
                "state",
            ),
        ),
        csv=True,
        examples=("--direction purchase --state open", "--search stationers", "--state open --format csv"),
    ),
    Command(
        words=("invoices", "show"),
        summary="One invoice with its lines, and what pays it.",
        asks="invoice_entry:show_invoice",
        parameters=(_DOCUMENT,),
        show=Whole("invoice"),
        examples=("doc_08M0kX000000GF",),
    ),
)

_BOOKED = Said("{document.id}: {document.booking.open_amount} open")
SETTLING = (
    Command(
        words=("invoices", "settle"),
        summary="Settle an invoice without the bank: by a credit note, a journal, a fee, a discount and more.",
        asks="invoices:settle_invoice",
        parameters=(
            _DOCUMENT,
            Parameter(
                name="kind",
                help="How it is settled.",
                kind=OneOf(SETTLED_BY),
                goes=Goes.BODY,
                argument=True,
                required=True,
            ),
            field_of("date", "Default: today.", Day()),
            field_of("amount", "How much of it; default: all that is open.", Number()),
            field_of("credit_note_id", "The credit note (doc_…) to set against it.", Words("DOC"), typed="credit_note"),
            field_of("reason", "Why; a write-off needs one."),
            field_of("journal_id", "journal: the one (je_…) that pays it.", Words("JE"), typed="journal"),
            field_of(
                "invoice_id",
                "contra: that (doc_…) of the other side; deposit: its own.",
                Words("DOC"),
                typed="invoice",
            ),
            field_of("transaction_id", "overpayment: the line (txn_…).", Words("TXN"), typed="transaction"),
            field_of("category_id", "fee: what bears it (cat_…).", Words("CAT"), typed="category"),
            field_of("contact_id", "director: who paid (con_…).", Words("CON"), typed="contact"),
            field_of("due_date", "retention: when it is to be paid.", Day()),
        ),
        show=_BOOKED,
        examples=(
            'doc_08M0kX000000GF write-off --reason "Never delivered"',
            "doc_08M0kX000000GF fee --amount 5.00",
        ),
    ),
    Command(
        words=("invoices", "settlement"),
        summary="What settled an invoice without the bank (stl_…).",
        asks="invoices:show_settlement",
        parameters=(argument("settlement_id", "The settlement (stl_…)."),),
        show=Whole("settlement"),
        examples=("stl_08M0kX000000GF",),
    ),
    Command(
        words=("invoices", "undo"),
        summary="Take a settlement (stl_…) back.",
        asks="invoices:undo_settlement",
        parameters=(argument("settlement_id", "The settlement (stl_…)."),),
        show=Said("It is taken back; the invoice is open again as far as it was."),
        examples=("stl_08M0kX000000GF",),
    ),
)

COMMANDS = (*ENTRY, *SETTLING)
