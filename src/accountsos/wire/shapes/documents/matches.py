"""What may have paid a document: bank lines, and combinations of lines and documents that add up."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.reconciliation.match_groups import Proposal
from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.workflows.documents.evidence import MatchesFound


class MatchOut(msgspec.Struct, frozen=True):
    """A bank line that may have paid the document."""

    transaction_id: str
    date: DateOut
    description: str
    amount: MoneyOut
    score: int
    """Out of 100."""
    reasons: list[str]
    ready: bool
    """Sure enough to be linked without asking."""


class ProposedTransaction(msgspec.Struct, frozen=True):
    """A bank line of a proposal."""

    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    pays: MoneyOut
    """How much of the proposal's documents it pays, in their currency."""


class ProposedDocument(msgspec.Struct, frozen=True):
    """A document of a proposal."""

    id: str
    supplier: str | None
    """The other party: of a sale, the customer."""
    number: str | None
    date: DateOut
    open: MoneyOut
    """What is still to be paid of it, as the bank would sign it: a purchase is negative."""
    pays: MoneyOut
    """How much of it the proposal pays."""


class ProposalOut(msgspec.Struct, frozen=True):
    """Lines and documents that belong together: one and one, several documents of a line, several lines of one."""

    transactions: list[ProposedTransaction]
    documents: list[ProposedDocument]
    score: int
    """Out of 100."""
    reason: str
    ready: bool
    """Sure enough to be linked without asking."""


class MatchList(msgspec.Struct, frozen=True):
    """Single lines, and proposals with combinations; both best first."""

    matches: list[MatchOut]
    proposals: list[ProposalOut]


SHOWN = 20


def match_list(answer: MatchesFound) -> MatchList:
    """What may have paid a document."""
    found, company = answer.found, answer.company
    return MatchList(
        [
            MatchOut(
                ids.public_id("txn_", company, match.line.number),
                match.line.booked_on.isoformat(),
                match.line.text,
                money_out(match.line.amount, match.line.currency),
                match.score,
                list(match.reasons),
                match == found.ready,
            )
            for match in found.matches[:SHOWN]
        ],
        [_proposal(answer, one) for one in found.proposals],
    )


def _proposal(answer: MatchesFound, one: Proposal) -> ProposalOut:
    company, lines, documents = answer.company, answer.found.lines, answer.found.documents
    currency = documents[one.documents[0]].currency
    transactions = []
    for number in one.lines:
        line = lines[number]
        pays = sum(share.amount for share in one.shares if share.line == number)
        transactions.append(
            ProposedTransaction(
                ids.public_id("txn_", company, number),
                line.booked_on.isoformat(),
                line.text,
                money_out(line.amount, line.currency),
                money_out(pays, currency),
            )
        )
    papers = []
    for key in one.documents:
        document = documents[key]
        pays = sum(share.amount for share in one.shares if share.document == key)
        papers.append(
            ProposedDocument(
                ids.public_id("doc_", company, key),
                document.supplier,
                document.number,
                document.issued_on.isoformat(),
                money_out(document.open, currency),
                money_out(pays, currency),
            )
        )
    return ProposalOut(transactions, papers, one.score, one.reason, one.sure)
