"""What is said to a person where the books refuse: a sentence of ours for each refusal, never the API's own words."""

from __future__ import annotations

from accountsos.access.roles import Right, Role, roles_with
from accountsos.dashboard import words_of_the_register
from accountsos.errors import Refused

CHANGED = "Somebody changed this while you were looking at it. Here is how it stands now."
TOO_OLD = "This page was open too long, or it is not yours. Open it again and try once more."
ONCE = "This form was sent before with other words in it. Open the page again and try once more."

_OF_TYPED_INVOICES: dict[str, tuple[str, str]] = {
    "contact_name": ("contact", "Write whose it is, with letters or digits."),
    "date": ("day", "The books do not take that day: it has not come yet, or is before they begin."),
    "due_date": ("due", "It is due on its own day at the earliest."),
    "total": ("total", "The lines do not come to the total on it. Check the amounts and their VAT."),
    "credits_invoice_id": ("credits", "That is no earlier invoice of the same contact. Choose another."),
    "lines": ("", "The lines do not come to what the invoice must. Check the amounts and their VAT."),
    "category_id": ("", "One of the categories says nothing of what was bought or sold. Choose another."),
    "vat_code": ("", "The VAT of a line does not go with its category: one is for sales, the other for costs."),
    "vat_amount": ("", "The VAT of a line is too far from its rate. Check it, or choose another rate."),
    "conflict": ("number", "That number is there already, or a payment rests on it. Is it another one? Tick below."),
}

SENTENCES: dict[tuple[str, str], tuple[str, str]] = {
    ("sign-up", "conflict"): ("", "Somebody has signed up here already. Log in, or ask the owner to add you."),
    ("sign-up", "incorporated_on"): ("incorporated", "The incorporation date must be in the past."),
    ("transactions", "category_id"): ("", "That category is not in use any more. Choose another one."),
    ("transactions", "lines"): ("", "At most 1,000 lines at once. Narrow the filter."),
    ("transactions", "conflict"): (
        "",
        "Some of these lines were changed again since, so they cannot be undone together.",
    ),
    ("by-hand", "date"): (
        "day",
        "Day: it has not come yet, or is before your books begin. Correct it, or tick below that it is meant.",
    ),
    ("by-hand", "category_id"): ("category", "That category is not in use any more. Choose another one."),
    ("company", "incorporated_on"): ("incorporated", "The incorporation date must be in the past."),
    ("company", "basis"): ("basis", "A limited company counts money when it is earned or owed."),
    ("company", "conflict"): ("incorporated", "A year that this day would change is closed. Open it again first."),
    ("vat-scheme", "sector"): ("sector", "Choose the trade sector that HMRC agreed with you."),
    ("vat-scheme", "vat_number"): ("number", "The VAT number must have 9 digits, as on the certificate."),
    ("vat-scheme", "from"): ("since", "This change can only begin with a VAT period, on its first day."),
    ("vat-scheme", "conflict"): (
        "since",
        "A later scheme begins after that day, or a return for it was filed. Choose a later day.",
    ),
    ("currencies", "content"): ("file", "This is no file of HMRC’s monthly rates. Choose its CSV or XML."),
    ("currencies", "undo_import"): (
        "rate",
        "Lines stand at another rate. Take their statements back first.",
    ),
    ("currencies", "state_exchange_rates"): ("closing", "No rate is known for that month. Enter the closing rate."),
    ("currencies", "date"): ("day", "That day has not come yet."),
    ("currencies", "reopen_years"): ("day", "That day is in a closed year."),
    ("currencies", "conflict"): ("day", "The books have it at that worth already: there is nothing to post."),
    ("transaction", "category_id"): ("category", "That category is not in use any more. Choose another one."),
    ("transaction", "vat_code"): (
        "vat",
        "That VAT does not go with this category: one is for sales, the other for costs.",
    ),
    ("review", "vat_code"): ("", "That VAT does not go with this category: one is for sales, the other for costs."),
    ("transaction", "conflict"): ("", "The line was changed again since. Undo the later change first."),
    ("split", "vat_code"): ("", "That VAT does not go with its category: one is for sales, the other for costs."),
    ("split", "splits"): ("", "The parts must add up to the line."),
    ("review", "category_id"): ("", "That category is not in use any more. Choose another one."),
    ("review", "conflict"): ("", "That line was changed again since. Undo the later change first, under Transactions."),
    ("look-over", "conflict"): ("", "Some of these lines were changed again since, so they cannot be undone together."),
    ("look-over", "lines"): ("", "Too many lines at once. Open the page again and try once more."),
    ("receipt", "file"): ("file", "This file cannot be read as a receipt. Choose a PDF, a photo or an e-invoice."),
    ("receipt", "transaction_ids"): ("", "That paper cannot stand beside this payment as it is read now."),
    ("receipt", "conflict"): ("", "That paper is still being read, or was settled otherwise. Try again in a moment."),
    ("inbox", "file"): ("file", "it cannot be read as a receipt. Choose a PDF, a photo, an e-mail or an e-invoice."),
    ("inbox", "payload_too_large"): ("file", "it is too large. A file may have 10 MB, and all together 60 MB."),
    ("invoice", "amount"): ("amount", "Enter an amount up to what is open, or what is kept back or deducted."),
    ("invoice", "date"): ("day", "The day must be from the invoice's own day to today, and in no filed VAT return."),
    ("invoice", "due_date"): ("due", "Say on which later day what is kept back is to be paid."),
    ("invoice", "reason"): ("reason", "Say why."),
    ("invoice", "credit_note_id"): ("other", "Choose a credit note of the same contact."),
    ("invoice", "invoice_id"): ("other", "Choose an invoice of the same contact."),
    ("invoice", "journal_id"): ("other", "Enter the id of the entry, like je_..., that paid it."),
    ("invoice", "transaction_id"): ("other", "Choose the payment that was more than is owed."),
    ("invoice", "category_id"): ("category", "Choose a cost or an income that bears it."),
    ("invoice", "transaction_ids"): ("", "It cannot stand beside this payment."),
    ("invoice", "conflict"): (
        "",
        "The books do not allow that as they stand now: nothing is open, another settlement rests on it, or its VAT "
        "return is filed.",
    ),
    ("contacts", "name"): ("name", "There is a contact of that name already, or the name has no letters."),
    ("contact", "name"): ("name", "A contact needs a name with letters or digits."),
    ("contact", "default_category_id"): ("category", "That category is not in use any more. Choose another one."),
    ("contact", "default_vat_code"): ("vat", "Choose one of the VAT rates in the list."),
    ("contact", "into"): ("", "A contact cannot be made part of itself."),
    ("contact", "aliases"): ("", "One name at least must stay. To change what they are called, change the name above."),
    ("contact", "conflict"): (
        "",
        "Bills, papers or lines hang on this contact. Open the other one, and make that part of this.",
    ),
    ("document", "gross"): (
        "gross",
        "The amount before VAT and the VAT do not make the total. Correct all three, or leave the first two empty.",
    ),
    ("document", "category_id"): ("category", "What was bought or sold cannot be filed under that. Choose another."),
    ("missing", "conflict"): ("", "That payment is not in the books any more."),
    ("document", "vat_code"): (
        "vat_code",
        "That VAT does not go with this category: one is for sales, the other for costs.",
    ),
    ("document", "transaction_ids"): ("", "That paper cannot stand beside this payment as it is read now."),
    ("document", "kind"): ("", "It is not in your books as a bill yet. Correct what it says first."),
    ("document", "date"): ("day", "The books do not take that day. Check it."),
    ("document", "conflict"): (
        "",
        "The books do not allow that as they stand now: it is still being read, was settled, or belongs to what was "
        "filed.",
    ),
    ("choose-category", "category_id"): ("category", "That category is not in use any more. Choose another one."),
    ("rules", "conflict"): ("", "The rules were changed again since, so that cannot be undone any more."),
    ("new-rule", "category_id"): ("category", "That category is not in use any more. Choose another one."),
    ("new-rule", "payee"): ("payee", "Enter a name with letters or digits."),
    ("new-rule", "description_contains"): ("payee", "Say at least one thing that a line must have."),
    ("new-rule", "amount_max"): ("largest", "It is less than the least amount."),
    ("new-rule", "conflict"): ("", "There is such a rule already, or there are too many. Look at your rules first."),
    ("rule", "category_id"): ("category", "That category is not in use any more. Choose another one."),
    ("rule", "payee"): ("payee", "Enter a name with letters or digits."),
    ("rule", "description_contains"): ("payee", "Say at least one thing that a line must have."),
    ("rule", "amount_max"): ("largest", "It is less than the least amount."),
    ("rule", "conflict"): ("", "Another rule asks for the same already, or this was undone before."),
    ("vat-return", "acknowledge"): ("", "What may be counted twice has changed. Look at it again."),
    ("vat-return", "reason"): ("reason", "Say why a filed return is opened again."),
    ("vat-return", "conflict"): (
        "",
        "It cannot be marked so: returns are filed in order, once they are over; each finding needs its tick, and a "
        "return with exempt sales that it was completed outside. Only the last filed one can be opened again.",
    ),
    ("deadlines", "title"): ("title", "Say what is due."),
    ("deadlines", "conflict"): ("", "What the law asks for stays on the list. Mark it as done where it is met."),
    ("regenerate-key", "conflict"): ("", "This key works no more. Generate a new one instead."),
    ("revoke-key", "conflict"): ("", "This key was revoked already."),
    ("webhooks", "url"): (
        "url",
        "We send to addresses of the public internet, by https only. Enter one like https://example.com/hook",
    ),
    ("webhooks", "conflict"): ("", "There are as many as a company may have. Remove one first."),
    ("webhook", "url"): ("", "Its address is none that we send to. Add another webhook, and remove this one."),
    ("check-statement", "bank_account_id"): ("", "That account is not there any more. Choose another one."),
    ("check-statement", "file"): (
        "",
        "The file cannot be read any more as it was shown. Here is what is wrong with it.",
    ),
    ("adding", "precondition_failed"): (
        "",
        "The books were changed while it was being added, so it would do something else now.",
    ),
    ("adding", "file"): ("", "The file cannot be read any more as it was shown."),
    ("adding", "bank_account_id"): ("", "That account is not there any more. Choose another one."),
    ("statement", "conflict"): ("", "This statement was taken back already."),
    ("people", "email"): ("email", "Enter an e-mail address like name@example.org"),
    ("people", "conflict"): ("email", "They are in this company already. Change their role above instead."),
    ("person", "conflict"): ("", "A company needs an owner. Make somebody else owner first."),
    ("invitation", "conflict"): ("", "That address has a log-in already. Open the link again, and log in."),
    ("second-step", "code"): (
        "code",
        "That code does not fit the key. Is the clock of the device right? Type the one it shows now",
    ),
    ("second-step", "conflict"): (
        "",
        "It is on already, or off. If you did not see your recovery codes, make new ones.",
    ),
    ("new-journal", "date"): (
        "day",
        "Day: it has not come yet, or is before your books begin. Correct it, or tick below that it is meant.",
    ),
    ("new-journal", "lines"): (
        "",
        "Debits and credits must come to the same, in two lines at least. A bank account moves by its own lines only.",
    ),
    ("new-journal", "narration"): ("narration", "Say what it is"),
    ("new-journal", "auto_reverse_on"): ("reverse", "It is taken back on a later day than its own"),
    ("new-journal", "category_id"): ("", "That category is not in use any more, or is none of income or cost."),
    ("new-journal", "employment_allowance"): ("", "The allowance is more than the employer’s National Insurance."),
    ("new-journal", "net_pay"): ("", "The net pay on the payslips is another than the amounts come to. Check both."),
    ("new-journal", "contact"): ("", "Say whose loan account it is."),
    ("new-journal", "amount"): ("", "These amounts leave nothing to post."),
    ("new-journal", "staff_pay"): ("", "These amounts leave nothing to post."),
    ("new-journal", "vat_code"): ("", "The VAT of a line does not go with its category."),
    ("new-journal", "list_vat_schemes"): (
        "day",
        "There is no scale charge on that day: the business is not registered for VAT then, or has the flat rate.",
    ),
    ("new-journal", "co2"): ("co2", "Say how many grams a kilometre, a whole number"),
    ("new-journal", "used_from"): (
        "used_from",
        "A day of the VAT period of that day, or leave it empty",
    ),
    ("new-journal", "used_to"): (
        "used_to",
        "The last day is not before the first, and within the VAT period. Leave it empty for the whole period",
    ),
    ("new-journal", "charge"): (
        "charge",
        "The charge of this car and period is not known here. Take it from HMRC’s table of road fuel scale charges, "
        "and enter it",
    ),
    ("new-journal", "conflict"): ("day", "That day is in a closed year. Take a later one, or open the year again."),
    ("journal", "conflict"): (
        "",
        "It cannot be taken back here: it was already, it pays an invoice, or another page posted it.",
    ),
    ("categories", "name"): ("name", "There is a category of that name already. Choose another name."),
    ("categories", "like"): ("like", "Nothing can be like that one: the books have one of it. Choose another."),
    ("category", "name"): ("name", "There is a category of that name already. Choose another name."),
    ("category", "vat_reclaim"): ("", "The share of VAT that you reclaim: enter a whole percentage such as 60%"),
    ("category", "replaced_by"): (
        "replaced_by",
        "Rules file there, so say which category its next lines go to: another one in use.",
    ),
    ("category", "archived"): ("", "The books need this category, so it stays in use."),
    ("me", "not_found"): ("", "That browser is logged out already."),
}
"""By page, and parameter or code of the refusal: the form's field, and what to say there."""
SENTENCES |= words_of_the_register.SENTENCES
for _page in ("new-invoice", "edit-invoice"):
    SENTENCES |= {(_page, what): told for what, told in _OF_TYPED_INVOICES.items()}

GENERAL: dict[str, str] = {
    "conflict": "The books do not allow that as they stand now.",
    "precondition_failed": CHANGED,
    "idempotency_mismatch": ONCE,
    "payload_too_large": "The file is larger than 10 MB.",
    "unavailable": "The books cannot be reached at the moment. Nothing was saved; try again in a minute.",
    "unsupported_media_type": "The form did not arrive as a form. Open the page again and try once more.",
    "bad_request": "Something in this form is not in order. Check what you entered.",
}

TAXES: dict[str, str] = {
    "vat": "VAT",
    "corporation_tax": "Corporation tax",
    "paye": "PAYE",
    "self_assessment": "Self Assessment",
}
"""Deadlines at which money may be due."""

ROLES: dict[Role, str] = {
    Role.OWNER: "owner",
    Role.BOOKKEEPER: "bookkeeper",
    Role.ACCOUNTANT: "accountant",
    Role.READER: "reader",
}


def said(page: str, refusal: Refused) -> tuple[str, str]:
    """The field and the sentence for a refusal on that page."""
    for key in (refusal.see, refusal.param, refusal.code):  # the rarest first: it says most
        if key is not None and (page, key) in SENTENCES:
            return SENTENCES[page, key]
    return "", GENERAL.get(refusal.code, GENERAL["bad_request"])


def who_may(right: Right) -> str:
    """`an owner or a bookkeeper`."""
    names = [ROLES[role] for role in roles_with(right)]
    return " or ".join(("an " if name[0] in "aeiou" else "a ") + name for name in names)
