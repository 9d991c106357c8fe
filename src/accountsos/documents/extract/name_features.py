"""What speaks for and against a line, or several, being the supplier's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.name_lines import (
    ADDRESS,
    ENDS_IN_FORM,
    LEGAL,
    NOT_A_NAME,
    SEPARATORS,
    NameCandidate,
    above_in_column,
    below_in_column,
    tidy_name,
)
from accountsos.documents.extract.name_witnesses import KINDS, Witness
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.names import core_name

_TRADE = re.compile(
    r"\b(?:RESTAURANT|RESTORAN|CAFE|COFFEE|SHOP|STORES?|MART|MARKET|SUPERMARKET|HARDWARE|BAKER(?:Y|IES)|PHARMACY|BOOKS?"
    r"|STATIONERY|SERVICES?|KEDAI|PERNIAGAAN|SYARIKAT|HOTEL|GARAGE|MOTORS?|GROUP|CENTRE|CENTER|KITCHEN|FOODS?|STUDIO"
    r"|INDUSTRIES|SOLUTIONS|CONSULTING|SUPPLIES|DESIGN|PLUMBING|ELECTRICAL|TAXIS?|PRINT(?:ERS|ING)?|TOOLS|FUEL|PETROL"
    r"|BUILDERS|MERCHANTS|PUB|INN|ARMS|BISTRO|DELI|GROCERS?|SALON|DIY|OFFICE|PARKING|SEAFOOD|HOUSE|RETAIL|FARMASI"
    r"|PASAR|PASARAYA|MACHINERY|GIFTS?|DECOR?|BOUTIQUE|CLINIC|DENTAL|OPTICAL|FLORIST|BARBERS?|NEWSAGENTS?|BUTCHERS?)\b"
)
_SELLER = re.compile(
    r"VERKAUFER|RECHNUNGSERSTELLER|SELLER|SUPPLIER|(?<!RECEIVED)FROM$|^FROM|VENDOR|FOURNISSEUR|CEDENTE|ISSUEDBY|LANDLORD|LESSOR|SUBCONTRACTOR|RETAILER|PROVIDER$|LIEFERANT$|REMITTO"
)
_BUYER = re.compile(
    r"KAUFER|LEISTUNGSEMPF|RECHNUNGSEMPF|BUYER|CUSTOMER|RECEIVEDFROM|BILLTO|BILLEDTO|INVOICETO|SOLDTO|SHIPTO|DELIVERTO|DELIVERY|CLIENT|ATTN"
    r"|ACHETEUR|LIVRAISON|KUNDE|TO$|CHARGETO|FAO|TENANT|LESSEE|INSURED|POLICYHOLDER|LICENSEE|RATEPAYER|(?<!SUB)CONTRACTOR|ACCOUNTHOLDER|ACCOUNTNAME|DELIVERYADDRESS|INVOICEADDRESS"
)
_OWNER = re.compile(r"\b(?:OWN(?:ED|ER)?\s+BY|DIMILIKI(?:\s+OLEH)?|TRADING\s+AS|T/A)\b")
_OWNED = re.compile(r"OWN(?:ED|ER)?BY|DIMILIKI|TRADINGAS")
_REGISTERED = re.compile(
    r"^\W*(?:(?:CO|COMPANY|REG|ROC|SSM)[A-Z. ]*)?[:.#( ]*(?:[A-Z]{2})?\d{5,}\s?[-·]?\s?[A-Z0-9]{0,3}\W*$"
)
_CLOSES = re.compile(
    r"^TEL|PHONE|GSTNO|GSTREG|GSTID|VATNO|VATREG|INVOICE|RECEIPT|CASHIER|TABLE|DATE|SLIPNO|TRANSNO|BILLTO|FAX"
)
_MAIL_HOST = re.compile(r"(?:@|WWW\.|HTTPS?://(?:WWW\.)?)([A-Z0-9-]{3,})\.")


@dataclass(frozen=True)
class NameScene:
    """What all candidates of a document are compared with."""

    sheet: Sheet
    found: tuple[NameCandidate, ...]
    witnesses: tuple[Witness, ...] = ()

    @cached_property
    def cores(self) -> dict[str, frozenset[str]]:
        """For each kind of witness the names it gives, without legal forms."""
        return {kind: frozenset(core_name(w.name) for w in self.witnesses if w.kind == kind) for kind in KINDS}

    @cached_property
    def priced(self) -> frozenset[int]:
        """The rows with an amount: goods and sums, whose words name nobody."""
        return frozenset(a.row.index for a in self.sheet.amounts if a.amount.has_decimals)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The names of web and mail addresses."""
        return frozenset(_MAIL_HOST.findall(plain(self.sheet.text)))

    @cached_property
    def rank(self) -> dict[int, int]:
        """How many rows that might be names stand above each row."""
        ranks, count = {}, 0
        for row in self.sheet.rows:
            ranks[row.index] = count
            count += _may_name(row.text)
        return ranks

    @cached_property
    def closed(self) -> dict[int, int]:
        """How many rows above each row belong to the end of a letterhead: telephone, tax number, title."""
        counts, count = {}, 0
        for row in self.sheet.rows:
            counts[row.index] = count
            count += _CLOSES.search(row.compact) is not None
        return counts

    @cached_property
    def times(self) -> dict[str, int]:
        """How often each name is a candidate."""
        counts: dict[str, int] = {}
        for candidate in self.found:
            key = compact(candidate.name)
            counts[key] = counts.get(key, 0) + 1
        return counts

    @cached_property
    def forms(self) -> tuple[int, ...]:
        """The rows near the top with a line that ends in a legal form."""
        return tuple(
            sorted({c.row for c in self.found if self.closed[c.row] == 0 and ENDS_IN_FORM.search(plain(c.name))})
        )

    @cached_property
    def tallest(self) -> float:
        """The height of the largest letters near the top that may be a name."""
        return max((c.piece.height for c in self.found if c.row < 8 and _may_name(c.name)), default=1e-6)

    def table(self) -> Numbers:
        """A row of features for each candidate and one for "there is none"."""
        rows = [self._features(candidate) for candidate in self.found]
        width = len(rows[0]) if rows else 1
        nothing = np.zeros(width)
        nothing[-1] = 1.0
        return np.array([*rows, nothing], dtype=np.float64)

    def _features(self, candidate: NameCandidate) -> list[float]:
        return [
            *self._position(candidate),
            *self._words(candidate),
            *self._joins(candidate),
            *self._surroundings(candidate),
            *self._witnessed(candidate),
            *self._reasons(candidate),
            0.0,
        ]

    def _witnessed(self, candidate: NameCandidate) -> list[float]:
        """What else on the page says that it is the supplier, and what else its line is."""
        core = core_name(candidate.name)
        said = [float(core in self.cores[kind]) for kind in KINDS]
        others = {name for kind in KINDS for name in self.cores[kind]}
        elsewhere = sum(w.row != candidate.row and core_name(w.name) == core for w in self.witnesses)
        return [
            *said,
            min(1.0, sum(said) / 2),
            float(elsewhere > 0),
            float(bool(others) and core not in others),
            float(candidate.row in self.priced),
            float(self._is_addressed(candidate)),
            float(candidate.piece.page > 1),
            float(self._column_speaks(candidate)),
        ]

    def _is_addressed(self, candidate: NameCandidate) -> bool:
        """Whether an address in its column follows and it is no letterhead: the block that a window shows."""
        box = candidate.piece.box
        after = candidate.row + candidate.joined
        below = [
            p
            for row in self.sheet.rows[after : after + 4]
            for p in row.pieces
            if abs(p.box.left - box.left) < 0.02 and p.page == candidate.piece.page
        ]
        return box.left < 0.2 and 0.1 < box.top < 0.45 and any(ADDRESS.search(plain(p.text)) for p in below)

    def _column_speaks(self, candidate: NameCandidate) -> bool:
        """Whether it reads like a label or a line of text: it ends in a colon, or is a sentence."""
        text = candidate.piece.text.strip()
        return text.endswith(":") or len(text.split()) > 9 or bool(re.search(r"[a-z]\.$", text))

    def _position(self, candidate: NameCandidate) -> list[float]:
        box, rank = candidate.piece.box, self.rank[candidate.row]
        closed = self.closed[candidate.row]
        return [
            float(rank == 0),
            float(rank == 1),
            float(rank == 2),
            min(1.0, rank / 10),
            float(candidate.row == 0),
            min(1.0, candidate.row / 20),
            float(closed > 0),
            min(1.0, closed / 5),
            min(1.5, candidate.piece.height / self.sheet.letter_height - 1),
            float(candidate.piece.height > 0.95 * self.tallest),
            abs((box.left + box.right) / 2 - 0.5),
            float(box.left < 0.15),
            float(box.left > 0.5),
            float(candidate.row >= len(self.sheet.rows) - 12 and len(self.sheet.rows) > 24),
            float(self.times[compact(candidate.name)] > 1),
        ]

    def _words(self, candidate: NameCandidate) -> list[float]:
        capital, squeezed = plain(candidate.name), compact(candidate.name)
        digits = sum(c.isdigit() for c in candidate.name)
        alpha = sum(c.isalpha() for c in candidate.name)
        spoilt = bool(re.search(r"@|HTTP|WWW|: |URN:|\d{5}|ERROR", capital)) or NOT_A_NAME.search(squeezed) is not None
        return [
            float(LEGAL.search(capital) is not None),
            float(ENDS_IN_FORM.search(capital) is not None),
            float(_TRADE.search(capital) is not None),
            float(ADDRESS.search(capital) is not None),
            float(NOT_A_NAME.search(squeezed) is not None),
            float(spoilt),
            digits / (digits + alpha),
            float(digits > 0),
            min(2.0, len(candidate.name) / 20),
            float(len(capital.split()) == 1),
            float(any(len(h) >= 4 and (h in squeezed or squeezed[:6] == h[:6]) for h in self.hosts)),
            float(bool(days_in(candidate.name) and re.search(r"\d{2}[:/.]\d{2}", candidate.name))),
            float(candidate.name.isupper()),
            float(SEPARATORS.search(candidate.piece.text) is not None),
            float(capital.count("(") != capital.count(")")),
            float(_OWNER.search(plain(candidate.piece.text)) is not None),
            float(bool(re.search(r"[&,/-]$|\b(?:AND|DAN|THE|OF|BY)$", capital))),
        ]

    def _joins(self, candidate: NameCandidate) -> list[float]:
        """Whether the lines belong together, and whether one that belongs was left out."""
        capital = plain(candidate.name)
        ends = ENDS_IN_FORM.search(capital) is not None
        inner = [plain(tidy_name(piece.text)) for piece in candidate.pieces[:-1]]
        closed_early = any(ENDS_IN_FORM.search(text) for text in inner)
        open_bracket = any(text.count("(") > text.count(")") for text in inner)
        heights = [piece.height for piece in candidate.pieces]
        joined = candidate.joined > 1
        below, above = below_in_column(self.sheet, candidate), above_in_column(self.sheet, candidate)
        below_text = plain(tidy_name(below.text)) if below else ""
        above_text = plain(tidy_name(above.text)) if above else ""
        goes_on = bool(below) and not ends and len(below_text) < 32 and bool(ENDS_IN_FORM.search(below_text))
        begun = bool(above) and _may_name(above_text) and not ENDS_IN_FORM.search(above_text)
        return [
            float(joined),
            float(candidate.joined > 2),
            float(joined and ends and not closed_early),
            float(closed_early),
            float(joined and not ends),
            float(open_bracket),
            float(joined and max(heights) > 1.35 * min(heights)),
            float(joined and _trades(inner[0])) if joined else 0.0,
            float(joined and not _trades(inner[0]) and _trades(plain(candidate.pieces[-1].text))) if joined else 0.0,
            float(goes_on),
            float(not ends and bool(below) and _may_name(below_text) and _like(candidate.pieces[-1].height, below)),
            float(bool(below) and _only_form(below_text)),
            float(begun),
            float(begun and ends and _like(candidate.piece.height, above)),
            float(begun and _trades(above_text)),
            float(above_text.count("(") > above_text.count(")")),
            float(not ends and bool(below) and _trades(below_text) and not _trades(capital)),
            # A last line with words of its own is a company by itself, and what stands over it its brand.
            min(1.0, _own_words(plain(tidy_name(candidate.pieces[-1].text))) / 3),
            float(joined and ends and _own_words(plain(tidy_name(candidate.pieces[-1].text))) >= 2),
            float(begun and ends and _own_words(capital) < 2),
            float(begun and bool(re.match(r"(?:&|AND|DAN|\()", capital))),
        ]

    def _surroundings(self, candidate: NameCandidate) -> list[float]:
        sheet, after = self.sheet, candidate.row + candidate.joined
        row = sheet.rows[candidate.row]
        left = [p for p in row.pieces if p.box.right <= candidate.piece.box.left + 0.01]
        before = compact(" ".join(p.text for p in left))[-20:] + "|" + compact(candidate.piece.text)[:12]
        heads = self._headings(candidate)
        seller = _SELLER.search(heads) is not None or _SELLER.search(before) is not None
        below = [plain(r.text) for r in sheet.rows[after : after + 4]]
        next_text = below[0] if below else ""
        return [
            float(seller),
            float(_BUYER.search(heads) is not None),
            float(any(ADDRESS.search(text) for text in below)),
            float(ADDRESS.search(next_text) is not None),
            float(any(re.search(r"TEL|PHONE|GST|VAT|UST|TVA|REG", text) for text in below)),
            float(
                self.closed[candidate.row] == 0
                and bool(_REGISTERED.search(next_text) or _REGISTERED.search(_rest(candidate)))
            ),
            float(_OWNED.search(heads) is not None),
            float(
                self.closed[candidate.row] == 0
                and any(form > candidate.row for form in self.forms)
                and not ENDS_IN_FORM.search(plain(candidate.name))
            ),
            float(any(form < candidate.row for form in self.forms)),
        ]

    def _reasons(self, candidate: NameCandidate) -> list[float]:
        """What a bookkeeper would say of it, in one figure: a little judgement goes a long way with few examples."""
        capital, squeezed = plain(candidate.name), compact(candidate.name)
        position, words = self._position(candidate), self._words(candidate)
        joins, around = self._joins(candidate), self._surroundings(candidate)
        ends, spoilt, address, open_bracket = words[1], words[5], words[3], words[14]
        generic = _own_words(capital) == 0
        score = 1.5 * ends - 2.5 * spoilt - 2.0 * address - 2.5 * open_bracket - 3.0 * generic
        score -= 2.5 * bool(re.match(r"(?:&|AND\b|DAN\b|\()", capital))
        score += 1.5 * position[0] - 3.0 * (self.closed[candidate.row] >= 2) + 0.5 * words[2]
        score += 2.5 * around[0] - 3.0 * around[1] + 1.0 * around[5]
        score -= 2.0 * joins[3] + 1.5 * joins[9] + 1.0 * joins[13]
        witnessed = self._witnessed(candidate)
        score += 2.0 * witnessed[5] + 1.0 * witnessed[6] - 3.0 * witnessed[8] - 1.5 * witnessed[11]
        return [
            score / 3,
            float(score > 2),
            float(generic),
            float(self.closed[candidate.row] >= 2),
            float(len(squeezed) < 6),
        ]

    def _headings(self, candidate: NameCandidate) -> str:
        """The letters of up to three lines above in the same column."""
        box = candidate.piece.box
        texts = []
        for row in self.sheet.rows[max(0, candidate.row - 4) : candidate.row]:
            texts += [
                compact(p.text)
                for p in row.pieces
                if p.page == candidate.piece.page and p.box.left < box.left + 0.12 and p.box.right > box.left - 0.02
            ]
        return "|".join(texts[-2:])


def _rest(candidate: NameCandidate) -> str:
    """What was cut from the end of the last line: mostly a registration number."""
    last = plain(candidate.pieces[-1].text)
    tail = plain(candidate.name)[-6:]
    return last.rpartition(tail)[2].strip() if tail in last else ""


def _like(height: float, other: object) -> bool:
    other_height = getattr(other, "height", 0.0)
    return 0.75 < other_height / max(height, 1e-6) < 1.33


def _trades(text: str) -> bool:
    return _TRADE.search(text) is not None


_FILLERS = frozenset(
    (
        "AND",
        "THE",
        "OF",
        "DAN",
        "M",
        "CO",
        "COMPANY",
        "MALAYSIA",
        "UK",
        "ENTERPRISE",
        "ENTERPRISES",
        "TRADING",
        "HOLDINGS",
    )
)


def _own_words(text: str) -> int:
    """Words that are no legal form, no trade, no branch in brackets and no filler: what makes a name a name."""
    bare = re.sub(r"\([^)]*\)?|[^(]*\)", " ", ENDS_IN_FORM.sub("", text))
    words = re.findall(r"[A-Z][A-Z']*", bare)
    trades = set(_TRADE.findall(bare))
    return sum(word not in _FILLERS and word not in trades for word in words)


def generic(name: str) -> bool:
    """Whether nothing in it is a name: a trade, a legal form, a filler."""
    return _own_words(plain(name)) == 0


def _only_form(text: str) -> bool:
    return bool(text) and not ENDS_IN_FORM.sub("", text).strip(" .,()-&M")


def _may_name(text: str) -> bool:
    """Whether nothing forbids that the line is a name or a part of one."""
    squeezed = compact(text)
    digits = sum(c.isdigit() for c in text)
    return (
        len(squeezed) >= 3
        and digits * 3 < len(squeezed)
        and NOT_A_NAME.search(squeezed) is None
        and ADDRESS.search(plain(text)) is None
    )
