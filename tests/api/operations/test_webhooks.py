"""Webhooks by the API: secrets are seen once and told nowhere, and what is listed is what is sent."""

from __future__ import annotations

import json
from typing import Any

from accountsos.api.operations.thing_links import link_of
from accountsos.jobs.deliver_webhooks import Deliverer
from accountsos.store.engine.sql import Reader
from accountsos.store.maintenance import due_endpoints
from tests.api.operations.world import World
from tests.support.receiver import LOOPBACK, receiving


def added(world: World, url: str = "https://example.com/hooks", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = world.ours.post("/api/webhooks", {"url": url, **more}, scope="admin")["webhook"]
    return made


def test_a_secret_is_shown_once_and_stands_in_no_other_reply(world: World) -> None:
    header = [("Idempotency-Key", "once")]
    body = {"url": "https://example.com/hooks"}
    first, second = (world.ours.post("/api/webhooks", body, scope="admin", headers=header)["webhook"] for _ in range(2))
    assert first["secret"].startswith("whsec_")
    assert second == {**first, "secret": None}
    path = f"/api/webhooks/{first['id']}"
    rotated = world.ours.post(f"{path}/rotate", {"overlap_hours": 1}, status=200, scope="admin")["webhook"]
    assert rotated["secret"] not in (None, first["secret"])
    assert rotated["old_secret_until"] is not None
    everything = [
        world.ours.ask("GET", target, scope="admin").body
        for target in ("/api/webhooks", path, "/api/audit?limit=200", f"{path}/deliveries")
    ]
    for secret in (first["secret"], rotated["secret"]):
        assert not any(secret.removeprefix("whsec_").encode() in body for body in everything)


def test_events_are_listed_as_they_are_sent(world: World) -> None:
    with receiving() as receiver:
        world.books.reachable = LOOPBACK
        start = world.ours.get("/api/changes?start=now")["cursor"]
        webhook = added(world, receiver.url, events=["contact.created", "contact.updated"], after=start)
        contact = world.ours.post("/api/contacts", {"name": "Harbour"})["contact"]["id"]
        world.ours.patch(f"/api/contacts/{contact}", {"phone": "020"})
        _tell(world)
        listed = world.ours.get(f"/api/events?after={start}&types=contact")["events"]
        assert [event["type"] for event in listed] == ["contact.created", "contact.updated"]
        sent = [{"id": m.headers["webhook-id"], **json.loads(m.body)} for m in receiver.arrived]
        assert sent == listed
        assert world.ours.get(f"/api/events/{listed[0]['id']}")["event"] == listed[0]
        assert world.ours.get(listed[0]["data"]["link"])["contact"]["id"] == contact
        path = f"/api/webhooks/{webhook['id']}/deliveries"
        again = world.ours.post(path, {"event_id": listed[0]["id"]}, scope="admin")["delivery"]
        assert (again["state"], again["cause"]) == ("queued", "redelivery")
        _tell(world)
        assert json.loads(receiver.arrived[-1].body) == {k: v for k, v in listed[0].items() if k != "id"}
        done = world.ours.get(f"{path}/{again['id']}", scope="admin")["delivery"]
        assert (done["state"], done["status_code"], done["event_id"]) == ("succeeded", 204, listed[0]["id"])
        whole = world.ours.get(f"{path}?event_id={listed[0]['id']}", scope="admin")["deliveries"]
        assert [one["cause"] for one in whole] == ["redelivery", "feed"]


def _tell(world: World) -> None:
    worker = Deliverer(world.books, link_of)
    now = worker.now()

    def run(db: Reader) -> Any:
        return due_endpoints(db, now=now, limit=100)

    for seen in world.books.look(run):
        if seen.company == world.ours.tenant.number:
            worker.tell(seen)


def test_an_address_inside_is_refused_by_its_field(world: World) -> None:
    for url in ("https://10.0.0.1/", "https://localhost/", "http://example.com/"):
        error = world.ours.refused("POST", "/api/webhooks", {"url": url}, scope="admin")
        assert (error["status"], error["param"]) == (400, "url")


def test_a_cursor_of_another_list_is_no_place_to_begin(world: World) -> None:
    error = world.ours.refused("POST", "/api/webhooks", {"url": "https://example.com/", "after": "x"}, scope="admin")
    assert (error["status"], error["param"]) == (400, "after")
