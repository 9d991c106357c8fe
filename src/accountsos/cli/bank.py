"""Commands of the bank: its lines, its accounts, its statements."""

from __future__ import annotations

from accountsos.cli.command import (
    BY_EXTERNAL_ID,
    CALLED,
    CALLED_ANEW,
    CONFIRM_DATE,
    FROM,
    OFFSET,
    PAGE,
    PAGE_OR_ALL,
    TO,
    UPDATED_SINCE,
    Command,
    Day,
    Number,
    OneOf,
    Parts,
    ReadablePath,
    Switch,
    WholeNumber,
    Words,
    YesNo,
    argument,
    field_of,
    option,
    own,
)
from accountsos.cli.show import Listing, Nothing, Said, Whole, columns

KINDS = ("current", "savings", "card", "cash", "processor", "loan", "director")
FORMATS = (
    "amazon_date_range", "amazon_settlement", "amex", "barclaycard", "barclaycard_business", "barclays", "camt053",
    "capital_on_tap", "chase", "columns", "cooperative", "ebay", "first_direct", "halifax_card", "handelsbanken",
    "hsbc", "john_lewis", "lloyds", "lloyds_commercial", "metro", "midata", "monzo", "mt940", "nationwide",
    "natwest", "ofx", "open_banking", "paypal", "qif", "revolut", "revolut_business", "santander", "santander_card",
    "shopify", "square", "starling", "stripe", "virgin_card", "wise", "wise_history",
)  # fmt: skip

_TRANSACTION = argument("transaction_id", "The transaction (txn_…).")
_CATEGORY = field_of("category_id", "The category (cat_…).", Words("CAT"), typed="category", clears=True)
_CONTACT = field_of("contact_id", "The contact (con_…).", Words("CON"), typed="contact", clears=True)
_VAT_CODE = field_of("vat_code", "The VAT code.", Words("CODE"), clears=True)
_NOTES = field_of("notes", "Notes.", clears=True)
_SPLIT = field_of(
    "splits",
    "One part of a split, as cat_travel=-30.00; more after commas: vat_code, vat_amount, contact_id, "
    "business_percent, notes. Once for each part; together they are the line's amount.",
    Parts("category_id", "amount", numbers=("vat_amount", "business_percent")),
    typed="split",
    many=True,
    clears=True,
)

TRANSACTIONS = (
    Command(
        words=("transactions", "list"),
        summary="Bank lines, newest first.",
        asks="bank.transactions:list_transactions",
        parameters=(
            FROM,
            TO,
            option("category", "Only those filed here (cat_…).", Words("CAT")),
            option("bank_account", "Only of this account (ba_…).", Words("BA"), typed="account"),
            option("contact", "Only with this contact (con_…).", Words("CON")),
            option("search", "A part of the description, the notes or the contact's name."),
            option("reviewed", "Only those that a person has, or has not, looked at.", YesNo("not-reviewed")),
            option("direction", "Only money in, or only money out.", OneOf(("in", "out"))),
            option("min_confidence", "Filed with at least this confidence, 0 to 1.", Number("SHARE")),
            option("max_confidence", "Filed with at most this confidence, 0 to 1.", Number("SHARE")),
            UPDATED_SINCE,
            option("amount_from", "Only of at least this amount, with its sign.", Number()),
            option("amount_to", "Only of at most this amount, with its sign.", Number()),
            option("import", "Only those that this statement brought (imp_…).", Words("IMP")),
            option("has_document", "Only those with a paper beside them, or without.", YesNo("no-document")),
            option("category_source", "Only those whose category comes from there, such as rule.", Words("WORD")),
            option("ids", "Only these (txn_…), with commas between them.", Words("TXN,TXN")),
            BY_EXTERNAL_ID,
            option("order", "Oldest or newest day first.", OneOf(("asc", "desc"))),
            option("include", "What --json shows beside the rest, such as vat,net.", Words("WORD,WORD")),
            option("limit", "How many at most; 50 where it is left out.", WholeNumber(1, 200)),
            OFFSET,
        ),
        show=Listing(
            "transactions",
            columns(
                "date",
                "description",
                "amount>",
                "category: category.id",
                "contact: contact.name",
                "account: bank_account_id",
                "reviewed",
                "id",
            ),
        ),
        csv=True,
        examples=("--search aws --limit 10", "--not-reviewed --direction out", "--from 2025-04-01 --to 2026-03-31"),
    ),
    Command(
        words=("transactions", "show"),
        summary="One bank line with its split, its papers and what it posted.",
        asks="bank.transactions:show_transaction",
        parameters=(_TRANSACTION,),
        show=Whole("transaction"),
        examples=("txn_08M0kX00000VDK",),
    ),
    Command(
        words=("transactions", "add"),
        summary="Enter a line by hand: petty cash, an expense paid personally, what no statement shows.",
        asks="bank.transaction_changes:add_transaction",
        parameters=(
            field_of("date", "The day.", Day(), required=True),
            field_of("description", "What it is.", required=True),
            field_of("amount", "Negative where money goes out.", Number(), required=True),
            field_of("bank_account_id", "The account (ba_…).", Words("BA"), typed="account", default="ba_main"),
            field_of(
                "category_id", "The category (cat_…); left out, one is suggested.", Words("CAT"), typed="category"
            ),
            field_of("contact_id", "The contact (con_…).", Words("CON"), typed="contact"),
            field_of("vat_code", "The VAT code.", Words("CODE")),
            field_of("notes", "Notes."),
            *CALLED,
            CONFIRM_DATE,
        ),
        show=Said("{transaction.id}  {transaction.amount} {transaction.currency}  {transaction.category.id}"),
        examples=('--date 2026-01-06 --description "Stamps" --amount -12.60 --category cat_office',),
    ),
    Command(
        words=("transactions", "change"),
        summary="File a line elsewhere, split it, note something, or tick it off.",
        asks="bank.transaction_changes:change_transaction",
        parameters=(
            _TRANSACTION,
            _CATEGORY,
            _CONTACT,
            _SPLIT,
            _VAT_CODE,
            field_of("vat_amount", "The VAT in it.", Number(), clears=True),
            _NOTES,
            field_of("reviewed", "Whether a person has looked at it.", YesNo("not-reviewed")),
            *CALLED_ANEW,
        ),
        show=Whole("transaction"),
        anew=True,
        examples=(
            "txn_08M0kX00000VDK --category cat_office --reviewed",
            'txn_08M0kX00000VDK --notes "Asked the shop for a receipt"',
            "txn_08M0kX00000VDK --clear category",
        ),
    ),
    Command(
        words=("transactions", "gross-up"),
        summary="Split a receipt that came net of a commission into the gross sale and the cost.",
        asks="bank.transaction_changes:gross_up_transaction",
        parameters=(
            _TRANSACTION,
            field_of("fee_category_id", "The cost (cat_…).", Words("CAT"), typed="fee_category", required=True),
            field_of("kept_percent", "What was kept, of the gross sale.", Number("PERCENT")),
            field_of("kept", "What was kept, as an amount.", Number()),
            field_of("category_id", "The income; default: cat_sales.", Words("CAT"), typed="category"),
            field_of("vat_code", "The VAT code of the sale.", Words("CODE")),
            field_of("fee_vat_code", "The VAT code of the cost.", Words("CODE")),
        ),
        show=Whole("transaction"),
        examples=("txn_08M0kX00000VDK --kept-percent 10 --fee-category cat_bank_charges",),
    ),
    Command(
        words=("transactions", "remove"),
        summary="Take out a line that was entered by hand; what the bank said stays.",
        asks="bank.transaction_changes:remove_transaction",
        parameters=(_TRANSACTION,),
        show=Said("It has left the books."),
        examples=("txn_08M0kX00000VDK",),
    ),
    Command(
        words=("transactions", "amend"),
        summary="Put right a line that was entered by hand: its day, amount, text or account; it gets a new id.",
        asks="bank.transaction_changes:amend_transaction",
        parameters=(
            _TRANSACTION,
            field_of("date", "The day.", Day()),
            field_of("description", "What it is."),
            field_of("amount", "Negative where money goes out.", Number()),
            field_of("bank_account_id", "The account (ba_…).", Words("BA"), typed="account"),
            CONFIRM_DATE,
        ),
        show=Said("{transaction.id} stands now: {transaction.date}  {transaction.amount} {transaction.currency}"),
        examples=("txn_08M0kX00000VDK --amount -54.99 --date 2026-01-07",),
    ),
    Command(
        words=("transactions", "restore"),
        summary="Bring a line back that was entered by hand and taken out or amended.",
        asks="bank.transaction_changes:restore_transaction",
        parameters=(_TRANSACTION,),
        show=Said("{transaction.id} is in the books again: {transaction.amount} {transaction.currency}."),
        examples=("txn_08M0kX00000VDK",),
    ),
)

ACCOUNTS = (
    Command(
        words=("account", "list"),
        summary="Bank accounts with their balance, and whether the books agree with the bank.",
        asks="bank.bank_accounts:list_bank_accounts",
        parameters=PAGE,
        show=Listing(
            "bank_accounts",
            columns(
                "id",
                "name",
                "kind",
                "currency",
                "balance>",
                "own: foreign_balance>",
                "bank_says: agrees_with_bank.statement_balance>",
                "difference: agrees_with_bank.difference>",
            ),
        ),
        examples=("",),
    ),
    Command(
        words=("account", "show"),
        summary="One bank account.",
        asks="bank.bank_accounts:show_bank_account",
        parameters=(argument("bank_account_id", "The account (ba_…)."),),
        show=Whole("bank_account"),
        examples=("ba_main",),
    ),
    Command(
        words=("account", "add"),
        summary="Add a bank account, card, cash box, payment processor, loan or director's account.",
        asks="bank.bank_accounts:add_bank_account",
        parameters=(
            field_of("name", "What you call it.", required=True),
            field_of("kind", "What it is.", OneOf(KINDS), default="current"),
            field_of("currency", "Three letters (ISO 4217), for ever; default: GBP.", Words("CODE")),
            field_of("sort_code", "Six digits.", Words("CODE")),
            field_of("account_number", "As printed.", Words("NUMBER")),
        ),
        show=Said("{bank_account.id}"),
        examples=('--name "Business card" --kind card',),
    ),
    Command(
        words=("account", "change"),
        summary="Change a bank account's name or numbers, or put it away.",
        asks="bank.bank_accounts:change_bank_account",
        parameters=(
            argument("bank_account_id", "The account (ba_…)."),
            field_of("name", "What you call it."),
            field_of("sort_code", "Six digits.", Words("CODE"), clears=True),
            field_of("account_number", "As printed.", Words("NUMBER"), clears=True),
            field_of("archived", "Whether it is still used.", YesNo("in-use")),
        ),
        show=Whole("bank_account"),
        anew=True,
        examples=("ba_main --sort-code 20-00-00 --account-number 12345678", "ba_main --clear sort-code"),
    ),
    Command(
        words=("account", "remove"),
        summary="Take out a bank account that was added by mistake: nothing ever stood on it.",
        asks="bank.bank_accounts:remove_bank_account",
        parameters=(argument("bank_account_id", "The account (ba_…)."),),
        show=Said("It is gone."),
        examples=("ba_unused",),
    ),
)

_IMPORTS = columns(
    "id", "status", "file_name", "format", "account: bank_account_id", "from", "to", "lines>", "new>", "duplicate>",
    "doubtful>",
)  # fmt: skip

IMPORTS = (
    Command(
        words=("import",),
        summary="Import a bank's statement FILE (CSV, OFX, QIF, MT940, CAMT.053 …), or undo an import.",
        runs="import_file:import_statement",
        parameters=(
            own("file", "The bank's file.", ReadablePath(), argument=True),
            own("bank_account_id", "The bank account's id.", Words("BA"), typed="account", default="ba_main"),
            own("format", "Default: recognised by content.", OneOf(FORMATS)),
            own("columns", "For a bank not known here: date=1, description=2+3, amount=4 (see the user guide)."),
            own("of_account", "Which account, where the file holds several (its number as printed)."),
            own("dry_run", "Show what would happen; change nothing.", Switch()),
            own("undo", "Take an import back (imp_…).", Words("IMP")),
        ),
        show=Nothing(),
        examples=("july.csv --account ba_main --dry-run", "july.csv", "--undo imp_08M0kX000000GD"),
    ),
    Command(
        words=("imports", "list"),
        summary="Imported statements, newest first.",
        asks="bank.imports:list_imports",
        parameters=(UPDATED_SINCE, *PAGE_OR_ALL),
        show=Listing("imports", _IMPORTS),
        csv=True,
        examples=("--limit 20",),
    ),
    Command(
        words=("imports", "show"),
        summary="One import: its lines, its doubts and how its balance was proved.",
        asks="bank.imports:show_import",
        parameters=(argument("import_id", "The import (imp_…)."),),
        show=Whole("import"),
        examples=("imp_08M0kX000000GD",),
    ),
    Command(
        words=("imports", "undo"),
        summary="Take an import back: what only this file showed leaves the books.",
        asks="bank.imports:undo_import",
        parameters=(argument("import_id", "The import (imp_…)."),),
        show=Said("It is undone: its lines have left the books, unless another file shows them too."),
        examples=("imp_08M0kX000000GD",),
    ),
)

_DOUBTFUL = argument("transaction_id", "The line that may be a duplicate (txn_…).")

DOUBTFUL = (
    Command(
        words=("doubtful", "list"),
        summary="Bank lines that may be duplicates of earlier ones, newest first.",
        asks="bank.doubtful:list_doubtful",
        parameters=(
            option("state", "Those that wait for a decision, or those decided.", OneOf(("open", "decided"))),
            *PAGE,
        ),
        show=Listing(
            "doubtful",
            columns(
                "date: transaction.date",
                "description: transaction.description",
                "amount: transaction.amount>",
                "decision",
                "same_as",
                "id: transaction.id",
            ),
        ),
        examples=("", "--state decided"),
    ),
    Command(
        words=("doubtful", "decide"),
        summary="Say whether a line repeats a known one (it then leaves the books) or is a payment of its own.",
        asks="bank.doubtful:decide_doubtful",
        parameters=(
            _DOUBTFUL,
            field_of("decision", "same or different.", OneOf(("same", "different")), required=True),
            field_of("same_as", "The line that it repeats, where several resemble it (txn_…).", Words("TXN")),
        ),
        show=Whole("doubtful"),
        examples=("txn_08M0kX00000VDK --decision same", "txn_08M0kX00000VDK --decision different"),
    ),
    Command(
        words=("doubtful", "show"),
        summary="A bank line that may be a duplicate, and what was decided of it.",
        asks="bank.doubtful:show_doubtful",
        parameters=(_DOUBTFUL,),
        show=Whole("doubtful"),
        examples=("txn_08M0kX00000VDK",),
    ),
    Command(
        words=("doubtful", "reopen"),
        summary="Take such a decision back.",
        asks="bank.doubtful:reopen_doubtful",
        parameters=(_DOUBTFUL,),
        show=Said("The line is to be decided again."),
        examples=("txn_08M0kX00000VDK",),
    ),
)

PENDING = (
    Command(
        words=("pending", "list"),
        summary="Lines that the bank showed and has not booked yet, or that have lapsed, newest first.",
        asks="bank.pending:list_pending",
        parameters=(
            option("state", "Those that the bank may still book, or those given up.", OneOf(("waiting", "lapsed"))),
            *PAGE,
        ),
        show=Listing(
            "pending",
            columns("date", "description", "amount>", "account: bank_account_id", "last_seen", "lapses_on", "id"),
        ),
        examples=("", "--state lapsed"),
    ),
    Command(
        words=("pending", "show"),
        summary="One line that the bank showed and has not booked yet, or that has lapsed.",
        asks="bank.pending:show_pending",
        parameters=(argument("transaction_id", "The line (txn_…)."),),
        show=Whole("pending"),
        examples=("txn_08M0kX00000VDK",),
    ),
)

COMMANDS = (*TRANSACTIONS, *ACCOUNTS, *IMPORTS, *DOUBTFUL, *PENDING)
