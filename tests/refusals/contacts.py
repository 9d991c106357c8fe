"""What is refused about contacts and deadlines."""

from __future__ import annotations

from datetime import date

from accountsos.bookkeeping.cis_facts import CisFact
from accountsos.store.engine.sql import Sql
from accountsos.workflows.contacts import manage_contacts, merge_contacts, state_cis
from accountsos.workflows.contacts.manage_contacts import ContactChange, NewContact
from accountsos.workflows.contacts.merge_contacts import MergeContact, SplitContact
from accountsos.workflows.contacts.state_cis import StateCis
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import DeadlineChange, NewDeadline
from accountsos.workflows.unit_of_work import WriteWorkflow
from tests.refusals.desk import Cases, Desk
from tests.support.bookkeeper import TODAY

NEXT_YEAR = date(2027, 1, 31)


def added(desk: Desk, name: str = "Harbour Stationers Ltd") -> str:
    return desk.id("con_", desk.do(manage_contacts.ADD, NewContact(name)).contact.number)


def _twice(desk: Desk) -> None:
    added(desk)
    added(desk, "HARBOUR STATIONERS LTD")


def _used(desk: Desk) -> object:
    contact = added(desk)
    desk.keeper.change(desk.keeper.enter(TODAY, -1000).row.number, contact_id=contact)
    return desk.do(manage_contacts.CHANGE, ContactChange(contact, {"archived": True}))


def _law_removed(desk: Desk) -> object:
    by_law = desk.ask(list_deadlines.LIST, DeadlineQuestion(TODAY))[0]
    return desk.do(manage_deadlines.REMOVE, (by_law.deadline_id, TODAY))


def _removed_meanwhile(desk: Desk) -> None:
    own = desk.do(manage_deadlines.ADD, NewDeadline("Renew insurance", NEXT_YEAR, TODAY)).deadline_id
    late = WriteWorkflow("test.late", lambda db, company, plan: plan, manage_deadlines.apply_removal)
    for _ in range(2):
        desk.do(late, own)


def _law_changed(desk: Desk) -> object:
    by_law = desk.ask(list_deadlines.LIST, DeadlineQuestion(TODAY))[0]
    return desk.do(manage_deadlines.CHANGE, DeadlineChange(by_law.deadline_id, TODAY, {"due_date": NEXT_YEAR}))


def _lined(desk: Desk, text: str) -> str:
    """A contact that a bank line made."""
    line = desk.keeper.enter(TODAY, -1000, text).row
    assert line.contact_no is not None
    return desk.id("con_", line.contact_no)


def _merged_into_itself(desk: Desk) -> object:
    contact = added(desk)
    return desk.do(merge_contacts.MERGE, MergeContact(contact, contact))


def _merged_with_facts(desk: Desk) -> object:
    contact, other = added(desk), added(desk, "Dock Side Stationers")
    desk.do(state_cis.STATE, StateCis(contact, CisFact(TODAY, 30)))
    return desk.do(merge_contacts.MERGE, MergeContact(contact, other))


def _merged_and_forgotten(desk: Desk) -> object:
    contact = added(desk)
    desk.do(merge_contacts.MERGE, MergeContact(contact, added(desk, "Dock Side Stationers")))
    desk.keeper.books.tend(lambda db: db.run(FORGET_TEXTS, company=desk.keeper.company))
    return desk.do(merge_contacts.UNDO_MERGE, contact)


FORGET_TEXTS = Sql("DELETE FROM audit_text WHERE company_id = :company")

CASES: Cases = {
    "merging a contact into itself": _merged_into_itself,
    "merging a contact into one that is not there": lambda d: d.do(
        merge_contacts.MERGE, MergeContact(added(d), d.id("con_"))
    ),
    "merging a contact that is not there": lambda d: d.do(merge_contacts.MERGE, MergeContact(d.id("con_"), added(d))),
    "merging a contact of which more is known": _merged_with_facts,
    "taking back a merger that never was": lambda d: d.do(merge_contacts.UNDO_MERGE, added(d)),
    "taking back a merger of which nothing is told": _merged_and_forgotten,
    "splitting off an alias of somebody else": lambda d: d.do(
        merge_contacts.SPLIT, SplitContact(_lined(d, "HARBOUR STATIONERS"), ("DOCK SIDE",))
    ),
    "splitting off every alias": lambda d: d.do(
        merge_contacts.SPLIT, SplitContact(_lined(d, "HARBOUR STATIONERS"), ("HARBOUR STATIONERS",))
    ),
    "a contact without letters": lambda d: d.do(manage_contacts.ADD, NewContact("--")),
    "a contact of an unknown type": lambda d: d.do(manage_contacts.ADD, NewContact("Harbour", "friend")),
    "a contact's name again": _twice,
    "showing a contact that is not there": lambda d: d.ask(manage_contacts.SHOW, d.id("con_")),
    "showing a contact by something else": lambda d: d.ask(manage_contacts.SHOW, "Harbour"),
    "taking a contact's name away": lambda d: d.do(manage_contacts.CHANGE, ContactChange(added(d), {"name": "-"})),
    "keeping a VAT code for a contact that there is not": lambda d: d.do(
        manage_contacts.CHANGE, ContactChange(added(d), {}, {"vat_code": "P99"})
    ),
    "keeping a category for a contact that there is not": lambda d: d.do(
        manage_contacts.ADD, NewContact("Harbour", default_category_id="cat_nothing")
    ),
    "deleting a contact that is used": _used,
    "a deadline of an unknown type": lambda d: d.do(
        manage_deadlines.ADD, NewDeadline("Renew insurance", NEXT_YEAR, TODAY, "party")
    ),
    "a deadline without a title": lambda d: d.do(manage_deadlines.ADD, NewDeadline(" ", NEXT_YEAR, TODAY)),
    "a deadline that is not there": lambda d: d.do(manage_deadlines.CHANGE, DeadlineChange("ddl_x", TODAY, {})),
    "moving a deadline of the law": _law_changed,
    "removing a deadline of the law": _law_removed,
    "removing a deadline that was removed meanwhile": _removed_meanwhile,
}
