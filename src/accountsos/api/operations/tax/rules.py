"""The values fixed by law that the books go by, and what could not be verified."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.parameters import LIMIT_ALL, page_of, paging_of
from accountsos.uk_rules.coverage import dated_values, not_covered, topics
from accountsos.web.parameters import Day, Flag, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.tax.rules import RuleList, rule_list

_EXAMPLE: dict[str, Any] = {
    "rules": [
        {
            "name": "vat_standard_rate",
            "what": "VAT, standard rate",
            "topic": "vat",
            "value": "0.20",
            "unit": "rate",
            "keyed_on": "the tax point",
            "in_force_from": "2011-01-04",
            "in_force_to": None,
            "source": "VATA 1994 s2(1), as amended by F(No.2)A 2010 s3",
            "checked_on": "2026-11-22",
            "verified": True,
        }
    ],
    "not_covered": [{"topic": "vat", "text": "One Stop Shop and Import One Stop Shop returns."}],
    "pagination": {"total": 1, "limit": 200, "offset": 0, "has_more": False, "next_cursor": None},
}


async def list_rules(request: ApiRequest) -> Reply:
    """The values, in the order of the page of rules."""
    query = request.query
    found = dated_values(topic=query["topic"], unverified=query["unverified"] is True, in_force_on=query["on"])
    left_out = {t: texts for t, texts in not_covered().items() if query["topic"] in (None, t)}
    return Reply(rule_list(found, left_out, paging=paging_of(request, "rules")))


OPERATIONS = (
    Operation(
        name="list_rules",
        method="GET",
        path="/api/rules",
        summary="List values fixed by law",
        tag="Rules",
        description=(
            "Every rate, limit and date of UK law that is used here, with its source and the day it was checked; "
            "`unverified=true` lists those to check before filing. `not_covered` says what is left out."
        ),
        handler=list_rules,
        replies={200: ReplyShape("A page of values.", RuleList, example=_EXAMPLE)},
        query=(
            QueryParameter("topic", OneOf(topics()), "Only of one topic."),
            QueryParameter("unverified", Flag(), "Only what two sources do not agree on."),
            QueryParameter("on", Day(), "Only what applies on that day.", example=date(2026, 11, 22)),
            *page_of("rules", LIMIT_ALL),
        ),
    ),
)
