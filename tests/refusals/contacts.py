"""What is refused about contacts and deadlines."""

from __future__ import annotations

from datetime import date

from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.contacts.manage_contacts import ContactChange, NewContact
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import DeadlineChange, NewDeadline
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


def _law_changed(desk: Desk) -> object:
    by_law = desk.ask(list_deadlines.LIST, DeadlineQuestion(TODAY))[0]
    return desk.do(manage_deadlines.CHANGE, DeadlineChange(by_law.deadline_id, TODAY, {"due_date": NEXT_YEAR}))


CASES: Cases = {
    "a contact without letters": lambda d: d.do(manage_contacts.ADD, NewContact("--")),
    "a contact of an unknown type": lambda d: d.do(manage_contacts.ADD, NewContact("Harbour", "friend")),
    "a contact's name again": _twice,
    "showing a contact that is not there": lambda d: d.ask(manage_contacts.SHOW, d.id("con_")),
    "showing a contact by something else": lambda d: d.ask(manage_contacts.SHOW, "Harbour"),
    "taking a contact's name away": lambda d: d.do(manage_contacts.CHANGE, ContactChange(added(d), {"name": "-"})),
    "deleting a contact that is used": _used,
    "a deadline of an unknown type": lambda d: d.do(
        manage_deadlines.ADD, NewDeadline("Renew insurance", NEXT_YEAR, TODAY, "party")
    ),
    "a deadline without a title": lambda d: d.do(manage_deadlines.ADD, NewDeadline(" ", NEXT_YEAR, TODAY)),
    "a deadline that is not there": lambda d: d.do(manage_deadlines.CHANGE, DeadlineChange("ddl_x", TODAY, {})),
    "moving a deadline of the law": _law_changed,
}
