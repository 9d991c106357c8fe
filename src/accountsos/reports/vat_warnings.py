"""What to know before a VAT return is filed, and how close an unregistered business is to registering. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from accountsos.dates import Period
from accountsos.ledger.vat_postings import read_code
from accountsos.ledger.vat_scheme import FLAT_RATE, VatScheme
from accountsos.money import Pence
from accountsos.reports.flat_rate_goods import NO_GOODS, RelevantGoods, limited_cost_warnings
from accountsos.reports.vat_return import VatReturnFigures
from accountsos.reports.vat_turnover import NO_TURNOVER, SchemeWatch, Turnover, limit_warnings
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.uk_rules.flat_rate import sector_warning, split_at_anniversary
from accountsos.uk_rules.parameters import pounds_on
from accountsos.uk_rules.vat_boxes import VatBoxes
from accountsos.uk_rules.vat_codes import IN_FLAT_RATE
from accountsos.uk_rules.vat_errors import Route
from accountsos.uk_rules.vat_rates import rate_warnings
from accountsos.uk_rules.vat_registration import RegistrationDuty, ThresholdWatch, may_deregister

UNUSUAL_FROM = 50_000
"""Differences below 500 pounds are never called unusual."""
CLOSE_TO_THRESHOLD = 1_000_000
"""Headroom below 10,000 pounds is said to be little."""
COMPARED = 4


@dataclass(frozen=True, slots=True)
class ServicesFromAbroad:
    """Services bought under what would be a reverse charge."""

    last_year: Pence = 0
    """In the 12 months that the registration threshold looks at."""
    all_counted: bool = True


@dataclass(frozen=True, slots=True)
class UnpaidVat:
    """Invoices whose VAT has to be brought back by hand."""

    count: int = 0
    vat: Pence = 0
    documents: tuple[str, ...] = ()
    """The ids of the oldest of them."""

    def __str__(self) -> str:
        more = f" and {self.count - len(self.documents)} more" if self.count > len(self.documents) else ""
        return ", ".join(self.documents) + more


NOTHING_UNPAID = UnpaidVat()


@dataclass(frozen=True, slots=True)
class FallenTurnover:
    """Taxable turnover of the 12 months to the period's end and of those before, and what a person expects next."""

    last_year: Pence
    year_before: Pence
    expected: Pence | None = None
    """In the next 12 months; None where nobody says."""


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """What the warnings of a return depend on."""

    period: Period
    scheme: VatScheme
    status: str
    figures: VatReturnFigures
    uncategorised: int = 0
    unreviewed: int = 0
    counted_at_most: int = 200
    earlier: tuple[VatBoxes, ...] = ()
    """The boxes of the periods before, oldest first."""
    turnover: Turnover = NO_TURNOVER
    """Of the period."""
    goods: RelevantGoods = NO_GOODS
    on_flat_rate: Period | None = None
    """The part of the period in which the flat rate applies."""
    watch: SchemeWatch | None = None
    by_bank_date: bool = False
    """Whether the scheme goes by the tax point, and a bank line alone by its own day."""
    invoices_kept: bool = False
    control_differs: Pence = 0
    bills: UnpaidVat = NOTHING_UNPAID
    """Not paid for six months; their input VAT is still claimed."""
    debts: UnpaidVat = NOTHING_UNPAID
    """Written off, and not relieved though six months are over."""
    notes: UnpaidVat = NOTHING_UNPAID
    """Credit notes that may take back what was supplied under another scheme."""
    at_full_rate: Pence = 0
    """VAT of sales outside the flat rate, all through a period on it."""
    rates: tuple[str, ...] = ()
    """What is to be known of the VAT rates behind the boxes, by the days of their postings."""
    fallen: FallenTurnover | None = None
    """Of a business that may stop being registered."""
    claimed_under_flat_rate: Pence = 0
    """VAT of capital goods claimed under the flat rate, where the period before was the last one under it."""


def rates_told(codes: Mapping[str, Iterable[date]]) -> tuple[str, ...]:
    """What is to be known of the rate of each code on each of its days: not in force, unverified, or an old one."""
    found = []
    for text, days in sorted(codes.items()):
        law = read_code(text).law
        if law is not None:
            found += [told for day in sorted(set(days)) for told in rate_warnings(law.liability, day)]
    return tuple(dict.fromkeys(found))


def return_warnings(facts: ReturnFacts) -> tuple[ReportWarning, ...]:
    """Everything that makes the return less than final, the weightiest first."""
    return (
        *_incomplete(facts),
        *_errors(facts),
        *_waiting(facts),
        *_unpaid(facts),
        *_notes(facts),
        *_evidence(facts),
        *_flat_rate(facts),
        *(ReportWarning("vat_rate", text) for text in facts.rates),
        *_limits(facts),
        *_deregistration(facts),
        *_unusual(facts),
        *_control(facts),
    )


def _incomplete(facts: ReturnFacts) -> Iterator[ReportWarning]:
    exempt = facts.figures.exempt_sales
    if exempt and facts.scheme.scheme != FLAT_RATE:
        yield ReportWarning(
            "incomplete",
            f"Exempt sales of {pounds(exempt)}: with them input VAT is reclaimed in part only, and partial exemption "
            "is not worked out here. This return is not complete: box 4 may be too high",
            exempt,
        )
    if facts.status == "open":
        yield ReportWarning("period_open", f"The period ends on {facts.period.end}: the figures are those so far")


def _errors(facts: ReturnFacts) -> Iterator[ReportWarning]:
    for error in facts.figures.errors:
        whose = "owed to HMRC" if error.net_owed > 0 else "owed by HMRC"
        if error.route is Route.ON_RETURN:
            yield ReportWarning(
                "errors_included",
                f"Errors on filed returns, net {pounds(error.amount)} {whose}, are in box {error.box}: {error.reason}. "
                "Their effect on boxes 6 to 9 is left out: unverified, check before filing",
                error.net_owed,
            )
        elif error.route is Route.SEPARATE_NOTICE:
            yield ReportWarning(
                "errors_notice",
                f"Errors on filed returns, net {pounds(error.amount)} {whose}, are not in this return: {error.reason} "
                f"of {pounds(error.limit)}. Tell HMRC separately (form VAT652)",
                error.net_owed,
            )
        elif error.route is Route.OUT_OF_TIME:
            yield ReportWarning(
                "errors_out_of_time",
                f"Errors of {pounds(error.amount)} {whose} are in no box: {error.reason}",
                error.net_owed,
            )


def _waiting(facts: ReturnFacts) -> Iterator[ReportWarning]:
    if facts.uncategorised > 0:
        lines = _lines(facts.uncategorised)
        yield ReportWarning(
            "uncategorised", f"{lines} of the period not categorised: their VAT is in no box until they are"
        )
    if facts.unreviewed:
        more = " or more" if facts.unreviewed >= facts.counted_at_most else ""
        yield ReportWarning(
            "unreviewed",
            f"{facts.unreviewed:,}{more} bank lines of the period were categorised by the program and reviewed by "
            "nobody",
        )


def _unpaid(facts: ReturnFacts) -> Iterator[ReportWarning]:
    mend = "A settlement of the kind vat_adjustment posts it"
    if facts.bills.count:
        bills = "1 bill was" if facts.bills.count == 1 else f"{facts.bills.count:,} bills were"
        yield ReportWarning(
            "unpaid_bills",
            f"{bills} not paid within six months: their input VAT of {pounds(facts.bills.vat)} must be repaid in box 4 "
            f"(VATA 1994 s26A). {mend}: {facts.bills}",
            facts.bills.vat,
        )
    if facts.debts.count:
        debts = "1 debt that was" if facts.debts.count == 1 else f"{facts.debts.count:,} debts that were"
        yield ReportWarning(
            "relief_claimable",
            f"{debts} written off may be relieved of VAT of {pounds(facts.debts.vat)} in box 4, as six months are over "
            f"(VATA 1994 s36). {mend}: {facts.debts}",
            facts.debts.vat,
        )


def _notes(facts: ReturnFacts) -> Iterator[ReportWarning]:
    if facts.notes.count:
        notes = "1 credit note does" if facts.notes.count == 1 else f"{facts.notes.count:,} credit notes do"
        yield ReportWarning(
            "credit_note_unplaced",
            f"{notes} not say which invoice is taken back, and the party has some from before the present scheme: a "
            "note has the VAT of its invoice (SI 1995/2518 reg 38), and without one that of its own day. Say of each "
            f"which invoice it credits: {facts.notes}",
        )


def _lines(count: int) -> str:
    return "1 bank line is" if count == 1 else f"{count:,} bank lines are"


def _evidence(facts: ReturnFacts) -> Iterator[ReportWarning]:
    claimed = facts.figures.claimed_without_document
    if claimed:
        yield ReportWarning(
            "without_evidence",
            f"{pounds(claimed)} of box 4 is without evidence: input VAT needs the supplier's VAT invoice (SI 1995/2518 "
            "reg 29(2)). It follows from the category's usual rate, not from a document",
            claimed,
        )
    if facts.by_bank_date:
        what = "Bank lines without an invoice go" if facts.invoices_kept else "No invoices are kept here, so VAT goes"
        yield ReportWarning(
            "vat_by_bank_date",
            f"{what} by the day money moved. This scheme goes by the tax point, mostly the invoice's date: what was "
            "invoiced by the end of the period, is not paid and not entered here is missing",
        )


def _flat_rate(facts: ReturnFacts) -> Iterator[ReportWarning]:
    scheme = facts.scheme
    if facts.claimed_under_flat_rate:
        yield ReportWarning(
            "flat_rate_self_supply",
            f"{pounds(facts.claimed_under_flat_rate)} of VAT on capital goods was claimed under the flat rate, which "
            "ended with the period before. Those that are still there count as supplied to the business itself at "
            "their market value (SI 1995/2518 reg 55R): the VAT of it goes into boxes 1 and 4, in full where all "
            "sales are taxable. Post it as a journal",
            facts.claimed_under_flat_rate,
        )
    if scheme.scheme != FLAT_RATE or scheme.sector is None:
        return
    unverified = sector_warning(scheme.sector, facts.period.end)
    if unverified:
        yield ReportWarning("unverified_rate", unverified)
    parts = split_at_anniversary(facts.period, scheme.registered_on)
    if len(parts) > 1:
        before, after = (f"{(100 * scheme.flat_percentage(part.start)).normalize():f}%" for part in parts)
        yield ReportWarning(
            "first_year_ends",
            f"The first year of registration ends in this period: sales to {parts[0].end} bear {before}, those from "
            f"{parts[1].start} {after} (SI 1995/2518 reg 55JB)",
        )
    if facts.at_full_rate > 0:
        yield ReportWarning(
            "outside_flat_rate",
            f"{pounds(facts.at_full_rate)} of box 1 is VAT of fixed assets that were sold, in full and outside the "
            "flat rate, as is right where VAT was reclaimed on them (SI 1995/2518 reg 55C(4)). Where none was, give "
            f"the sale the VAT code {IN_FLAT_RATE}",
            facts.at_full_rate,
        )
    yield from limited_cost_warnings(scheme, facts.on_flat_rate or facts.period, facts.turnover.flat, facts.goods)


def _limits(facts: ReturnFacts) -> Iterator[ReportWarning]:
    if facts.watch is not None:
        yield from limit_warnings(facts.watch)


def _deregistration(facts: ReturnFacts) -> Iterator[ReportWarning]:
    fallen, day = facts.fallen, facts.period.end
    if fallen is None:
        return
    limit = pounds(pounds_on(day, "vat_deregistration_threshold"))
    if fallen.expected is not None:
        if may_deregister(fallen.expected, day):
            text = (
                f"Taxable sales of the next 12 months are expected to be {pounds(fallen.expected)}, not over {limit}: "
                "the registration may be cancelled (VATA 1994 sch 1 para 4)"
            )
            yield ReportWarning("may_deregister", text, fallen.expected)
        return
    if may_deregister(fallen.last_year, day) and not may_deregister(fallen.year_before, day):
        text = (
            f"Taxable turnover of the last 12 months has fallen to {pounds(fallen.last_year)}. The registration may be "
            f"cancelled where no more than {limit} is expected in the next 12 (VATA 1994 sch 1 para 4): say what is "
            "expected, by the VAT outlook"
        )
        yield ReportWarning("may_deregister", text, fallen.last_year)


def _unusual(facts: ReturnFacts) -> Iterator[ReportWarning]:
    if len(facts.earlier) < COMPARED or facts.status == "open":
        return
    now, earlier = facts.figures.boxes.by_number(), [each.by_number() for each in facts.earlier]
    for box in (1, 4, 6, 7):
        usual = sum(each[box] for each in earlier) // len(earlier)
        difference = now[box] - usual
        if abs(difference) >= UNUSUAL_FROM and abs(difference) * 2 > abs(usual):
            yield ReportWarning(
                "unusual",
                f"Box {box} is {pounds(now[box])}, against {pounds(usual)} on average in the last {COMPARED} periods",
                difference,
            )


def _control(facts: ReturnFacts) -> Iterator[ReportWarning]:
    if facts.control_differs:
        yield ReportWarning(
            "control_differs",
            f"VAT control holds {pounds(facts.control_differs)} that no open return explains: a journal or a line was "
            "posted to it without a VAT code, or a payment of an unfiled return stands there",
            facts.control_differs,
        )


def expected_warnings(duty: RegistrationDuty | None) -> tuple[ReportWarning, ...]:
    """The duty that follows from what is expected in 30 days alone, whatever was earned so far."""
    if duty is None:
        return ()
    message = (
        f"Taxable sales of {pounds(duty.turnover)} were expected on {duty.crossed_on} for 30 days alone, over the "
        f"threshold of {pounds(duty.threshold)}: tell HMRC by {duty.notify_by}; registered from {duty.registered_from} "
        "(VATA 1994 sch 1 para 1(1)(b))"
    )
    return (ReportWarning("registration_due", message, duty.turnover),)


def threshold_warnings(watched: ThresholdWatch, services: ServicesFromAbroad) -> tuple[ReportWarning, ...]:
    """The registration watch: what the last 12 months come to, and the duty where the threshold was passed."""
    duty, found = watched.duty, []
    if duty is not None:
        message = (
            f"Taxable turnover of the 12 months to {duty.crossed_on} was {pounds(duty.turnover)}, over the threshold "
            f"of {pounds(duty.threshold)}: tell HMRC by {duty.notify_by}; registered from {duty.registered_from}"
        )
        found.append(ReportWarning("registration_due", message, duty.turnover))
    else:
        close = "little is left: " if watched.headroom < CLOSE_TO_THRESHOLD else ""
        message = (
            f"Not registered for VAT. Taxable turnover of the last 12 months is {pounds(watched.turnover)} of the "
            f"threshold of {pounds(watched.threshold)}; {close}{pounds(watched.headroom)} may still be earned. "
            "Services bought from abroad count as well"
        )
        found.append(ReportWarning("registration_watch", message, watched.turnover))
    if services.last_year:
        text = (
            f"{pounds(services.last_year)} of it are services bought from abroad, which count as if the business had "
            "supplied them (VATA 1994 s8): told by a foreign currency, the contact's VAT number or a well-known name, "
            "so check what is missing or too much"
        )
        found.append(ReportWarning("services_from_abroad", text, services.last_year))
    if not services.all_counted:
        text = "There are too many payments for services to look at all of them: older ones from abroad are not counted"
        found.append(ReportWarning("services_not_all_counted", text))
    return tuple(found)
