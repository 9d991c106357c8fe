"""OFX files: the SGML of version 1.02 as most banks write it, and the XML of 2.02."""

from __future__ import annotations

from datetime import date

from accountsos.generator.lines import TrueLine
from accountsos.generator.printing import Printer, StatementRequest, bank_id, pounds
from accountsos.generator.wording import Words, describe
from accountsos.money import Pence

_TYPES = {
    "card": "POS", "card_refund": "CREDIT", "direct_debit": "DIRECTDEBIT", "standing_order": "REPEATPMT",
    "payment_out": "PAYMENT", "payment_in": "DIRECTDEP", "bacs_in": "DIRECTDEP", "payout": "DIRECTDEP",
    "cash_in": "DEP", "cash_out": "ATM", "transfer": "XFER", "fee": "FEE", "interest": "INT", "returned": "CREDIT",
}  # fmt: skip
_SGML_HEAD = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\n"
    "OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
)
_XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<?OFX OFXHEADER="200" VERSION="202" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
)
_NAME_MAX = 32


def _is_xml(request: StatementRequest) -> bool:
    return request.options.variant == "xml"


def _field(request: StatementRequest, name: str, text: str) -> str:
    """SGML leaves the end tag out."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{name}>{escaped}</{name}>\n" if _is_xml(request) else f"<{name}>{escaped}\n"


def _moment(request: StatementRequest, day: date) -> str:
    """Barclays gives London's date with New York's zone."""
    zone = "[-5:EST]" if request.account.bank == "barclays" else ""
    return f"{day:%Y%m%d}000000{zone}"


def _head(request: StatementRequest) -> str:
    account = request.account
    status = "<STATUS>\n" + _field(request, "CODE", "0") + _field(request, "SEVERITY", "INFO") + "</STATUS>\n"
    if account.kind == "card":
        opening = "<CREDITCARDMSGSRSV1>\n<CCSTMTTRNRS>\n"
        holder = "<CCACCTFROM>\n" + _field(request, "ACCTID", account.account_number) + "</CCACCTFROM>\n"
        statement = "<CCSTMTRS>\n"
    else:
        opening, statement = "<BANKMSGSRSV1>\n<STMTTRNRS>\n", "<STMTRS>\n"
        kind = "SAVINGS" if account.kind == "savings" else "CHECKING"
        holder = (
            "<BANKACCTFROM>\n"
            + _field(request, "BANKID", account.sort_code)
            + _field(request, "ACCTID", account.account_number)
            + _field(request, "ACCTTYPE", kind)
            + "</BANKACCTFROM>\n"
        )
    return (
        (_XML_HEAD if _is_xml(request) else _SGML_HEAD)
        + "<OFX>\n<SIGNONMSGSRSV1>\n<SONRS>\n" + status
        + _field(request, "DTSERVER", _moment(request, request.end)) + _field(request, "LANGUAGE", "ENG")
        + "</SONRS>\n</SIGNONMSGSRSV1>\n" + opening + _field(request, "TRNUID", "1") + status + statement
        + _field(request, "CURDEF", account.currency) + holder + "<BANKTRANLIST>\n"
        + _field(request, "DTSTART", _moment(request, request.start))
        + _field(request, "DTEND", _moment(request, request.end))
    )  # fmt: skip


def _row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    text = describe(request.account.bank, words)
    return (
        "<STMTTRN>\n"
        + _field(request, "TRNTYPE", _TYPES[words.kind])
        + _field(request, "DTPOSTED", _moment(request, line.booked_on))
        + _field(request, "TRNAMT", pounds(line.amount))
        + _field(request, "FITID", bank_id(request, line))
        + _field(request, "NAME", words.text[:_NAME_MAX])
        + _field(request, "MEMO", " ".join(text.split()))
        + "</STMTTRN>\n"
    )


def _tail(request: StatementRequest) -> str:
    ends = ("</CCSTMTRS>\n</CCSTMTTRNRS>\n</CREDITCARDMSGSRSV1>\n", "</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n")
    return (
        "</BANKTRANLIST>\n<LEDGERBAL>\n"
        + _field(request, "BALAMT", pounds(request.closing))
        + _field(request, "DTASOF", _moment(request, request.end))
        + "</LEDGERBAL>\n"
        + ends[request.account.kind != "card"]
        + "</OFX>\n"
    )


PRINTERS: dict[str, Printer] = {"ofx": Printer(_head, _row, _tail, encoding="cp1252", line_ending="\r\n")}
