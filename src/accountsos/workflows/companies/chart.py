"""The chart of accounts: list, add, change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import new_text_id
from accountsos.bookkeeping.write_up import category_changed
from accountsos.errors import BadRequest, NotFound
from accountsos.ledger.category_ids import (
    DIRECTORS_LOAN,
    OPENING_BALANCES,
    RETAINED,
    TRANSFER,
    UNCATEGORISED,
    VAT_CONTROL,
    VAT_FILED,
)
from accountsos.ledger.chart import ACCOUNT_TYPES, VAT_DEFAULTS, Category, Chart
from accountsos.ledger.treatment import BY_HAND, OF_VAT, TOLD_AS, fitting, pattern_copied
from accountsos.store.deadlines import fact_of, record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import (
    SUCCESSORS,
    add_categories,
    change_category,
    load_names,
    names_of,
)
from accountsos.store.rules import change_rule, rules_of
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

VAT_RECLAIMS = ("yes", "no", "half", "if_charged", "partial", "no_cars")
"""What a category may say of its input VAT beside a percentage: all, none, a leased car's half, or that it depends."""
WHOLE = 100
NEVER_ARCHIVED = frozenset(
    {UNCATEGORISED, TRANSFER, OPENING_BALANCES, RETAINED, DIRECTORS_LOAN, VAT_CONTROL, VAT_FILED}
)
"""Accounts that the product posts to by itself."""


@dataclass(frozen=True, slots=True)
class NewCategory:
    """An account to add to the chart. What is None follows the standard category `like`."""

    name: str
    like: str
    nominal: str | None = None
    vat_default: str | None = None
    vat_reclaim: str | None = None
    treatment: Mapping[str, str] = field(default_factory=dict)
    """What else it is treated as otherwise than its pattern, by field of `BY_HAND`."""


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """New values by field name."""

    category_id: str
    changes: dict[str, object]
    correct_filed_returns: bool = False
    """Whether a changed VAT treatment corrects what stands in filed returns as well."""
    replaced_by: str | None = None
    """Where the next lines go of a category that is archived; None: each is asked about."""


@dataclass(frozen=True, slots=True)
class CategoryChanged:
    """The category as it is now, and how many lines and invoices were posted anew."""

    category: Category
    reposted: int = 0
    rules: int = 0
    """So many rules file under its successor now."""


def list_categories(db: Reader, company: int, _: None) -> list[Category]:
    """The whole chart in the order of nominal codes, archived ones too."""
    return list(names_of(db, company).chart.categories.values())


def show_category(db: Reader, company: int, category_id: str) -> Category:
    """One account of the chart."""
    category = names_of(db, company).chart.get(category_id)
    if category is None:
        raise NotFound(f"there is no category {category_id!r}")
    return category


def prepare_category(db: Reader, company: int, command: NewCategory) -> tuple[NewCategory, Category]:
    """The pattern must exist and the name be new."""
    names = names_of(db, company)
    pattern = names.chart.get(command.like)
    if pattern is None:
        raise BadRequest(f"like: there is no category {command.like!r} to take type and VAT from", param="like")
    if command.like in names.chart.control_accounts:
        raise BadRequest("like: add a bank account instead of another category for bank accounts", param="like")
    if pattern.only_one:
        raise BadRequest(
            f"like: the books post to {pattern.name} by themselves and have one of it; file under "
            f"{pattern.category_id} itself, or take another pattern",
            param="like",
        )
    _refuse_name(names.chart, command.name)
    if command.vat_default is not None and command.vat_default not in VAT_DEFAULTS:
        raise BadRequest(f"vat_default: not one of {', '.join(VAT_DEFAULTS)}", param="vat_default")
    if command.vat_reclaim is not None:
        command = replace(command, vat_reclaim=vat_reclaim_of(pattern, command.vat_reclaim))
    _refuse_treatment(pattern, command.treatment)
    return command, pattern


def _refuse_treatment(category: Category, stated: Mapping[str, object]) -> None:
    """What is said of a category must fit an account of its type."""
    for name in BY_HAND:
        if name in stated and stated[name] not in (fits := fitting(category, name)):
            words = f"accepted are {', '.join(fits)}" if fits else "nothing can be stated there"
            told = TOLD_AS.get(name, name)
            raise BadRequest(
                f"{told}: {stated[name]!r} does not fit {category.type} ({category.name}): {words}", param=told
            )


def vat_reclaim_of(category: Category, text: str) -> str:
    """What of the VAT on a category's costs is reclaimed: a word of the chart, or a whole percentage such as `60%`."""
    if category.type != "expense" and category.frs105_line != "BS.B":
        raise BadRequest(
            f"vat_reclaim: {category.name} is no cost and no fixed asset, so there is no VAT on it to reclaim",
            param="vat_reclaim",
        )
    plain = text.strip()
    if plain in VAT_RECLAIMS:
        return plain
    number = plain.removesuffix("%").strip()
    if not (number.isascii() and number.isdigit() and int(number) <= WHOLE):
        raise BadRequest(
            f"vat_reclaim: {text!r} is neither a whole percentage such as 60% nor one of {', '.join(VAT_RECLAIMS)}",
            param="vat_reclaim",
        )
    return f"{int(number)}%"


def apply_category(db: Writer, company: int, plan: tuple[NewCategory, Category], cause: Cause) -> Category:
    """Record the new account of the chart."""
    command, pattern = plan
    names = names_of(db, company)
    category = pattern_copied(
        pattern,
        category_id=new_text_id("cat_", command.name, names.category_no),
        name=command.name.strip(),
        nominal=command.nominal or pattern.nominal,
        vat_default=command.vat_default or pattern.vat_default,
        vat_reclaim=command.vat_reclaim or pattern.vat_reclaim,
        **command.treatment,
    )
    assert category.type in ACCOUNT_TYPES
    add_categories(db, cause, [category], first_number=cause.next_number())
    cause.note("category.add", category.category_id, after={"name": category.name, "like": command.like})
    return category


def prepare_category_change(db: Reader, company: int, command: CategoryChange) -> CategoryChange:
    """The category must exist, keep a name of its own, and stay where the books cannot do without it."""
    chart, category = names_of(db, company).chart, show_category(db, company, command.category_id)
    name = command.changes.get("name")
    if name is not None:
        _refuse_name(chart, str(name), but=command.category_id)
    if command.changes.get("archived") and (
        command.category_id in chart.control_accounts or command.category_id in NEVER_ARCHIVED
    ):
        raise BadRequest(f"archived: the books need {category.name} ({command.category_id})", param="archived")
    _refuse_successor(db, company, category, command)
    reclaim = command.changes.get("vat_reclaim")
    if reclaim is not None:
        changes = {**command.changes, "vat_reclaim": vat_reclaim_of(category, str(reclaim))}
        command = replace(command, changes=changes)
    if category.only_one and any(name in command.changes for name in BY_HAND):
        raise BadRequest(f"{category.name}: the books post to it by themselves, and its treatment is theirs")
    _refuse_treatment(category, command.changes)
    return command


def _refuse_successor(db: Reader, company: int, category: Category, command: CategoryChange) -> None:
    """Only what is archived has a successor: one that is in use, of the same type. Rules must not name it in vain."""
    names = names_of(db, company)
    if not command.changes.get("archived"):
        if command.replaced_by is not None:
            raise BadRequest("replaced_by: only with archived: true", param="replaced_by")
        return
    if command.replaced_by is None:
        ruled = [rule for rule in rules_of(db, company) if names.category_id[rule.category_no] == category.category_id]
        if ruled:
            rules = "1 rule files" if len(ruled) == 1 else f"{len(ruled)} rules file"
            raise BadRequest(
                f"replaced_by: {rules} under {category.name}: say which category the next lines go to, or change the "
                "rules first",
                param="replaced_by",
            )
        return
    successor = names.chart.get(command.replaced_by)
    control = command.replaced_by in names.chart.control_accounts
    if successor is None or successor.archived or control or successor.category_id == category.category_id:
        raise BadRequest(f"replaced_by: {command.replaced_by!r} is no other category in use", param="replaced_by")
    if successor.type != category.type:
        raise BadRequest(
            f"replaced_by: {successor.name} is of type {successor.type}, {category.name} of type {category.type}",
            param="replaced_by",
        )


def _succeed(db: Writer, company: int, plan: CategoryChange, cause: Cause) -> int:
    """Keep where its next lines go, and let the rules that name it file there; how many did."""
    if "archived" not in plan.changes:
        return 0
    known: dict[str, object] = dict(fact_of(db, company, SUCCESSORS))
    after = {one: other for one, other in known.items() if one != plan.category_id}
    if plan.replaced_by is not None:
        after[plan.category_id] = plan.replaced_by
    if after != known:
        record_fact(db, cause, SUCCESSORS, after)
        cause.chart_changed = True
    if plan.replaced_by is None:
        return 0
    numbers = names_of(db, company).category_no
    ruled = [rule for rule in rules_of(db, company) if rule.category_no == numbers[plan.category_id]]
    for rule in ruled:
        change_rule(db, company, replace(rule, category_no=numbers[plan.replaced_by]))
    return len(ruled)


def _refuse_name(chart: Chart, name: str, *, but: str | None = None) -> None:
    wanted = name.strip().casefold()
    if not wanted:
        raise BadRequest("name: a category needs a name", param="name")
    for category in chart.categories.values():
        if category.category_id != but and category.name.casefold() == wanted:
            raise BadRequest(f"name: {category.category_id} is called {category.name} already", param="name")


def apply_category_change(db: Writer, company: int, plan: CategoryChange, cause: Cause) -> CategoryChanged:
    """Record a new version; reports as known before keep the old one. Another VAT treatment is posted at once."""
    names = names_of(db, company)
    old = names.chart[plan.category_id]
    new = replace(old, **plan.changes)  # type: ignore[arg-type]  # the door's struct has checked names and types
    rules = _succeed(db, company, plan, cause)
    if new == old and fact_of(db, company, SUCCESSORS).get(new.category_id) == plan.replaced_by:
        return CategoryChanged(new, rules=rules)
    change_category(db, cause, names.category_no[plan.category_id], new)
    reposted = 0
    if any(getattr(new, name) != getattr(old, name) for name in OF_VAT):
        books = books_of(db, company).under(load_names(db, company))
        reposted = category_changed(books, cause, new.category_id, correct_filed=plan.correct_filed_returns)
    cause.note(
        "category.change",
        new.category_id,
        before={k: getattr(old, k) for k in plan.changes},
        after={**plan.changes, "reposted": reposted, "replaced_by": plan.replaced_by, "rules": rules},
    )
    return CategoryChanged(new, reposted, rules)


LIST_CATEGORIES = ReadWorkflow("category.list", list_categories, short=True)
SHOW_CATEGORY = ReadWorkflow("category.show", show_category, short=True)
ADD_CATEGORY = WriteWorkflow("category.add", prepare_category, apply_category)
CHANGE_CATEGORY = WriteWorkflow("category.change", prepare_category_change, apply_category_change, short=False)
