"""Answer what things are called that a page is narrowed to."""

from __future__ import annotations

from accountsos.bookkeeping.called import called
from accountsos.workflows.unit_of_work import ReadWorkflow

CALLED = ReadWorkflow("things.called", called, short=True)
