"""Reads one setting of the environment after the other, and says of each what is wrong and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from .alarms.mail_server import MailServer, read_mail_server
from .errors import Detail
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


class Reader:
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

    def store(self, default: str) -> str:
        url = self.text("STORE")
        if url and not re.match(r"[a-z][a-z0-9+]*://", url):
            # The value may hold a password: it is not repeated.
            self.problem("STORE", "is not a URL", "For example sqlite:///akkoord.db or redis://127.0.0.1:6379/0.")
        return url or default

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

    def rate_limit(self, default: float) -> float:
        text = self.text("RATE_LIMIT")
        if not text:
            return default
        if text == "off":
            return 0
        if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", text) and 0.01 <= float(text) <= 1000:
            return float(text)
        self.problem("RATE_LIMIT", f"is not a number from 0.01 to 1000, and not off: {text}", "2 doubles the limits.")
        return default

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
