"""Versions of a thing in HTTP: ETag, If-Match and If-None-Match."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from accountsos.errors import BadRequest

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')
_BETWEEN = re.compile(r"[ \t]*(?:,[ \t]*|$)")


@dataclass(frozen=True, slots=True)
class EntityTags:
    """The versions named by If-Match or If-None-Match; `any_version` for `*`."""

    any_version: bool = False
    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()

    def names(self, current: str) -> bool:
        """Whether the current version is among them, weak tags included: what If-None-Match asks."""
        return self.any_version or current in self.strong or current in self.weak


def entity_tags(header: bytes, name: str) -> EntityTags:
    """Read the header; BadRequest where it is no list of quoted tags."""
    text = header.decode("latin-1").strip(" \t")
    if text == "*":
        return EntityTags(any_version=True)
    strong: set[str] = set()
    weak: set[str] = set()
    at = 0
    while at < len(text):
        tag = _TAG.match(text, at)
        after = _BETWEEN.match(text, tag.end()) if tag else None
        if not tag or not after:
            break
        (weak if tag[1] else strong).add(tag[2])
        at = after.end()
    if at < len(text) or not (strong or weak):
        raise BadRequest(f'{name} is not a list of quoted tags; expected * or tags such as "5f2a".', param=name)
    return EntityTags(strong=frozenset(strong), weak=frozenset(weak))


def representation_tag(version: str, body: bytes) -> str:
    """The strong tag of what is shown: another one whenever the bytes differ, with the thing's own version in front.

    A name or a paper that is shown beside a thing may change without the thing: then the reply is another one, but
    nobody's change of the thing was overlooked. So If-None-Match asks for the whole tag, and If-Match for its front.
    """
    return f"{version}-{hashlib.sha256(body).hexdigest()[:16]}"


def versions_of(tags: EntityTags) -> EntityTags:
    """The versions that If-Match accepts, whichever reply they were read from."""
    return EntityTags(tags.any_version, frozenset(tag.partition("-")[0] for tag in tags.strong), tags.weak)


def etag_header(tag: str) -> bytes:
    """The tag as the ETag header has it."""
    return b'"%s"' % tag.encode("ascii")
