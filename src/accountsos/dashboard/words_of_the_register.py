"""What is said where the register of assets, mileage, opening balances or years are refused as they were entered."""

from __future__ import annotations

Said = tuple[str, str]
"""The form's field, and the sentence."""

_REOPEN = "Open the year again first: Reports, Years, “Open it again”. Close it once you are done."
_OF_AN_ASSET: dict[str, Said] = {
    "description": ("description", "Say what it is, so that people find it again."),
    "category_id": (
        "category",
        "Choose the account of fixed assets on which its cost stands. Of the payment or bill there may be nothing left "
        "there: it is registered already, or filed elsewhere.",
    ),
    "transaction_id": ("source", "That payment brings nothing on that account. Choose another, or enter it by hand."),
    "document_id": ("source", "That bill brings nothing on that account. Choose another, or enter it by hand."),
    "bought_on": ("bought", "Say on which day it was bought: one that has been, and within the books."),
    "in_use_on": ("in_use", "It cannot be in use before it was bought."),
    "cost": ("cost", "Say what it cost without reclaimed VAT, and no more than stands there of its payment."),
    "years": ("years", "Say over how many years, 1 to 100."),
    "rate": ("rate", "Say which share of what is left is taken each year, up to 100 percent."),
    "residual": ("residual", "At its end it cannot be worth more than it cost."),
    "accumulated_category_id": (
        "gathers",
        "Choose where its depreciation gathers. There is none for that kind yet: add a category like “Depreciation, "
        "plant” in your chart.",
    ),
    "depreciated": (
        "depreciated",
        "It was bought before your books began here: say how much of its depreciation is in the opening balances, 0 "
        "if none, and no more than its cost.",
    ),
    "depreciated_through": ("through", "Say up to which day it was depreciated so: since it is in use, up to today."),
    "co2": ("co2", "A car has its CO2 in g/km, and nothing else has. Its tax relief goes by it."),
    "pool": ("pool", "Only machines, computers and vans can be put at the special rate by hand."),
    "private_percent": ("private", "A company has no private use: a director’s is a benefit to report."),
    "claim": (
        "claim",
        "That relief is not for such a thing: first-year reliefs are for what was bought new, some for companies only, "
        "and a car has its own.",
    ),
    "value_brought_forward": ("value_before", "Enter an amount that is not below zero."),
    "date": ("left_on", "Say on which day it left: since it was bought, up to today."),
    "proceeds": ("proceeds", "No more than came in for it, and not below zero."),
    "proceeds_category_id": ("money", "Say where the money is: it came to the bank, or somebody owes it."),
    "contact_id": ("whose", "Name somebody only where the money is owed on an account kept by name."),
    "undo_depreciation": (
        "",
        "Depreciation is posted for it that stands on what you would change. Take that back first, under Fixed assets; "
        "post it again afterwards.",
    ),
    "post_depreciation": ("", "That of an earlier year is not posted. Post it first, under Fixed assets."),
    "undo_disposal": ("", "It has left, with a result that is posted. Undo that first, on its page."),
    "reopen_years": ("", f"That day is in a closed year. {_REOPEN}"),
    "conflict": ("", "It left already, or nothing of that is posted any more. Look at it again."),
}
SENTENCES: dict[tuple[str, str], Said] = {
    **{(page, what): said for page in ("assets", "asset", "new-asset") for what, said in _OF_AN_ASSET.items()},
    ("asset", "transaction_id"): ("money", "Of that receipt nothing is left that stands for this asset."),
    ("asset", "document_id"): ("money", "Of that invoice nothing is left that stands for this asset."),
    ("assets", "conflict"): ("", "The year is not over yet, or nothing is posted for it any more. Look at it again."),
    ("opening-balances", "lines"): (
        "",
        "The books do not take one of these balances: each needs an account that is in use, customers and suppliers "
        "one line each, and together they must post something.",
    ),
    ("opening-balances", "reopen_years"): ("", f"A closed year stands on these balances. {_REOPEN}"),
    ("opening-balances", "conflict"): ("", "No opening balances are entered any more. Look at them again."),
    ("years", "through"): ("through", "Books are closed at the end of a financial year. Choose one of the list."),
    ("years", "reason"): ("reason", "Say why, in a few words."),
    ("years", "ends_on"): (
        "ends",
        "It must end after it starts, and a company’s year has 18 months at most.",
    ),
    ("years", "starts_on"): ("starts", "Years follow one another without a gap. Choose another."),
    ("years", "notice_on"): ("notice", "A notice goes with a year that becomes shorter, and has been given already."),
    ("years", "reopen_years"): ("", f"A closed year would become another one. {_REOPEN}"),
    ("years", "conflict"): (
        "",
        "That is so already; or a company would lengthen its year a second time within five years, which needs one of "
        "the law’s exceptions.",
    ),
    ("mileage", "date"): ("day", "Enter a trip when it was made: that day has not come yet."),
    ("mileage", "through"): ("through", "That day has not come yet."),
    ("mileage", "person"): ("person", "Say who drove."),
    ("mileage", "purpose"): ("purpose", "Say what the trip was for."),
    ("mileage", "miles"): ("miles", "Enter the miles of one day, 0.1 to 3,000, with one decimal at most."),
    ("mileage", "passengers"): ("passengers", "Only colleagues in a company’s trip by car or van count, 16 at most."),
    ("mileage", "contact_id"): (
        "whose",
        "No contact has that driver’s name. Name the director’s contact here, or add it under Contacts.",
    ),
    ("mileage", "reopen_years"): ("", f"That day is in a closed year. {_REOPEN}"),
    ("mileage", "conflict"): ("", "Nothing is left to be claimed up to that day, or the trip is claimed already."),
}
"""By page, and parameter, helping operation or code of the refusal."""
