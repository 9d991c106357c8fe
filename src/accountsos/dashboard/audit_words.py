"""The audit log in words: what was done, by kinds that one looks for, and who did it."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "lines": ("Bank lines and statements", ("statement.", "transaction.", "transactions.", "rule.", "categoriser.")),
    "accounts": ("Accounts and categories", ("bank_account.", "category.", "exchange_rates.")),
    "papers": ("Receipts, bills and invoices", ("document.", "documents.", "evidence.", "job.", "invoice.")),
    "journals": ("Journals and opening balances", ("journal.", "opening_balances.", "depreciation.")),
    "contacts": ("Contacts and trips", ("contact.", "mileage.")),
    "assets": ("Fixed assets", ("asset.", "depreciation.")),
    "tax": ("VAT and tax", ("vat.", "vat_return.", "corporation_tax.", "directors_loan.", "simplified_expenses.")),
    "company": ("Company and years", ("company.", "year.", "books.", "clock.")),
    "deadlines": ("Deadlines", ("deadline.", "calendar_token.")),
    "people": ("People, keys and webhooks", ("person.", "invitation.", "key.", "webhook.", "external_reference.")),
}
"""By the word in the address: what it is called, and how its actions begin."""
ACTIONS: Mapping[str, str] = {
    "asset.change": "an asset changed",
    "asset.dispose": "an asset sold or scrapped",
    "asset.register": "an asset entered",
    "asset.remove": "an asset removed",
    "asset.undo_disposal": "an asset’s leaving taken back",
    "bank_account.add": "an account added",
    "bank_account.change": "an account changed",
    "bank_account.revalue": "an account in another currency revalued",
    "bank_account.remove": "an account removed",
    "books.close": "a year closed",
    "books.reopen": "a year opened again",
    "books.repair": "counted figures rebuilt",
    "calendar_token.make": "the calendar’s address made",
    "calendar_token.revoke": "the calendar’s address taken back",
    "categoriser.calibrate": "the program counted how sure it is",
    "category.add": "a category added",
    "category.change": "a category changed",
    "clock.told": "the clock, beside a moment that is too late",
    "company.change": "the company’s details changed",
    "company.found": "the books opened",
    "contact.add": "a contact added",
    "contact.change": "a contact changed",
    "contact.cis": "a contact’s CIS status stated",
    "contact.merge": "two contacts made one",
    "contact.merge.undo": "two contacts made two again",
    "contact.split": "a contact split",
    "corporation_tax.facts": "facts for corporation tax stated",
    "deadline.add": "a deadline added",
    "deadline.change": "a deadline changed or done",
    "deadline.remove": "a deadline removed",
    "deadline.settings": "what deadlines depend on stated",
    "depreciation.post": "depreciation posted",
    "depreciation.undo": "depreciation taken back",
    "directors_loan.arrangement": "terms of a director’s loan stated",
    "document.correct": "a paper corrected",
    "document.delete": "a paper deleted",
    "document.read": "a paper read",
    "document.upload": "a paper brought",
    "documents.match": "papers put beside payments",
    "evidence.needless": "a payment needs no receipt",
    "exchange_rates.state": "exchange rates stated",
    "external_reference.set": "known otherwise in another system",
    "invitation.accept": "somebody came in by an invitation",
    "invitation.make": "somebody asked in",
    "invitation.withdraw": "an invitation taken back",
    "invoice.change": "an invoice or bill changed",
    "invoice.enter": "an invoice or bill typed in",
    "invoice.pay_on_account": "a payment on account",
    "invoice.settle": "an invoice or bill settled",
    "invoice.settle.undo": "a settlement taken back",
    "invoice.void": "an invoice or bill made void",
    "job.retry": "a paper read again",
    "journal.post": "a journal posted",
    "journal.undo": "a journal taken back",
    "key.make": "an API key generated",
    "key.regenerate": "an API key regenerated",
    "key.revoke": "an API key revoked",
    "mileage.add": "a trip entered",
    "mileage.claim": "trips claimed",
    "mileage.remove": "a trip removed",
    "opening_balances.post": "opening balances posted",
    "opening_balances.withdraw": "opening balances taken back",
    "person.add": "somebody let in",
    "person.remove": "somebody taken out",
    "person.role": "somebody’s role changed",
    "rule.add": "a rule added",
    "rule.change": "a rule changed",
    "rule.remove": "a rule removed",
    "simplified_expenses.claim": "flat rates claimed",
    "simplified_expenses.state": "flat rates stated",
    "statement.import": "a statement added",
    "statement.undo": "a statement taken back",
    "transaction.add": "a line entered by hand",
    "transaction.amend": "a line by hand put right",
    "transaction.booked_late": "a pending line booked",
    "transaction.change": "a line filed or changed",
    "transaction.doubt": "a possible duplicate judged",
    "transaction.doubt_reopened": "a possible duplicate asked again",
    "transaction.lapse": "a pending line given up",
    "transaction.pending_again": "a line pending again",
    "transaction.refile": "a line filed anew by a rule",
    "transaction.remove": "a line removed",
    "transaction.restore": "a line put back",
    "transactions.refile": "lines filed anew together",
    "transactions.refile_undo": "filing anew taken back",
    "vat.outlook": "what is expected of turnover stated",
    "vat.scheme": "the VAT scheme stated",
    "vat_return.file": "a VAT return marked as filed",
    "vat_return.unfile": "a VAT return opened again",
    "webhook.add": "a webhook added",
    "webhook.change": "a webhook changed",
    "webhook.disable": "a webhook turned off, as nothing arrived",
    "webhook.redeliver": "an event sent to a webhook again",
    "webhook.remove": "a webhook removed",
    "webhook.rotate": "a webhook’s secret replaced",
    "webhook.test": "a webhook tried",
    "year.change": "a financial year changed",
}
PROGRAMS: Mapping[str, str] = {
    "cli": "The command line of the server",
    "worker": "The program by itself",
    "demo": "The demo",
}
THINGS: Mapping[str, str] = {
    "ast_": "a fixed asset",
    "cat_": "a category",
    "co_": "these books",
    "con_": "a contact",
    "ddl_": "a deadline",
    "doc_": "a paper",
    "imp_": "a statement",
    "ivt_": "an invitation",
    "je_": "an entry",
    "job_": "the reading of a paper",
    "key_": "an API key",
    "rfl_": "lines filed anew",
    "rule_": "a rule",
    "stl_": "a settlement",
    "trip_": "a trip",
    "txn_": "a line",
    "usr_": "somebody who is here no more",
    "whk_": "a webhook",
}
"""By how an id begins: what it is, where it has no name or none any more."""
PLACES: Mapping[str, str] = {
    "ast_": "assets",
    "txn_": "transactions",
    "doc_": "documents",
    "con_": "contacts",
    "je_": "entries",
    "imp_": "statements",
}
"""By how an id begins: where its page is."""


def prefixes_of(kind: str) -> tuple[str, ...]:
    """How the actions of a kind begin; none for a word that is no kind."""
    return KINDS[kind][1] if kind in KINDS else ()


def place_of(subject: str) -> str:
    """The page of what a row is about, below the company; empty where it has none."""
    found = PLACES.get(_beginning(subject), "")
    return f"{found}/{subject}" if found else ""


def thing_said(subject: str, names: Mapping[str, str]) -> str:
    """What a row is about: by name, else by what it is; any other word as it is."""
    if subject in names:
        return names[subject]
    return THINGS.get(_beginning(subject), subject)


def _beginning(subject: str) -> str:
    """The prefix of an id, which says what it is of."""
    return subject[: subject.find("_") + 1]
