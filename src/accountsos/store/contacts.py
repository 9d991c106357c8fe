"""Contacts: payees of bank lines and people entered by hand, with kept totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accountsos.categoriser.parties import the_same_party, where_to_look
from accountsos.store.changed_things import CONTACT, told_since
from accountsos.store.engine.in_list import ONLY, list_values, only
from accountsos.store.engine.search import folded
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Value, Writer
from accountsos.store.head import Cause
from accountsos.store.transactions import RECENT_OF_CONTACT

NEW = Insert(
    "contact",
    "company_id contact_no name payee_key type email phone vat_number archived lines total_in total_out",
)
NEW_KEY = Insert("contact_key", "company_id payee_key contact_no")
BY_KEY = Sql("SELECT contact_no FROM contact_key WHERE company_id = :company AND payee_key = :key")
KEYS_LOOKED_AT = 2_000
"""Of keys that begin alike, how many are compared at most."""
KEYS_THAT_BEGIN = Sql(
    f"""SELECT payee_key, contact_no FROM contact_key WHERE company_id = :company
       AND payee_key >= :first AND payee_key < :after ORDER BY payee_key LIMIT {KEYS_LOOKED_AT}"""
)

ALL_KEYS = Sql("SELECT payee_key, contact_no FROM contact_key WHERE company_id = :company")
KEYS_OF = Sql(
    "SELECT payee_key FROM contact_key WHERE company_id = :company AND contact_no = :contact ORDER BY payee_key"
)
MOVE_KEY = Sql("UPDATE contact_key SET contact_no = :contact WHERE company_id = :company AND payee_key = :key")
LINES_OF = Sql(
    """SELECT transaction_no FROM bank_transaction WHERE company_id = :company AND contact_no = :contact AND status = 1
       ORDER BY booked_on, transaction_no"""
)
MOVE_UNPOSTED = Sql(
    """UPDATE bank_transaction SET contact_no = :into WHERE company_id = :company AND contact_no = :contact
       AND status <> 1"""
)
PAPERS_OF = Sql("SELECT COUNT(*) FROM document WHERE company_id = :company AND contact_no = :contact")
AFTER_LETTERS = "~"
ADD_TOTALS = Sql(
    """UPDATE contact SET lines = lines + :lines, total_in = total_in + :money_in, total_out = total_out + :money_out,
       archived = CASE WHEN lines + :lines > 0 THEN 0 ELSE archived END
       WHERE company_id = :company AND contact_no = :contact"""
)
"""An archived contact that is used again comes back: its money must not belong to somebody whom nobody can see."""
COLUMNS = "contact_no, name, payee_key, type, email, phone, vat_number, archived, lines, total_in, total_out"
ONE = Sql(f"SELECT {COLUMNS} FROM contact WHERE company_id = :company AND contact_no = :contact")
TYPE = "CASE WHEN type IS NOT NULL THEN type WHEN total_in > total_out THEN 'client' ELSE 'supplier' END"
_WHERE = f"""company_id = :company AND archived = 0 AND {told_since(CONTACT, "contact_no")}
  AND (:type = '' OR {TYPE} = :type)
  AND (:search = '' OR {folded("name")} LIKE :search ESCAPE '!' OR {folded("email")} LIKE :search ESCAPE '!'
    OR contact_no IN (SELECT k.contact_no FROM contact_key k WHERE k.company_id = :company
      AND {folded("k.payee_key")} LIKE :search ESCAPE '!'))"""
PAGE = f"""SELECT {COLUMNS} FROM contact WHERE {_WHERE}{ONLY} AND (:after = 0 OR (LOWER(name), contact_no) >
    (SELECT LOWER(s.name), s.contact_no FROM contact s WHERE s.company_id = :company AND s.contact_no = :after))
  ORDER BY LOWER(name), contact_no LIMIT :limit OFFSET :offset"""
COUNT = f"SELECT COUNT(*) FROM contact WHERE {_WHERE}{ONLY}"
ALL_NAMES = Sql("SELECT contact_no, name FROM contact WHERE company_id = :company AND archived = 0")
CHANGE = Sql(
    """UPDATE contact SET name = :name, payee_key = :key, type = :type, email = :email, phone = :phone,
       vat_number = :vat_number, archived = :archived WHERE company_id = :company AND contact_no = :contact"""
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A client or supplier. Totals are positive pence; `type` None is decided by them."""

    number: int
    name: str
    payee_key: str
    type: str | None = None
    email: str | None = None
    phone: str | None = None
    vat_number: str | None = None
    archived: bool = False
    lines: int = 0
    total_in: int = 0
    total_out: int = 0

    @property
    def shown_type(self) -> str:
        """client or supplier: as set, else by which way more money went."""
        return self.type or ("client" if self.total_in > self.total_out else "supplier")


class ContactBook:
    """Finds or makes the contact of each payee within one write, and adds up what moved."""

    def __init__(self, db: Writer, cause: Cause) -> None:
        self._db, self._cause = db, cause
        self._numbers: dict[str, int] = {}
        self._new: list[tuple[str, str, int]] = []
        self._aliases: list[tuple[str, int]] = []
        self._beginning: dict[str, list[tuple[str, int]]] = defaultdict(list)
        """Keys that this write met, by their first letter."""
        self._totals: dict[int, list[int]] = {}

    def number_of(self, payee_key: str, name: str) -> int | None:
        """The contact with that key, or of the same party under another, made where there is none.

        None for a line without a payee. A key by which a party is known for the first time is learnt.
        """
        if not payee_key:
            return None
        number = self._numbers.get(payee_key)
        if number is None:
            row = self._db.row(BY_KEY, company=self._cause.company, key=payee_key)
            if row is not None:
                number = int(row[0])
            else:
                number = the_same_party(payee_key, self._known_like(payee_key))
                if number is not None:
                    self.learn(payee_key, number)
                else:
                    number = self.make(payee_key, name)
            self._numbers[payee_key] = number
            self._beginning[payee_key[:1]].append((payee_key, number))
        return number

    def make(self, payee_key: str, name: str) -> int:
        """A new contact, known by that key."""
        number = self._cause.next_number()
        self._new.append((payee_key, name, number))
        return number

    def learn(self, payee_key: str, contact: int) -> None:
        """A further key of the contact's."""
        self._aliases.append((payee_key, contact))

    def _known_like(self, payee_key: str) -> Iterator[tuple[str, int]]:
        for begins in where_to_look(payee_key):
            yield from keys_that_begin(self._db, self._cause.company, begins)
            yield from (met for met in self._beginning[begins[:1]] if met[0].startswith(begins))

    def move(self, contact: int | None, amount: int, lines: int = 1) -> None:
        """Count a line of that amount for the contact; `lines` −1 takes it off again."""
        if contact is not None:
            add_up(self._totals, contact, amount, lines)

    def add(self, contact: int, sums: Sequence[int]) -> None:
        """Count lines, money in and money out for the contact."""
        kept = self._totals.setdefault(contact, [0, 0, 0])
        for n, number in enumerate(sums):
            kept[n] += number

    def write(self) -> None:
        """Insert new contacts and add the totals, in key order."""
        company = self._cause.company
        if self._new:
            self._db.run_many(
                NEW, [(company, n, name, key, None, None, None, None, 0, 0, 0, 0) for key, name, n in self._new]
            )
        if keys := [*((key, n) for key, _, n in self._new), *self._aliases]:
            self._db.run_many(NEW_KEY, sorted((company, key, n) for key, n in keys))
        self._new.clear()
        self._aliases.clear()
        for contact in sorted(self._totals):
            lines, money_in, money_out = self._totals[contact]
            self._db.run(
                ADD_TOTALS,
                company=company,
                contact=contact,
                lines=lines,
                money_in=money_in,
                money_out=money_out,
            )
        self._totals.clear()


def add_up(totals: dict[int, list[int]], contact: int, amount: int, lines: int) -> None:
    """Count a line of that amount in the contact's totals."""
    sums = totals.setdefault(contact, [0, 0, 0])
    sums[0] += lines
    sums[1 if amount > 0 else 2] += abs(amount) * lines


def keys_of_all(db: Reader, company: int) -> dict[str, int]:
    """Every key under which a payee is known, and whose it is."""
    return dict(db.rows(ALL_KEYS, company=company))


def keys_that_begin(db: Reader, company: int, begins: str) -> list[tuple[str, int]]:
    """Keys that begin so, and whose they are."""
    rows = db.rows(KEYS_THAT_BEGIN, company=company, first=begins, after=begins + AFTER_LETTERS)
    return [(key, int(contact)) for key, contact in rows]


def aliases_of(db: Reader, company: int, contact: int) -> list[str]:
    """Every key under which bank lines are known as the contact's."""
    return [str(row[0]) for row in db.rows(KEYS_OF, company=company, contact=contact)]


def lines_of_contact(db: Reader, company: int, contact: int) -> list[int]:
    """The contact's bank lines in the books, oldest first."""
    return [int(row[0]) for row in db.rows(LINES_OF, company=company, contact=contact)]


def papers_of_contact(db: Reader, company: int, contact: int) -> int:
    """How many documents and invoices are the contact's."""
    row = db.row(PAPERS_OF, company=company, contact=contact)
    return int(row[0]) if row else 0


def move_keys(db: Writer, company: int, keys: Iterable[str], into: int) -> None:
    """From now on these keys are another contact's."""
    for key in keys:
        db.run(MOVE_KEY, company=company, key=key, contact=into)


def move_unposted(db: Writer, company: int, contact: int, into: int) -> None:
    """Lines that are in no books, pending or taken out, are another contact's."""
    db.run(MOVE_UNPOSTED, company=company, contact=contact, into=into)


def contact_of(db: Reader, company: int, number: int) -> Contact | None:
    """The contact, archived ones too."""
    row = db.row(ONE, company=company, contact=number)
    return None if row is None else _contact(row)


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Which contacts; `search` is a pattern of `like_pattern`, and the empty word is any."""

    type: str = ""
    search: str = ""
    numbers: tuple[int, ...] | None = None
    since: int = 0
    """Only those told of since that moment; 0: all."""
    after: int = 0
    """The last contact of the page before."""


def contact_page(
    db: Reader, company: int, wanted: ContactFilter, *, limit: int, offset: int
) -> tuple[list[Contact], int]:
    """A page by name, and how many there are."""
    where: dict[str, Value] = {"company": company, "type": wanted.type, "search": wanted.search, "since": wanted.since}
    where |= list_values(wanted.numbers or ())
    count = db.row(only(COUNT, "contact_no", wanted.numbers), **where)
    page = only(PAGE, "contact_no", wanted.numbers)
    rows = db.rows(page, **where, limit=limit, offset=offset, after=wanted.after)
    return [_contact(row) for row in rows], int(count[0]) if count else 0


def contact_names(db: Reader, company: int) -> Sequence[tuple[int, str]]:
    """Number and name of every contact, for a search that forgives typing errors."""
    return [(number, name) for number, name in db.rows(ALL_NAMES, company=company)]


def last_day(db: Reader, company: int, contact: int) -> int | None:
    """Day number of the contact's newest transaction."""
    row = db.row(RECENT_OF_CONTACT, company=company, contact=contact)
    return None if row is None else int(row[0])


def add_contact(db: Writer, cause: Cause, contact: Contact) -> None:
    """A contact entered by hand, known by its own name."""
    insert_contact(db, cause.company, contact)
    db.run_many(NEW_KEY, [(cause.company, contact.payee_key, contact.number)])


def insert_contact(db: Writer, company: int, contact: Contact) -> None:
    """A contact whose key is there already."""
    db.run_many(
        NEW,
        [
            (
                company,
                contact.number,
                contact.name,
                contact.payee_key,
                contact.type,
                contact.email,
                contact.phone,
                contact.vat_number,
                0,
                0,
                0,
                0,
            )
        ],
    )


def change_contact(db: Writer, company: int, contact: Contact) -> None:
    """Store the changed contact; its totals stay."""
    db.run(
        CHANGE,
        company=company,
        contact=contact.number,
        name=contact.name,
        key=contact.payee_key,
        type=contact.type,
        email=contact.email,
        phone=contact.phone,
        vat_number=contact.vat_number,
        archived=int(contact.archived),
    )


def number_of_key(db: Reader, company: int, payee_key: str) -> int | None:
    """The contact known under that key."""
    row = db.row(BY_KEY, company=company, key=payee_key)
    return None if row is None else int(row[0])


def _contact(row: Row) -> Contact:
    number, name, key, type_, email, phone, vat_number, archived, lines, money_in, money_out = row
    return Contact(number, name, key, type_, email, phone, vat_number, bool(archived), lines, money_in, money_out)
