"""The same company's last quarter on the flat rate: every other way in which money and papers meet, facts said anew."""

from __future__ import annotations

from tests.stories.banks import Row, ofx
from tests.stories.small_company import RETURNS, state_of
from tests.stories.teller import Teller, line


def late_autumn_2026(t: Teller) -> None:
    """A platform's commission, a negative invoice, money on account, two bills in one payment, a journal that pays."""
    t.on("2026-11-12")
    t.sale("HR-116", "2026-11-06", "Marsh and Lark LLP", line("sales", -50))
    t.sale("HR-117", "2026-11-09", "Mill Street Dental Ltd", line("sales", 100))
    t.sale("HR-118", "2026-11-11", "Mill Street Dental Ltd", line("sales", 200))
    t.bill("HS-30", "2026-11-03", "Harbour Stationers Ltd", line("office", 100))
    t.bill("TP-110", "2026-11-04", "Teal Paper Ltd", line("purchases", 600))
    t.bill("TP-111", "2026-11-10", "Teal Paper Ltd", line("purchases", 400))
    owed = t.contact("Harbour Stationers Ltd")
    paid = [
        {"category_id": "cat_creditors", "debit": 120, "contact_id": owed},
        {"category_id": "cat_directors_loan", "credit": 120, "contact_id": t.contact("Ann Reed")},
    ]
    journal = {"date": "2026-11-05", "narration": "HS-30 paid by Ann Reed", "lines": paid}
    t.settle("HS-30", "journal", "2026-11-05", journal_id=t.api.post("/api/journals", journal)["journal"]["id"])
    petty_cash(t)
    t.on("2026-11-30")
    t.statement(*LATE_AUTUMN_2026, bank=ofx)
    sold = t.line("2026-11-02", "432.00")["id"]
    kept = {"kept_percent": 10, "fee_category_id": "cat_bank_charges", "category_id": "cat_sales"}
    t.api.post(f"/api/transactions/{sold}/gross-up", kept, status=200)
    received = t.line("2026-11-18", "200.00")["id"]
    t.api.post(f"/api/transactions/{received}/on-account", {}, status=200)
    t.remember(RETURNS[9], boxes=t.boxes(RETURNS[9]), checks=t.checks())
    t.remember("30 November 2026", **state_of(t, "2026-11-30", "2026-06-01"))


def petty_cash(t: Teller) -> None:
    """The director puts 50.00 into a tin; stamps of 30.00 out of it were 36.00."""
    tin = t.api.post("/api/bank-accounts", {"name": "Petty cash", "kind": "cash"})["bank_account"]["id"]
    t.accounts[tin] = "petty cash"
    line_of = {"date": "2026-11-10", "bank_account_id": tin}
    put_in = {"description": "From Ann Reed", "amount": 50, "category_id": "cat_directors_loan"}
    lent = t.api.post("/api/transactions", {**line_of, **put_in})["transaction"]["id"]
    t.api.patch(f"/api/transactions/{lent}", {"contact_id": t.contact("Ann Reed")})
    stamps = {"description": "Stamps", "amount": -30, "category_id": "cat_office"}
    wrong = t.api.post("/api/transactions", {**line_of, **stamps})["transaction"]["id"]
    t.remember("stamps of 30.00", profit=t.profit("2026-06-01", "2026-11-12"))
    t.admin("POST", f"/api/transactions/{wrong}/amend", {"amount": -36})


LATE_AUTUMN_2026: tuple[Row, ...] = (
    ("2026-10-05", "37.00", "HMRC VAT", "REPAYMENT"),
    ("2026-11-02", "432.00", "PRINTFAIR MARKETPLACE", "PAYOUT OCTOBER"),
    ("2026-11-12", "-60.00", "MARSH AND LARK LLP", "REFUND HR-116"),
    ("2026-11-18", "200.00", "MILL STREET DENTAL", "ON ACCOUNT"),
    ("2026-11-25", "160.00", "MILL STREET DENTAL", "HR-118 REST"),
    ("2026-11-27", "-1200.00", "TEAL PAPER LTD", "TP-110 TP-111"),
    ("2026-11-30", "-7.50", "ACCOUNT FEE", "NOVEMBER"),
)


def facts_said_anew(t: Teller) -> None:
    """An account by mistake, another year end and back: nothing is left of them. A closed year stays as it is."""
    t.on("2026-12-02")
    before = state_of(t, "2026-11-30", "2026-06-01")
    mistake = t.api.post("/api/bank-accounts", {"name": "Savings", "kind": "savings"})["bank_account"]["id"]
    t.admin("DELETE", f"/api/bank-accounts/{mistake}")
    year = {"starts_on": "2026-06-01"}
    t.admin("POST", "/api/years", {**year, "ends_on": "2027-03-31"})
    t.remember("a year to March", years=[one["ends_on"] for one in t.get("/api/years")["years"]])
    t.admin("POST", "/api/years", {**year, "ends_on": "2027-05-31"})
    t.remember("facts said anew and back", before=before, after=state_of(t, "2026-11-30", "2026-06-01"))
    refused = t.api.ask("PATCH", "/api/company", {"incorporated_on": "2023-06-14"}, scope="admin")
    t.remember("another incorporation of closed years", status=refused.status, said=refused.json()["error"]["message"])
    t.file_return(RETURNS[9])
    t.on("2026-12-10")
    t.statement(("2026-12-07", "-66.30", "HMRC VAT", "980780684"), bank=ofx)
