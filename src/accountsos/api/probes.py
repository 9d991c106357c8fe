"""What whoever watches over an installation asks: `/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, field

from accountsos import __version__
from accountsos.api.admission import secret_in
from accountsos.api.metrics import CONTENT_TYPE, exposition
from accountsos.api.router import Probe
from accountsos.errors import Forbidden, InvalidApiKey, Unauthorised, Unavailable
from accountsos.meters import Meters
from accountsos.web.client_address import is_handed_on, is_loopback
from accountsos.web.exchange import Visit
from accountsos.web.request import Reply
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.tell_condition import CONDITION, Condition

READER_SILENT_SECONDS = 45
"""After so long a worker's jobs are taken from it, too."""
RETRY_SECONDS = 5
_STRANGER = (
    "Figures are told on this machine only, at http://127.0.0.1 or http://localhost; set ACCOUNTSOS_METRICS_TOKEN "
    "to read them from elsewhere."
)


@dataclass(frozen=True, slots=True)
class Probes:
    """The three, over open books."""

    books: Books
    meters: Meters
    metrics_token: str | None = None
    """With it, whoever sends it may read the figures from anywhere, and nobody else."""
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """However many ask, one look at a time: the answer takes a thread, and seconds where the database is away."""

    def places(self) -> tuple[Probe, ...]:
        """As the router takes them."""
        return (
            Probe("/healthz", "healthz", self.alive),
            Probe("/readyz", "readyz", self.ready),
            Probe("/metrics", "metrics", self.figures),
        )

    async def alive(self, _visit: Visit) -> Reply:
        """The process answers; nothing else is looked at."""
        return Reply({"status": "alive"})

    async def ready(self, _visit: Visit) -> Reply:
        """Whether it can do its work; Unavailable says what is missing."""
        async with self._looking:
            missing = await in_thread(self._missing)
        if missing:
            raise Unavailable(f"not ready: {'; '.join(missing)}", retry_after_seconds=RETRY_SECONDS)
        return Reply({"status": "ready"})

    async def figures(self, visit: Visit) -> Reply:
        """What was counted, for Prometheus."""
        self._refuse_strangers(visit)
        async with self._looking:
            text = await in_thread(self._exposed)
        return Reply(text, content_type=CONTENT_TYPE)

    def _missing(self) -> list[str]:
        missing = []
        condition = self._condition()
        if condition is None:
            missing.append("the database cannot be reached")
        elif not condition.schema_fits:
            missing.append(f"the database's schema is {condition.schema}, which is not this release's")
        try:
            seen = self.meters.worker_seen()
        except OSError:
            missing.append("the data directory cannot be written")
        else:
            if seen is None:
                missing.append("no reader of documents has started")
            elif seen > READER_SILENT_SECONDS:
                missing.append(f"the reader of documents has been silent for {seen} seconds")
        return missing

    def _exposed(self) -> bytes:
        return exposition(self.meters.of_all(), self._condition(), __version__, self.books.engine.name)

    def _condition(self) -> Condition | None:
        """None where the database is away, or says anything but an answer."""
        try:
            return self.books.read(CONDITION, 0, self.books.clock())
        except Exception:  # a damaged file, a missing table: whatever it is, there is no work to be done on it
            return None

    def _refuse_strangers(self, visit: Visit) -> None:
        headers = visit.headers
        if self.metrics_token is None:
            peer = (visit.scope.get("client") or ("unknown", 0))[0]
            if not is_loopback(peer, headers) or is_handed_on(headers):
                raise Forbidden(_STRANGER)
            return
        if b"authorization" in visit.repeated:
            raise Unauthorised("The header Authorization was sent twice; send it once.")
        try:
            sent = secret_in(headers.get(b"authorization"))
        except Unauthorised:
            raise Unauthorised(
                "The installation's token for its figures is needed; send the header Authorization: Bearer TOKEN."
            ) from None
        if not hmac.compare_digest(sent.encode("latin-1"), self.metrics_token.encode()):
            raise InvalidApiKey("This is not the installation's token for its figures (ACCOUNTSOS_METRICS_TOKEN).")
