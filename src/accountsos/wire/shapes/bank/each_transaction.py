"""JSON of what became of each of many changes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from accountsos import ids
from accountsos.wire.shapes.bank.transactions import TransactionOut, transaction_out
from accountsos.wire.shapes.entries import PostedOut, posted_out
from accountsos.workflows.bank.change_transaction import TransactionChanged


class ChangeRefused(msgspec.Struct, frozen=True):
    """Why one change was not made, in the form of every error."""

    code: str
    """For programs; one of those that an error has."""
    message: str
    """For a person: what was wrong, where, what is accepted."""
    status: int
    """The HTTP status that the change by itself would have been answered with."""
    param: str | None
    """The field of the request that was wrong, such as `changes[1].category_id`."""
    request_id: str
    """Under which the log has the request."""


class OneResult(msgspec.Struct, frozen=True):
    """What became of one change."""

    id: str
    status: int
    """200 where it was made, also where it changed nothing; else that of the error."""
    etag: str | None
    """The version of the transaction as it is now, for `if_match` and `If-Match`; null where it was refused."""
    transaction: TransactionOut | None
    """As it is now; null where the change was refused."""
    posted: PostedOut | None
    """The entry that speaks for it now; null where nothing changed or nothing is in the books for it."""
    error: ChangeRefused | None
    """Null where the change was made."""


class EachChangedOut(msgspec.Struct, frozen=True):
    """What became of each."""

    results: list[OneResult]
    """One for each change, in their order."""
    changed: int
    """How many were made; some of them may have changed nothing."""
    refused: int
    """How many were not made."""
    event_id: str | None
    """By which all of them are undone; null where nothing changed."""


def result_done(transaction_id: str, done: TransactionChanged) -> OneResult:
    """A change that was made."""
    state = done.state
    posted = posted_out(state.company, done.posted, done.posted_no)
    return OneResult(transaction_id, 200, str(state.row.version), transaction_out(state), posted, None)


def result_refused(transaction_id: str, error: ChangeRefused) -> OneResult:
    """A change that was not."""
    return OneResult(transaction_id, error.status, None, None, None, error)


def each_changed(company: int, results: Sequence[OneResult], event: int | None) -> EachChangedOut:
    """The whole reply."""
    refused = sum(result.error is not None for result in results)
    event_id = None if event is None else ids.public_id("evt_", company, event)
    return EachChangedOut(list(results), len(results) - refused, refused, event_id)
