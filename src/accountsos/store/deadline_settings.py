"""What deadlines depend on, kept as a versioned fact of the company."""

from __future__ import annotations

import msgspec

from accountsos.store.deadlines import EVER, fact_of, record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.uk_rules.deadline_settings import DeadlineSettings, settings_from

_FACT = "deadline_settings"


def settings_of(db: Reader, company: int, *, seq: int = EVER) -> DeadlineSettings:
    """As they were last said, or known at the write of that number."""
    return settings_from(fact_of(db, company, _FACT, seq=seq))


def record_settings(db: Writer, cause: Cause, settings: DeadlineSettings) -> None:
    """A new version; older ones stay."""
    record_fact(db, cause, _FACT, msgspec.to_builtins(settings))
