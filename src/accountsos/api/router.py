"""From a path to its operations: one look-up for plain paths, one walk for those with ids."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from accountsos.access.rights import SCOPES
from accountsos.api.location import Location
from accountsos.api.operation import FORMATS, Operation
from accountsos.api.sent_back import Representation, shows_one_thing
from accountsos.web.exchange import Visit
from accountsos.web.query import QueryReader
from accountsos.web.request import Reply

_NO_IDS: dict[str, str] = {}


class Route:
    """An operation with what is made of it once, for speed."""

    __slots__ = (
        "formats",
        "handler",
        "kept",
        "location",
        "operation",
        "read_query",
        "reads_body",
        "representation",
        "scope_rank",
        "template",
        "worth",
    )

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.handler = operation.handler
        self.read_query = QueryReader(
            operation.title, operation.parameters, ordered=operation.ordered, exclusive=operation.exclusive
        ).read
        self.scope_rank = SCOPES.index(operation.scope)
        self.template = operation.path
        self.worth = operation.worth
        self.kept = operation.kept
        self.reads_body = operation.body is not None
        self.representation: Representation | None = None
        """Of a PATCH: what the GET beside it shows, which may be sent back."""
        self.location: Location | None = None
        """Where what it makes is shown."""
        self.formats = {FORMATS[name]: name for name in operation.formats} if len(operation.formats) > 1 else None


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that needs no key and is always the same; it may take long to make, once."""

    path: str
    reply: Callable[[], Reply]


@dataclass(frozen=True, slots=True)
class Probe:
    """An answer about the installation itself, that needs no key of a company; its path is outside the API."""

    path: str
    name: str
    answer: Callable[[Visit], Awaitable[Reply]]


@dataclass(slots=True)
class Place:
    """What is found at one path."""

    template: str
    routes: dict[str, Route] = field(default_factory=dict)
    page: Page | None = None
    probe: Probe | None = None

    @property
    def allow(self) -> str:
        """Its methods, as the Allow header names them."""
        methods = ["GET"] if self.page or self.probe else list(self.routes)
        return ", ".join([*methods, *(["HEAD"] if "GET" in methods else [])])


@dataclass(slots=True)
class _Step:
    fixed: dict[str, _Step] = field(default_factory=dict)
    hole: _Step | None = None
    place: Place | None = None
    names: tuple[str, ...] = ()


class Router:
    """All paths of the API."""

    __slots__ = ("_plain", "_root", "outside")

    def __init__(
        self, operations: Iterable[Operation], pages: Iterable[Page] = (), probes: Iterable[Probe] = ()
    ) -> None:
        self._plain: dict[str, Place] = {}
        self._root = _Step()
        for operation in operations:
            routes = self._place_for(operation).routes
            assert operation.method not in routes, f"{operation.title} is declared twice"
            routes[operation.method] = Route(operation)
        for place in self._places():
            _show_to_change(place)
        for place in self._places():
            for route in place.routes.values():
                if route.operation.location:
                    route.location = self._shown_at(route.operation.location)
        for page in pages:
            assert page.path not in self._plain, f"{page.path} is declared twice"
            self._plain[page.path] = Place(page.path, page=page)
        for probe in probes:
            assert probe.path not in self._plain, f"{probe.path} is declared twice"
            self._plain[probe.path] = Place(probe.path, probe=probe)
        self.outside = frozenset(path for path in self._plain if not path.startswith("/api/"))
        """Paths that are answered here though they are not the API's."""

    def find(self, path: str) -> tuple[Place, dict[str, str]] | None:
        """The place and the ids in the path; None where there is no such path."""
        place = self._plain.get(path)
        if place is not None:
            return place, _NO_IDS
        step: _Step | None = self._root
        found: list[str] = []
        for segment in path.split("/")[1:]:
            assert step is not None
            after = step.fixed.get(segment)
            if after is None and segment:
                after = step.hole
                found.append(segment)
            if after is None:
                return None
            step = after
        if step is None or step.place is None:
            return None
        return step.place, dict(zip(step.names, found, strict=True))

    def _shown_at(self, path: str) -> Location:
        """What is made is shown by a GET that exists."""
        shown = [place for place in self._places() if place.template == path and "GET" in place.routes]
        assert len(shown) == 1, f"{path} shows nothing"
        return Location(shown[0].routes["GET"].operation)

    def _places(self) -> Iterable[Place]:
        yield from self._plain.values()
        steps = [self._root]
        while steps:
            step = steps.pop()
            if step.place is not None:
                yield step.place
            steps += [*step.fixed.values(), *([step.hole] if step.hole else [])]

    def _place_for(self, operation: Operation) -> Place:
        if not operation.ids:
            return self._plain.setdefault(operation.path, Place(operation.path))
        step = self._root
        for segment in operation.path.split("/")[1:]:
            if segment.startswith("{"):
                step.hole = step.hole or _Step()
                step = step.hole
            else:
                step = step.fixed.setdefault(segment, _Step())
        names = tuple(i.name for i in operation.ids)
        assert step.names in ((), names), f"{operation.title}: the ids of this path have other names elsewhere"
        step.names = names
        step.place = step.place or Place(operation.path)
        return step.place


def _show_to_change(place: Place) -> None:
    """What the GET of the place shows can be sent back to its PATCH, where it shows one thing."""
    show, change = place.routes.get("GET"), place.routes.get("PATCH")
    if show is not None and change is not None and shows_one_thing(show.operation):
        change.representation = Representation(show.operation, change.operation)
