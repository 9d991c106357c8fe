"""What is refused of a bank's file. Files with mistakes stand in `samples/statements/errors`; the rest is made here."""

from __future__ import annotations

import codecs
from functools import partial
from pathlib import Path
from typing import Any

from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.statements.formats.column_words import column_mapping
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.read import read_statement
from accountsos.workflows.bank import change_transaction, commit_import, import_statement
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow
from tests.refusals.desk import DAY, Cases, Desk
from tests.statements.samples import SAMPLES, TODAY
from tests.support.bookkeeper import simple_file
from tests.support.packed_files import workbook, zipped

FILES = sorted(path for path in (SAMPLES / "errors").iterdir() if not path.name.endswith(".expected.json"))
PLAIN = "Date,Description,Amount\n01/03/2026,Biscuits,-1.00\n"
REVOLUT = (
    "Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payer,Card number,"
    "Card label,Card state,Orig currency,Orig amount,Payment currency,Amount,Total amount,Exchange rate,Fee,"
    "Fee currency,Balance,Account,"
    "Beneficiary account number,Beneficiary sort code or routing number,Beneficiary IBAN,Beneficiary BIC\n"
    "2026-05-04,,1,CARD_PAYMENT,DECLINED,CAFE,,,,,,GBP,-1.00,GBP,-1.00,-1.00,,0.00,GBP,,Main,,,,\n"
)
CAMT = '<?xml version="1.0"?>{}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">{}</Document>'


def _read(content: bytes | str, **more: Any) -> object:
    return read_statement(content.encode() if isinstance(content, str) else content, today=TODAY, **more)


def _locked() -> bytes:
    content = bytearray(zipped({"a.csv": PLAIN}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _file(path: Path, _: Desk) -> object:
    return _read(path.read_bytes())


def _sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def _map(**columns: Any) -> object:
    return ColumnMapping(**{"date": "Date", "description": ("Description",), **columns})


def _stale(desk: Desk) -> object:
    """Another file of the account is imported between reading this one and writing it, each time it is tried."""
    command = ImportStatement(simple_file([(DAY, -100, "BISCUITS")]), "ba_main", TODAY)
    early = desk.ask(ReadWorkflow("test.early", import_statement.prepare_rows), command)
    desk.keeper.load(simple_file([(DAY, -200, "CAKE")]))
    return desk.do(WriteWorkflow("test.early", lambda db, company, plan: plan, commit_import.apply), early)


def _of_another_version(desk: Desk) -> object:
    change = TransactionChange(transaction_id=desk.line(), notes="x", if_match=frozenset({"77"}))
    return desk.do(change_transaction.CHANGE, change)


CASES: Cases = {
    **{path.name: partial(_file, path) for path in FILES},
    "a file with its name": lambda _: _read(b"", file_name="august.csv"),
    "a file of which nothing is kept": lambda _: _read(REVOLUT),
    "an empty file": lambda _: _read(b""),
    "UTF-32": lambda _: _read(codecs.BOM_UTF32_LE + PLAIN.encode("utf-32-le")),
    "zero bytes": lambda _: _read(PLAIN.encode() + b"\0"),
    "broken characters": lambda _: _read(PLAIN.encode() + b"\x81\xff"),
    "an MT940 from its middle": lambda _: _read(":61:2608250825D12,34NTRF\n:86:TEA\n"),
    "a part of an MT940": lambda _: _read(":86:091\n"),
    "QIF of an investment account": lambda _: _read("!Type:Invst\nD02/08/2026\nT-2.00\n^\n"),
    "a CSV from its middle": lambda _: _read("04/08/2026,DD,TEA,-2.00,98.00\n05/08/2026,DD,CAKE,-2.00,96.00\n"),
    "a damaged zip": lambda _: _read(b"PK\x03\x04" + bytes(60)),
    "an empty zip": lambda _: _read(zipped({})),
    "a zip in a zip": lambda _: _read(zipped({"inner.zip": zipped({"a.csv": PLAIN})})),
    "a zip of too many files": lambda _: _read(zipped({f"{n}.csv": PLAIN for n in range(61)})),
    "a zip that is a bomb": lambda _: _read(zipped({"a.csv": b"0" * 110_000_000})),
    "a zip that is locked": lambda _: _read(_locked()),
    "a zip of two accounts": lambda _: _read(zipped({n: _sample(n) for n in ("barclays.csv", "lloyds.csv")})),
    "a zip of files that overlap": lambda _: _read(zipped({n: _sample("lloyds.csv") for n in ("a.csv", "b.csv")})),
    "an OpenDocument sheet": lambda _: _read(zipped({"content.xml": "<x/>"})),
    "a workbook without a table": lambda _: _read(workbook((("only", "two"),))),
    "a web page": lambda _: _read("<!doctype html><title>Log in</title>"),
    "a format that there is not": lambda _: _read(PLAIN, format="barclay"),
    "another format": lambda _: _read(_sample("barclays.csv"), format="monzo"),
    "another format that is no CSV": lambda _: _read(_sample("barclays.csv"), format="ofx"),
    "no format at all": lambda _: _read("one,two\nthree,four\n"),
    "signs that nothing tells": lambda _: _read(PLAIN.replace("Biscuits", "THANK YOU CARDS LTD")),
    "an account that the file does not hold": lambda _: _read(_sample("errors/several_accounts.csv"), account="999"),
    "columns that the file does not have": lambda _: _read(
        PLAIN, columns=ColumnMapping(date="Day", description=("Details",), amount="Amount")
    ),
    "no amount column": lambda _: _map(),
    "money out alone": lambda _: _map(debit="Out"),
    "no description column": lambda _: _map(description=(), amount="Amount"),
    "column nought": lambda _: _map(date=0, amount="Amount"),
    "columns in odd words": lambda _: column_mapping("1, 2, 3"),
    "a column twice": lambda _: column_mapping("date=1, date=2, description=3, amount=4"),
    "columns without a date": lambda _: column_mapping("description=2, amount=3"),
    "neither yes nor no": lambda _: column_mapping("date=1, description=2, amount=3, day_first=perhaps"),
    "some rows to skip": lambda _: column_mapping("date=1, description=2, amount=3, rows_to_skip=some"),
    "an odd delimiter": lambda _: column_mapping("date=1, description=2, amount=3, delimiter=x"),
    "a notification for a statement": lambda _: _read(
        CAMT.format("", "<BkToCstmrDbtCdtNtfctn><Ntfctn/></BkToCstmrDbtCdtNtfctn>")
    ),
    "XML without a statement": lambda _: _read(CAMT.format("", "<BkToCstmrStmt/>")),
    "damaged XML": lambda _: _read(CAMT.format("", "<BkToCstmrStmt>")),
    "XML with a DOCTYPE": lambda _: _read(CAMT.format("<!DOCTYPE Document>", "<BkToCstmrStmt/>")),
    "balances of another account than the chosen": lambda _: _read(
        ":20:START\n:25:77\n:60F:C260301GBP1,00\n", account="999"
    ),
    "the bank's own error": lambda _: _read(
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid</STATUS></SONRS>"
        "</SIGNONMSGSRSV1></OFX>"
    ),
    "OFX too deep": lambda _: _read("<OFX>" + "<STMTTRNRS>" * 70),
    "OFX without a statement": lambda _: _read("<OFX><SIGNUPMSGSRSV1></SIGNUPMSGSRSV1></OFX>"),
    "OFX of holdings alone": lambda _: _read(
        "<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><CURDEF>GBP<INVACCTFROM><BROKERID>b<ACCTID>77</INVACCTFROM>"
        "<INVTRANLIST></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>"
    ),
    "OFX with entities": lambda _: _read('<OFX><!DOCTYPE x [<!ENTITY a "b">]></OFX>'),
    "OFX of endless text": lambda _: _read("<OFX>" + "x" * 2_000_000),
    "JSON of another kind": lambda _: _read('{"Data": {"Transaction": 5}}'),
    "an account of no lines": lambda _: _read(
        "<OFX>"
        + "".join(
            f"<STMTRS><CURDEF>GBP<BANKACCTFROM><BANKID>1<ACCTID>{n}</BANKACCTFROM><BANKTRANLIST></BANKTRANLIST></STMTRS>"
            for n in (11112222, 33334444)
        )
        + "</OFX>"
    ),
    "a file that became stale": _stale,
    "changing another version of a line": _of_another_version,
}
