"""What must no longer change: closed years, and VAT that was filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from accountsos.dates import ONE_DAY
from accountsos.ledger.entry import JournalEntry, Posting

if TYPE_CHECKING:  # the codes of VAT are slow to import, and reports that only ask for a lock need none
    from accountsos.ledger.vat_postings import Discovery


@dataclass(frozen=True, slots=True)
class Locks:
    """What must no longer change.

    `books_closed_through`: dates up to and including it are closed. `vat_filed_through`: the VAT of periods up to and
    including the one that ends then is filed; `discovery` says where a change of it goes.
    """

    books_closed_through: date | None = None
    vat_filed_through: date | None = None
    discovery: Discovery | None = None

    def closed(self, day: date) -> bool:
        """Whether that day is in a closed year."""
        return self.books_closed_through is not None and day <= self.books_closed_through

    def filed(self, posting: Posting) -> bool:
        """Whether the posting's VAT effect is in a return that was filed."""
        through = self.vat_filed_through
        return through is not None and posting.vat_period is not None and posting.vat_period <= through

    def touch(self, entry: JournalEntry) -> bool:
        """Whether an entry as it is would change what is closed or filed."""
        return self.closed(entry.entry_date) or any(self.filed(p) for p in entry.postings)

    def of_filed_time(self, posting: Posting) -> bool:
        """Whether the posting's tax point is in a filed period, wherever its VAT effect stands."""
        through = self.vat_filed_through
        return through is not None and posting.tax_point is not None and posting.tax_point <= through

    @property
    def first_open_day(self) -> date | None:
        """The first day on which corrections of closed years are posted."""
        return self.books_closed_through + ONE_DAY if self.books_closed_through else None


NO_LOCKS = Locks()
