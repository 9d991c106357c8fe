"""Look at what is beside the books and at the clock they were written by, for whoever runs the installation."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from accountsos import ids
from accountsos.dates import CLOCK_STEP, rfc3339
from accountsos.store.documents import digests_of_documents
from accountsos.store.engine.objects import DirectoryObjects, Objects
from accountsos.store.engine.sql import Reader, moment_from
from accountsos.store.engine.surroundings import wrong_beside
from accountsos.store.head import last_write, moments_ahead
from accountsos.store.maintenance import all_companies, all_endpoints
from accountsos.store.webhooks import Endpoint
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.webhooks.manage_webhooks import BY_HAND, endpoint_id_of

FAILING_LONG = timedelta(hours=6)


def look_around(books: Books, data: Path) -> list[str]:
    """What should be mended; what hinders nobody is not told."""
    told = list(wrong_beside(data, books.objects, counts_in_file=books.engine.name == "sqlite"))
    now = books.clock()
    for company in books.look(all_companies):
        wrote, gone = books.look(partial(_condition_of, company=company, objects=books.objects))
        if wrote > now + CLOCK_STEP:
            told.append(
                f"the books of {ids.company_id(company)} were last changed at {rfc3339(wrote)}, by a clock that was "
                "ahead: their audit log goes on from there, and tells moments that are too late"
            )
        ahead = books.look(partial(moments_ahead, company=company))
        if ahead is not None:
            (first, since), (last, until) = ahead
            told.append(
                f"the audit log of {ids.company_id(company)} bears moments that are too late from write {first} "
                f"({rfc3339(moment_from(since))}) to {last} ({rfc3339(moment_from(until))}), and for what a clock that "
                "was ahead dated before them: beside each stands what the clock said (`clock.told`), and reports as "
                "known at a moment go by that"
            )
        if gone:
            told.append(
                f"the files of {gone} documents of {ids.company_id(company)} are not where they were kept: `accountsos "
                "verify` names them, a backup has them"
            )
    told += filter(None, (_said_of_webhook(each, now) for each in books.look(all_endpoints)))
    return told


def _said_of_webhook(endpoint: Endpoint, now: datetime) -> str | None:
    name = f"the webhook {endpoint_id_of(endpoint)} of {ids.company_id(endpoint.company)}"
    if endpoint.ended_why is not None and endpoint.ended_why != BY_HAND:
        return (
            f"{name} was disabled: {endpoint.ended_why}. Enable it when its receiver works again: it goes on where it "
            "was left"
        )
    if endpoint.failing_since is not None and moment_from(endpoint.failing_since) < now - FAILING_LONG:
        since = rfc3339(moment_from(endpoint.failing_since))
        return f"{name} fails since {since}: `accountsos webhooks deliveries` tells why; after 5 days it is disabled"
    return None


def _condition_of(db: Reader, *, company: int, objects: Objects) -> tuple[datetime, int]:
    return moment_from(last_write(db, company)), _without_file(db, company, objects)


def _without_file(db: Reader, company: int, objects: Objects) -> int:
    """How many; not asked of a bucket, which would take a request each."""
    if not isinstance(objects, DirectoryObjects):
        return 0
    return sum(not objects.holds(company, digest) for _, digest in digests_of_documents(db, company))
