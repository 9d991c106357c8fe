"""The values fixed by law by command line."""

from __future__ import annotations

from datetime import date

import click

from accountsos.cli.installation import DATE, json_option, print_json, print_table
from accountsos.uk_rules.coverage import dated_values, not_covered, topics
from accountsos.uk_rules.parameters import UNVERIFIED
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.tax.rules import rule_list


@click.command()
@click.option("--unverified", is_flag=True, help="Only what two sources do not agree on: check it before filing.")
@click.option("--topic", type=click.Choice(topics()))
@click.option("--on", "day", type=DATE, help="Only what applies on that day.")
@json_option
def rules(*, unverified: bool, topic: str | None, day: date | None, as_json: bool) -> None:
    """Every rate, limit and date of UK law that is used here, with its source, and what is not covered."""
    found = dated_values(topic=topic, unverified=unverified, in_force_on=day)
    left_out = {t: texts for t, texts in not_covered().items() if topic in (None, t)}
    if as_json:
        print_json(encode_json(rule_list(found, left_out, limit=max(len(found), 1), offset=0)))
        return
    rows = [
        [v.row.name, str(v.row.in_force_from), f"{v.row.value:f}", "" if v.row.verified else UNVERIFIED, v.row.source]
        for v in found
    ]
    print_table([("value of", "<"), ("from", "<"), ("is", ">"), ("", "<"), ("source", "<")], rows)
    click.echo("\nNot covered, or covered unverified:")
    for texts in left_out.values():
        for text in texts:
            click.echo(f"- {text}")
