"""What an installation can be told, read from its environment by `main` and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from accountsos.dates import date_from_iso
from accountsos.errors import Refused
from accountsos.language_model import LanguageModel, address_of_model
from accountsos.mail.address import Relay, relay_of
from accountsos.store.engine.limits import Limits


class BadSetting(Refused):
    """A setting that is unknown or cannot be read. Nothing was started."""

    code = "bad_setting"


PREFIX = "ACCOUNTSOS_"
KNOWN = (
    "DATA",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "APPLICATION_ROLE",
    "OBJECTS_URL",
    "PUBLIC_URL",
    "TODAY",
    "RATE_LIMIT_HOUR",
    "RATE_LIMIT_MINUTE",
    "RATE_LIMIT_BAD_KEYS",
    "CORS_ORIGINS",
    "TRUSTED_PROXIES",
    "LOG",
    "METRICS_TOKEN",
    "SMTP_URL",
    "MAIL_FROM",
    "WEBHOOK_NETWORKS",
    "LANGUAGE_MODEL_URL",
    "LANGUAGE_MODEL",
    "LANGUAGE_MODEL_KEY",
    "LANGUAGE_MODEL_KEY_FILE",
    "LANGUAGE_MODEL_LINES_A_DAY",
    "LANGUAGE_MODEL_LINES_AT_ONCE",
    "LANGUAGE_MODEL_SECONDS",
)
TOKEN_CHARACTERS_MIN = 16
FOR_TESTS = ("TEST_LONG", "TEST_POSTGRES", "SHARED")
"""Read by the test suite; they may be set where the product runs."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The installation."""

    data: Path
    database_url: str | None = None
    owner_url: str | None = None
    objects_url: str | None = None
    public_url: str = ""
    today: date | None = None
    """A fixed day, for tests only."""
    limits: Limits = field(default_factory=Limits)
    cors_origins: frozenset[str] = frozenset()
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    log: bool = True
    metrics_token: str | None = None
    """Whoever sends it may read the figures; without it, only this machine may."""
    relay: Relay | None = None
    """Where letters are handed in; None: none are sent."""
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks inside that webhooks may be sent to, also by http; without it, only the public internet by https."""
    language_model: LanguageModel | None = None
    """Asked about lines that nothing else knows; None: none is, and nothing leaves for one."""


def settings_from(environment: Mapping[str, str], home: Path) -> Settings:
    """Read the settings. An unknown ACCOUNTSOS_ variable is refused: a typing error must not be a silent default."""
    given = {k.removeprefix(PREFIX): v for k, v in environment.items() if k.startswith(PREFIX)}
    unknown = sorted(set(given) - set(KNOWN) - set(FOR_TESTS))
    if unknown:
        raise BadSetting(
            f"unknown setting {', '.join(PREFIX + u for u in unknown)}; known are "
            f"{', '.join(PREFIX + k for k in KNOWN)}"
        )
    limits = Limits()
    return Settings(
        data=Path(given["DATA"]) if given.get("DATA") else default_data_directory(environment, home),
        database_url=given.get("DATABASE_URL") or None,
        owner_url=given.get("DATABASE_OWNER_URL") or None,
        objects_url=given.get("OBJECTS_URL") or None,
        public_url=given.get("PUBLIC_URL", ""),
        today=_day(given.get("TODAY")),
        limits=Limits(
            hour=_count(given, "RATE_LIMIT_HOUR", limits.hour),
            minute=_count(given, "RATE_LIMIT_MINUTE", limits.minute),
            bad_keys=_count(given, "RATE_LIMIT_BAD_KEYS", limits.bad_keys),
        ),
        cors_origins=frozenset(filter(None, given.get("CORS_ORIGINS", "").replace(",", " ").split())),
        trusted_proxies=_networks(given, "TRUSTED_PROXIES"),
        log=given.get("LOG", "on").lower() not in ("off", "0", "no"),
        metrics_token=_token(given.get("METRICS_TOKEN")),
        relay=_relay(given),
        webhook_networks=_networks(given, "WEBHOOK_NETWORKS"),
        language_model=_language_model(given),
    )


def default_data_directory(environment: Mapping[str, str], home: Path) -> Path:
    """The platform's own place for an application's data."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "AccountsOS"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "AccountsOS"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "accountsos"


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date_from_iso(text)
    except ValueError as wrong:
        raise BadSetting(f"{PREFIX}TODAY: {wrong}") from wrong


def _count(given: Mapping[str, str], name: str, default: int, *, most: int = 10**9) -> int:
    text = given.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= most):
        raise BadSetting(f"{PREFIX}{name}: {text!r} is not a whole number from 1 to {most}")
    return int(text)


def _token(text: str | None) -> str | None:
    """Something that can be sent in a header and not be guessed."""
    if not text:
        return None
    if not (TOKEN_CHARACTERS_MIN <= len(text) <= 200 and text.isascii() and text.isprintable() and " " not in text):
        raise BadSetting(
            f"{PREFIX}METRICS_TOKEN: it takes {TOKEN_CHARACTERS_MIN} to 200 letters, digits and signs without blanks; "
            "make one with `openssl rand -hex 20`"
        )
    return text


def _relay(given: Mapping[str, str]) -> Relay | None:
    """A link in a letter leads to the address that was set, never to one that a browser named."""
    url = given.get("SMTP_URL", "")
    if not url:
        return None
    for needed, example in (("PUBLIC_URL", "https://books.example.org"), ("MAIL_FROM", "books@example.org")):
        if not given.get(needed):
            raise BadSetting(f"{PREFIX}SMTP_URL needs {PREFIX}{needed} beside it, for example {example}")
    try:
        return relay_of(url, given["MAIL_FROM"])
    except ValueError as wrong:
        raise BadSetting(f"{PREFIX}SMTP_URL and {PREFIX}MAIL_FROM: {wrong}") from wrong


def _language_model(given: Mapping[str, str]) -> LanguageModel | None:
    """On where an address is set. The rest of its settings without one is a typing error, not a silent default."""
    url, name = given.get("LANGUAGE_MODEL_URL", ""), given.get("LANGUAGE_MODEL", "")
    if not url:
        alone = next((k for k in KNOWN if k.startswith("LANGUAGE_MODEL") and given.get(k)), None)
        if alone is None:
            return None
        raise BadSetting(f"{PREFIX}{alone} needs {PREFIX}LANGUAGE_MODEL_URL beside it, as http://127.0.0.1:11434/v1")
    if not name:
        raise BadSetting(f"{PREFIX}LANGUAGE_MODEL_URL needs {PREFIX}LANGUAGE_MODEL beside it: which model is asked")
    try:
        address = address_of_model(url)
    except ValueError as wrong:
        raise BadSetting(f"{PREFIX}LANGUAGE_MODEL_URL: {wrong}") from wrong
    usual = LanguageModel(address, name)
    return LanguageModel(
        address,
        name,
        _key_of_model(given),
        _count(given, "LANGUAGE_MODEL_LINES_A_DAY", usual.lines_a_day),
        _count(given, "LANGUAGE_MODEL_LINES_AT_ONCE", usual.lines_at_once, most=100),
        _count(given, "LANGUAGE_MODEL_SECONDS", usual.seconds, most=600),
    )


def _key_of_model(given: Mapping[str, str]) -> str | None:
    key, file = given.get("LANGUAGE_MODEL_KEY", ""), given.get("LANGUAGE_MODEL_KEY_FILE", "")
    if key and file:
        raise BadSetting(f"{PREFIX}LANGUAGE_MODEL_KEY and {PREFIX}LANGUAGE_MODEL_KEY_FILE: give one of the two")
    if file:
        try:
            key = Path(file).read_text("ascii").strip()
        except (OSError, ValueError) as wrong:
            raise BadSetting(f"{PREFIX}LANGUAGE_MODEL_KEY_FILE: {file} cannot be read") from wrong
    if not key.isascii() or not key.isprintable() or " " in key:
        raise BadSetting(f"{PREFIX}LANGUAGE_MODEL_KEY: it takes letters, digits and signs without blanks")
    return key or None


def _networks(given: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(text) for text in given.get(name, "").replace(",", " ").split())
    except ValueError as wrong:
        raise BadSetting(f"{PREFIX}{name}: {wrong}") from wrong
