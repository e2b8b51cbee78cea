"""The environment as one frozen :class:`Settings`; loud on a bad value.

Each setting can be given as ``NAME``, or as ``NAME_FILE``: the path of a file that holds the value. An empty value
counts as not given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .alarms.mail_server import MailServer, read_mail_server
from .errors import ConfigurationError, Detail
from .nearest import nearest
from .proxies import Network, read_network
from .site_values import is_mail, is_plain_address

PREFIX = "AKKOORD_"
NAMES = (
    *("STORE", "SECRET_KEY", "BASE_URL", "CONFIG", "HOST", "PORT", "WORKERS", "REDIS_MIN_REPLICAS"),
    *("TRUSTED_PROXIES", "RATE_LIMIT", "LOG", "METRICS_TOKEN", "TRACES", "CHROMIUM"),
    *("CHECKPOINT_MINUTES", "CHECKPOINT_FILE", "CHECKPOINT_WEBHOOK", "COUNTRY_HEADER"),
    *("ALARM_WEBHOOK", "SMTP", "MAIL_FROM"),
    *("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_CLAIM"),
)
SECRET_KEY_LENGTH = 32
LOGS = ("errors", "requests")
"""What can be logged; the first is what is."""
OIDC_CLAIMS = ("email", "preferred_username", "sub")
"""What can be the name of who logs in elsewhere; the first is what is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided.

    :param store: the URL of the store; it may hold a password, so it is not shown.
    :param secret_keys: oldest to newest; the newest signs, all verify. Never shown.
    :param base_url: the address of the backend as browsers see it, without a slash at the end; empty if not known.
    :param config: the path of ``akkoord.toml``.
    :param redis_min_replicas: how many replicas of a Redis server must have a decision before it counts as recorded.
    :param trusted_proxies: networks of proxies whose ``X-Forwarded-For`` is believed.
    :param rate_limit: what the rate limits are multiplied by; 0 switches them off.
    :param log: what is written on stderr: ``errors``, or ``requests`` as well.
    :param metrics_token: who has it may read ``/metrics``; empty: programs on this machine may. Never shown.
    :param traces: where an OpenTelemetry collector takes traces; empty for no traces.
    :param chromium: the browser that looks at a shown banner for `akkoord check --rendered`.
    :param checkpoint_minutes: how many minutes lie between two checkpoints at least.
    :param checkpoint_file: a file to which each checkpoint is added.
    :param checkpoint_webhook: an address to which each checkpoint is posted; it may hold a password. Never shown.
    :param country_header: the header in which a trusted proxy says the country of a request; empty for none.
    :param alarm_webhook: an address to which alarms are posted; it may hold a secret. Never shown.
    :param mail_server: where mail goes out; None for no mail.
    :param mail_from: whom mail comes from.
    :param oidc_issuer: the OpenID provider at which users of the dashboard may log in; empty for none.
    :param oidc_client_id: what the backend is called there.
    :param oidc_client_secret: its password there; empty if it has none. Never shown.
    :param oidc_claim: what of the provider's answer is the name of a user.
    """

    store: str = field(default="sqlite:///akkoord.db", repr=False)
    secret_keys: tuple[str, ...] = field(default=(), repr=False)
    base_url: str = ""
    config: Path = Path("akkoord.toml")
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    redis_min_replicas: int = 0
    trusted_proxies: tuple[Network, ...] = ()
    rate_limit: float = 1.0
    log: str = "errors"
    metrics_token: str = field(default="", repr=False)
    traces: str = ""
    chromium: str = "/usr/bin/chromium"
    checkpoint_minutes: int = 1
    checkpoint_file: Path | None = None
    checkpoint_webhook: str = field(default="", repr=False)
    country_header: str = ""
    alarm_webhook: str = field(default="", repr=False)
    mail_server: MailServer | None = None
    mail_from: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_claim: str = "email"


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings, or raise one :class:`ConfigurationError` that lists everything that is wrong."""
    reader = _Reader(environ)
    settings = Settings(
        store=reader.store(),
        secret_keys=reader.secret_keys(),
        base_url=reader.base_url(),
        config=Path(reader.text("CONFIG") or Settings().config),
        host=reader.text("HOST") or Settings().host,
        port=reader.number("PORT", Settings().port, 1, 65535),
        workers=reader.number("WORKERS", Settings().workers, 1, 512),
        redis_min_replicas=reader.number("REDIS_MIN_REPLICAS", Settings().redis_min_replicas, 0, 16),
        trusted_proxies=reader.networks("TRUSTED_PROXIES"),
        rate_limit=reader.rate_limit(),
        log=reader.choice("LOG", LOGS),
        metrics_token=reader.metrics_token(),
        traces=reader.traces(),
        chromium=reader.text("CHROMIUM") or Settings().chromium,
        checkpoint_minutes=reader.number("CHECKPOINT_MINUTES", Settings().checkpoint_minutes, 1, 1440),
        checkpoint_file=reader.path("CHECKPOINT_FILE"),
        checkpoint_webhook=reader.webhook("CHECKPOINT_WEBHOOK"),
        country_header=reader.country_header(),
        alarm_webhook=reader.alarm_webhook(),
        mail_server=reader.mail_server(),
        mail_from=reader.mail_from(),
        oidc_issuer=reader.issuer(),
        oidc_client_id=reader.text("OIDC_CLIENT_ID"),
        oidc_client_secret=reader.text("OIDC_CLIENT_SECRET"),
        oidc_claim=reader.choice("OIDC_CLAIM", OIDC_CLAIMS),
    )
    reader.refuse_unknown()
    if reader.problems:
        lines = "".join(f"\n  {detail.field} {detail.problem}. {detail.hint}".rstrip() for detail in reader.problems)
        raise ConfigurationError(f"The settings cannot be used:{lines}", *reader.problems)
    return settings


class _Reader:
    """Reads one setting after the other and collects what is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[Detail] = []

    def problem(self, name: str, problem: str, hint: str = "") -> None:
        self.problems.append(Detail(PREFIX + name, problem, hint))

    def text(self, name: str) -> str:
        """The value of a setting, from the environment or from the file it names."""
        value = self.environ.get(PREFIX + name, "").strip()
        path = self.environ.get(f"{PREFIX}{name}_FILE", "").strip()
        if not path:
            return value
        if value:
            self.problem(name, f"is given twice, also as {PREFIX}{name}_FILE", "Keep one of the two.")
            return value
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            self.problem(f"{name}_FILE", f"names a file that cannot be read ({reason}): {path}")
            return ""

    def path(self, name: str) -> Path | None:
        text = self.text(name)
        if text and not Path(text).absolute().parent.is_dir():
            self.problem(name, f"names a file in a directory that is not there: {text}")
        return Path(text) if text else None

    def webhook(self, name: str) -> str:
        url = self.text(name)
        if url and not re.fullmatch(r"https?://[^\s/?#]+([/?][^\s#]*)?", url):
            # it may hold a password: it is not repeated
            self.problem(name, "is not an http address", "For example https://witness.example/checkpoints.")
        return url

    def alarm_webhook(self) -> str:
        url = self.text("ALARM_WEBHOOK")
        if url and not is_plain_address(url):
            # it may hold a secret: it is not repeated
            self.problem("ALARM_WEBHOOK", "is not an http address", "For example https://alarms.example/akkoord.")
        self.needs("ALARM_WEBHOOK", "BASE_URL", "where the links of alarms lead")
        return url

    def mail_server(self) -> MailServer | None:
        address = self.text("SMTP")
        self.needs("SMTP", "MAIL_FROM", "whom the mail comes from")
        self.needs("SMTP", "BASE_URL", "where the links of the mail lead")
        try:
            return read_mail_server(address) if address else None
        except ValueError as error:
            self.problem("SMTP", f"{error}", "For example smtp+starttls://user:password@mail.example.")
            return None

    def mail_from(self) -> str:
        address = self.text("MAIL_FROM")
        if address and not is_mail(address):
            self.problem("MAIL_FROM", "is not a bare address of e-mail", "For example akkoord@shop.example.")
        return address

    def needs(self, name: str, other: str, why: str) -> None:
        """One setting is of no use without another."""
        if self.text(name) and not self.text(other):
            self.problem(other, f"is not set, and is {why}", f"Set it, or unset {PREFIX}{name}.")

    def country_header(self) -> str:
        name = self.text("COUNTRY_HEADER")
        if name and not re.fullmatch(r"[A-Za-z0-9-]{1,64}", name):
            self.problem("COUNTRY_HEADER", f"is not the name of a header: {name}", "For example CF-IPCountry.")
        elif name and not self.text("TRUSTED_PROXIES"):
            # else it would say nothing, and nobody would know why
            self.problem("COUNTRY_HEADER", "is believed of nobody", "Name the proxies in AKKOORD_TRUSTED_PROXIES.")
        return name

    def store(self) -> str:
        url = self.text("STORE")
        if url and not re.match(r"[a-z][a-z0-9+]*://", url):
            # The value may hold a password: it is not repeated.
            self.problem("STORE", "is not a URL", "For example sqlite:///akkoord.db or redis://127.0.0.1:6379/0.")
        return url or Settings().store

    def secret_keys(self) -> tuple[str, ...]:
        keys = tuple(key for key in re.split(r"[,\s]+", self.text("SECRET_KEY")) if key)
        for number, key in enumerate(keys, 1):
            if len(key) < SECRET_KEY_LENGTH:
                self.problem(
                    "SECRET_KEY",
                    f"has a key (number {number}) of {len(key)} characters, and {SECRET_KEY_LENGTH} is the least",
                    "Make one with `akkoord keys new`.",
                )
        if len(set(keys)) < len(keys):
            self.problem("SECRET_KEY", "has the same key twice", "List each key once, oldest to newest.")
        return keys

    def base_url(self) -> str:
        url = self.text("BASE_URL").rstrip("/")
        if url and not _is_http(url):
            self.problem("BASE_URL", f"is not an http address: {url}", "For example https://consent.example.")
        return url

    def metrics_token(self) -> str:
        token = self.text("METRICS_TOKEN")
        if token and not re.fullmatch(rf"[!-~]{{{SECRET_KEY_LENGTH},}}", token):
            hint = "Make one with `akkoord keys new`."
            self.problem("METRICS_TOKEN", f"is not {SECRET_KEY_LENGTH} characters or more without spaces", hint)
        return token

    def traces(self) -> str:
        url = self.text("TRACES").rstrip("/")
        if url and not _is_http(url):
            # it may hold a password: it is not repeated
            self.problem("TRACES", "is not an http address of a collector", "For example http://127.0.0.1:4318.")
            return ""
        return f"{url}/v1/traces" if url and not urlsplit(url).path else url

    def issuer(self) -> str:
        url = self.text("OIDC_ISSUER").rstrip("/")
        if not url:
            return url
        here = re.match(r"http://(localhost|127\.0\.0\.1|\[::1\])(:|/|$)", url)
        if not _is_http(url) or not (url.startswith("https:") or here):
            self.problem("OIDC_ISSUER", f"is not an https address: {url}", "For example https://login.example.")
        for name, why in (("OIDC_CLIENT_ID", "the name at the provider"), ("BASE_URL", "where it sends users back to")):
            if not self.text(name):
                self.problem(name, f"is not set, and is {why}", "Set it, or unset AKKOORD_OIDC_ISSUER.")
        return url

    def choice(self, name: str, choices: Sequence[str]) -> str:
        text = self.text(name)
        if text and text not in choices:
            self.problem(name, f"is none of {', '.join(choices)}: {text}")
        return text or choices[0]

    def number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.text(name)
        if not text:
            return default
        if re.fullmatch(r"[0-9]{1,9}", text) and least <= int(text) <= most:
            return int(text)
        self.problem(name, f"is not a whole number from {least} to {most}: {text}")
        return default

    def networks(self, name: str) -> tuple[Network, ...]:
        """Networks, separated like keys. One that is none is a problem: to trust nobody instead would go unnoticed."""
        found = []
        for each in re.split(r"[,\s]+", self.text(name)):
            try:
                found += [read_network(each)] if each else []
            except ValueError as error:
                self.problem(name, f"cannot be used: {error}", "List your proxies' own networks: 10.0.0.0/8 fd00::/8.")
        return tuple(found)

    def rate_limit(self) -> float:
        text = self.text("RATE_LIMIT")
        if not text:
            return Settings().rate_limit
        if text == "off":
            return 0
        if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", text) and 0.01 <= float(text) <= 1000:
            return float(text)
        self.problem("RATE_LIMIT", f"is not a number from 0.01 to 1000, and not off: {text}", "2 doubles the limits.")
        return Settings().rate_limit

    def refuse_unknown(self) -> None:
        known = [PREFIX + name for name in NAMES]
        files = [f"{name}_FILE" for name in known]
        for name in sorted(self.environ):
            if name.startswith(PREFIX) and name not in known and name not in files:
                self.problem(name.removeprefix(PREFIX), "is not a setting", nearest(name, [*known, *files]))


def _is_http(url: str) -> bool:
    """Whether it is the address of an http server, with a path perhaps, and nothing else."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and not re.search(r"[?#@\s\"'<>\\]", url)
