"""Look at what is beside the books and at the clock they were written by, for whoever runs the installation."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.store.documents import digests_of_documents
from accountsos.store.engine.objects import DirectoryObjects, Objects
from accountsos.store.engine.sql import Reader, moment_from
from accountsos.store.engine.surroundings import wrong_beside
from accountsos.store.head import last_write
from accountsos.store.maintenance import all_companies
from accountsos.workflows.unit_of_work import Books

AHEAD = timedelta(hours=1)


def look_around(books: Books, data: Path) -> list[str]:
    """What should be mended; what hinders nobody is not told."""
    told = list(wrong_beside(data, books.objects, counts_in_file=books.engine.name == "sqlite"))
    now = books.clock()
    for company in books.look(all_companies):
        wrote, gone = books.look(partial(_condition_of, company=company, objects=books.objects))
        if wrote > now + AHEAD:
            told.append(
                f"the books of {ids.company_id(company)} were last changed at {rfc3339(wrote)}, by a clock that was "
                "ahead: their audit log goes on from there, and tells moments that are too late"
            )
        if gone:
            told.append(
                f"the files of {gone} documents of {ids.company_id(company)} are not where they were kept: `accountsos "
                "verify` names them, a backup has them"
            )
    return told


def _condition_of(db: Reader, *, company: int, objects: Objects) -> tuple[datetime, int]:
    return moment_from(last_write(db, company)), _without_file(db, company, objects)


def _without_file(db: Reader, company: int, objects: Objects) -> int:
    """How many; not asked of a bucket, which would take a request each."""
    if not isinstance(objects, DirectoryObjects):
        return 0
    return sum(not objects.holds(company, digest) for _, digest in digests_of_documents(db, company))
