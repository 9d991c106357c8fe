"""Counters of what nobody has looked at: questions, and lines to be looked over; an index of the questions."""

from __future__ import annotations

from alembic import op

from accountsos.store.migrations.dialect import ddl

revision = "0019"
down_revision = "0018"

SURE = 9_500
"""`store/line_counter.py` says what it means."""
PARTS = {"questions": f"confidence < {SURE}", "sure": f"confidence >= {SURE}"}
INDEX = f"""CREATE INDEX bank_transaction_question ON bank_transaction (company_id, booked_on, transaction_no)
  WHERE status = 1 AND reviewed = 0 AND confidence < {SURE}"""


def upgrade() -> None:
    """Add them, and count what waits."""
    for table in ("line_count_month", "line_count_day"):
        for name in PARTS:
            ddl(
                f"ALTER TABLE {table} ADD COLUMN {name} {{int}} NOT NULL DEFAULT 0;\n"
                f"ALTER TABLE {table} ADD COLUMN {name}_in {{big}} NOT NULL DEFAULT 0;\n"
                f"ALTER TABLE {table} ADD COLUMN {name}_out {{big}} NOT NULL DEFAULT 0"
            )
    op.execute(INDEX)
    for span, key in (("day", "booked_on"), ("month", "booked_on / 100")):
        for category in ("category_no", "0"):
            op.execute(_counted(span, key, category))


def _counted(span: str, key: str, category: str) -> str:
    """Add up the lines that wait, by category or all together."""
    columns = [f"{name}{side}" for name in PARTS for side in ("", "_in", "_out")]
    sums = ", ".join(
        f"SUM(CASE WHEN {part} THEN {what} ELSE 0 END) AS {name}{side}"
        for name, part in PARTS.items()
        for side, what in (
            ("", "1"),
            ("_in", "CASE WHEN amount > 0 THEN amount ELSE 0 END"),
            ("_out", "CASE WHEN amount < 0 THEN -amount ELSE 0 END"),
        )
    )
    grouped = ", ".join(["company_id", *(["category_no"] if category != "0" else []), key])
    return f"""UPDATE line_count_{span} SET {", ".join(f"{name} = w.{name}" for name in columns)}
      FROM (SELECT company_id, {category} AS category_no, {key} AS span, {sums} FROM bank_transaction
        WHERE status = 1 AND reviewed = 0 GROUP BY {grouped}) AS w
      WHERE line_count_{span}.company_id = w.company_id AND line_count_{span}.category_no = w.category_no
        AND line_count_{span}.{span} = w.span"""
