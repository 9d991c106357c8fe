"""What a person says of a line's VAT: checked against the scheme of its day and the category."""

from __future__ import annotations

from datetime import date

from accountsos.bookkeeping.invoice_vat import most_vat_in
from accountsos.errors import BadRequest
from accountsos.ledger.chart import Category
from accountsos.money import text_from_pence
from accountsos.store.names import Names
from accountsos.uk_rules.vat_boxes import VatKind
from accountsos.uk_rules.vat_codes import vat_code


def check_vat_choice(
    names: Names,
    category: Category,
    line: tuple[date, int],
    code: str | None,
    vat_amount: int | None,
    *,
    param: str = "",
) -> int:
    """The VAT amount with the sign of the line (0 where none is given); refuses what cannot be.

    `line` is its day and the amount of the part. An amount may be given without its sign.
    """
    day, amount = line
    if code is None and vat_amount is None:
        return 0
    if names.vat.on(day) is None:
        what = "vat_code" if code is not None else "vat_amount"
        since = names.vat.registered_on()
        registered = f"was not registered for VAT on {day}" if since else "is not registered for VAT"
        raise BadRequest(
            f"{param}{what}: this company {registered}, so its lines carry none; leave {what} out",
            param=f"{param}{what}",
        )
    if code is not None:
        _check_code(category, code, param)
    if vat_amount is None:
        return 0
    return _checked_amount(day, amount, code, vat_amount, param)


def _check_code(category: Category, code: str, param: str) -> None:
    try:
        law = vat_code(code)
    except BadRequest as unknown:
        raise BadRequest(f"{param}vat_code: {unknown.message}", param=f"{param}vat_code") from None
    sale = category.type == "income"
    cost = category.type == "expense"
    if (law.sales is True and cost and law.kind is not VatKind.BAD_DEBT_RELIEF) or (law.sales is False and sale):
        side = "sales" if law.sales else "purchases"
        raise BadRequest(
            f"{param}vat_code: {code} ({law.name}) is for {side}, and {category.category_id} ({category.name}) is not; "
            "choose a code of the other side, or another category",
            param=f"{param}vat_code",
        )


def _checked_amount(day: date, amount: int, code: str | None, vat_amount: int, param: str) -> int:
    law = vat_code(code) if code is not None else None
    if law is not None and (law.self_assessed or law.kind is VatKind.NONE):
        raise BadRequest(
            f"{param}vat_amount: with {code} the supplier charges no VAT; leave vat_amount out",
            param=f"{param}vat_amount",
        )
    alone = law is not None and (law.vat_by_hand or law.kind is VatKind.IMPORT_C79)
    whole = abs(amount)
    most = whole if alone else most_vat_in(whole, day)
    if abs(vat_amount) > most:
        raise BadRequest(
            f"{param}vat_amount: {text_from_pence(abs(vat_amount))} is more than {text_from_pence(abs(amount))} can "
            f"hold on {day}: at most {text_from_pence(most)}",
            param=f"{param}vat_amount",
        )
    return abs(vat_amount) if amount >= 0 else -abs(vat_amount)
