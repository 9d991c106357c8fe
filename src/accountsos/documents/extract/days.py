"""Days in text, in the ways of several countries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accountsos.documents.extract.rows import plain

_MONTHS = {
    **{name: n for n, names in enumerate((
        "JANUARY JAN IONAWR ION JANUAR JANVIER JANV GENNAIO GEN ENERO ENE JANUARI JANNER",
        "FEBRUARY FEB CHWEFROR CHWE CHWEF FEBRUAR FEVRIER FEVR FEV FEBBRAIO FEBRERO FEBRUARI",
        "MARCH MAR MAWRTH MAW MARZ MRZ MARS MARZO MAART MRT MAERZ",
        "APRIL APR EBRILL EBR AVRIL AVR APRILE ABRIL ABR",
        "MAY MAI MAGGIO MAG MAYO MEI",
        "JUNE JUN MEHEFIN MEH JUNI JUIN GIUGNO GIU JUNIO",
        "JULY JUL GORFFENNAF GORFF GORF JULI JUILLET JUIL LUGLIO LUG JULIO",
        "AUGUST AUG AWST AWS AOUT AGOSTO AGO AUGUSTUS",
        "SEPTEMBER SEPT SEP MEDI SEPTEMBRE SETTEMBRE SET SEPTIEMBRE",
        "OCTOBER OCT HYDREF HYD OKTOBER OKT OCTOBRE OTTOBRE OTT OCTUBRE",
        "NOVEMBER NOV TACHWEDD TACH NOVEMBRE NOVIEMBRE",
        "DECEMBER DEC RHAGFYR RHAG DEZEMBER DEZ DECEMBRE DICEMBRE DIC DICIEMBRE",
    ), 1) for name in names.split()},
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{_NAMES})(?:\.?\s?/\s?(?:{_NAMES})(?![A-Z]))?"
"""The name of a month, or the names in both languages of the country: `16 Hydref / October 2026`."""
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_SEP = r"\s?(?P<sep>[-/.,\\])\s?"
_MISREAD_MONTH = re.compile(
    r"0(?=CT(?:OBER)?\b|CT\s?(?:20)?\d\d|KT\b)|(?<=N)0(?=V(?:EMBER)?\b|V\d)|(?<=\d)0(?=CT\d)|5(?=EPT?(?:EMBER)?\b|EPT?\s?(?:20)?\d\d(?!\d))|(?<=J)U1\b|(?<=APR)1(?=L)|(?<=\bJU)1(?=Y\b)"
)
"""Digits that were read for letters in the name of a month: `27 0CT 25`."""
_MISREAD_DAY = re.compile(rf"(?<![A-Z0-9])[12]?[SIL](?=(?:TH|ST|ND)\s(?:{_NAMES})\b)")
"""Letters that were read for figures of a day before its ending: `Sth Oct`, `Ist May`."""
_FIGURES = str.maketrans("SIL", "511")
_LETTERS = str.maketrans("015", "OLS")
_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)"
_YEAR_NO_HOUR = rf"(?P<year>(?:19|20)\d\d|\d\d(?!\s?[:H]\s?[0-5]\d)(?!(?:ST|ND|RD|TH)?\s(?:{_NAMES})(?![A-Z])))"
"""`30 Sep 12:22` is a day with its time, and `17 Sept - 20 Sept 2026` two days of one year."""
_FORMS = (
    re.compile(
        rf"(?<!\d)(?P<year>(?:19|20)\d\d){_SEP}(?P<m>0?[1-9]|1[0-2])\s?(?P=sep)\s?(?P<d>0?[1-9]|[12]\d|3[01])(?!\d(?!\d:))"
    ),
    re.compile(
        rf"(?<![\d,])(?<!\d\.)(?P<a>\d{{1,2}})(?P<s>\s?[-/.\\]\s?)(?P<b>\d{{1,2}})(?P=s)(?:'|\s(?=20\d\d))?{_YEAR}(?=\D|$|\d\d:)"
    ),
    re.compile(rf"(?<!\d)(?P<year>20\d\d)[\-/.]{_MONTH}[\-/.](?P<d>\d{{1,2}})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:ST|ND|RD|TH|ER|O|E|EME|STE|AF|AIL|YDD|FED|EG|AIN)?[\s\-/.,'·•]*(?:DAY\s)?(?:DE\s|OF\s)?{_MONTH}[\s\-/.,'·•]*(?:DE\s)?{_YEAR_NO_HOUR}(?!\d(?!\d:))"
    ),
    re.compile(rf"(?<![A-Z]){_MONTH}[\s.\-/]*(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?(?:,\s?|\s)(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(
        rf"(?<![\d./-])(?P<d>\d{{1,2}})(?P<s>[/.]|[\s-](?=[IVX]{{2,4}}[\s-]20\d\d))(?P<roman>{'|'.join(reversed(_ROMAN))})(?P=s)'?{_YEAR}(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<year>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
)
_RANGE = re.compile(
    r"(?<!\d)(\d{1,2}/\d{1,2}/(?:20)?\d\d)\s?(?:-|–|—|to|until)\s?(\d{1,2}/\d{1,2}/(?:20)?\d\d)(?!\d)", re.IGNORECASE
)
"""A period: its days rise, which may tell whether they are written month first."""
_SAYS_ITS_ORDER = re.compile(r"(?<![A-Z])(?:(?P<first>M)M[/.-]DD|DD[/.-]MM)[/.-]YY(?:YY)?(?![A-Z])")
"""What says how the days are written: `11/03/2026 (MM/DD/YYYY)`."""
_SORT_CODE = re.compile(r"\d{2}-\d{2}-\d{2}")
_BEFORE_A_SORT_CODE = re.compile(r"(?:SORT(?:\s?CODE)?|\bS/C|BACS|BANK|BRANCH)\W{0,4}$")
_AFTER_A_SORT_CODE = re.compile(r"\D{0,20}\d{8}(?!\d)")
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.h][0-5]\d(?:[:.][0-5]\d)?\s?(?:[AP]\.?M)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day as it stands in a text. `other` is the second reading where day and month could change places."""

    day: date
    other: date | None
    start: int
    end: int
    is_bare: bool = False
    """Eight digits without a separator, which is a code more often than a day."""


def days_in(text: str, *, month_first: bool = False) -> Iterator[DayFound]:
    """The days of a piece of text; each stretch of text is read once."""
    capital = plain(text)
    if len(capital) != len(text):
        # A letter that resolves into two would shift the places: keep the letters that do not.
        capital = "".join(c if len(c := plain(letter)) == 1 else "?" for letter in text)
    capital = _MISREAD_MONTH.sub(lambda found: found.group().translate(_LETTERS), capital)
    capital = _MISREAD_DAY.sub(lambda found: found.group().translate(_FIGURES), capital)
    taken: list[tuple[int, int]] = []
    found: list[DayFound] = []
    for number, form in enumerate(_FORMS):
        for match in form.finditer(capital):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if number == 1 and _is_a_sort_code(match, capital):
                continue
            day = _day(match, month_first=month_first, is_bare=form is _FORMS[-1])
            if day is not None:
                taken.append(match.span())
                found.append(day)
    yield from sorted(found, key=lambda day: day.start)


def _day(match: re.Match[str], *, month_first: bool, is_bare: bool) -> DayFound | None:
    groups = match.groupdict()
    year = int(groups["year"])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    if "a" in groups:
        one, two = int(groups["a"]), int(groups["b"])
        first, second = _made(year, two, one), _made(year, one, two)
        if month_first and "." not in groups["s"]:
            first, second = second, first
        best = first or second
        # Points between the numbers are the European way, where the day always comes first.
        other = second if first and second and first != second and "." not in groups["s"] else None
        return DayFound(best, other, *match.span()) if best else None
    month = _month(groups)
    day = _made(year, month, int(groups["d"]))
    return DayFound(day, None, *match.span(), is_bare=is_bare) if day else None


def _month(groups: dict[str, str]) -> int:
    if "month" in groups:
        return _MONTHS[groups["month"]]
    return _ROMAN.index(groups["roman"]) + 1 if "roman" in groups else int(groups["m"])


def _is_a_sort_code(match: re.Match[str], text: str) -> bool:
    """Whether it is three pairs of digits beside an account's number, or behind words for a bank."""
    if not _SORT_CODE.fullmatch(match.group()):
        return False
    told = _BEFORE_A_SORT_CODE.search(text[: match.start()]) or _AFTER_A_SORT_CODE.match(text[match.end() :])
    return told is not None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def puts_month_first(texts: Iterable[str]) -> bool | None:
    """Whether the document writes month before day, as 11/17/2017 and none like 17/11/2017; None: nothing proves it."""
    month_first = day_first = 0
    for text in texts:
        if (said := _SAYS_ITS_ORDER.search(plain(text))) is not None:
            month_first += said["first"] is not None
            day_first += said["first"] is None
        for match in _FORMS[1].finditer(plain(text)):
            one, two = int(match["a"]), int(match["b"])
            if "." in match["s"]:
                continue
            month_first += one <= 12 < two <= 31
            day_first += two <= 12 < one <= 31
        for match in _RANGE.finditer(text):
            rises = [_rises(match.group(1), match.group(2), month_first=order) for order in (True, False)]
            month_first += rises == [True, False]
            day_first += rises == [False, True]
    if month_first > 0 and day_first > 0:
        return False
    return None if month_first == day_first else month_first > 0


def _rises(start: str, end: str, *, month_first: bool) -> bool:
    """Whether the second day, read so, is after the first."""
    days = []
    for text in (start, end):
        one, two, year = (int(part) for part in text.split("/"))
        month, day = (one, two) if month_first else (two, one)
        days.append(_made(year + 2000 if year < 100 else year, month, day))
    first, last = days
    return first is not None and last is not None and first < last


def has_time(text: str) -> bool:
    """Whether a time of day stands in the text."""
    return _TIME.search(text) is not None
