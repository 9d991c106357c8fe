"""A statement as OFX, written by hand."""

from __future__ import annotations

from datetime import date

OFX_LINE = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day:%Y%m%d}<TRNAMT>{amount}<FITID>{fitid}<NAME>{name}</STMTTRN>"


def ofx(*lines: tuple[date, str, str, str]) -> bytes:
    """Another format of the same account; it names days and texts in its own way."""
    rows = "".join(OFX_LINE.format(day=d, amount=a, fitid=f, name=n) for d, a, f, n in lines)
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>"
        "<STMTRS><CURDEF>GBP<BANKACCTFROM><BANKID>200000<ACCTID>12345678<ACCTTYPE>CHECKING</BANKACCTFROM>"
        f"<BANKTRANLIST><DTSTART>20260301<DTEND>20260331>{rows}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode()
