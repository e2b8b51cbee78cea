"""The environment as one frozen :class:`Settings`; loud on a bad value.

Each setting can be given as ``NAME``, or as ``NAME_FILE``: the path of a file that holds the value. An empty value
counts as not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .alarms.mail_server import MailServer
from .errors import ConfigurationError
from .proxies import Network
from .settings_reader import Reader

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
    reader = Reader(environ)
    settings = Settings(
        store=reader.store(Settings().store),
        secret_keys=reader.secret_keys(),
        base_url=reader.base_url(),
        config=Path(reader.text("CONFIG") or Settings().config),
        host=reader.text("HOST") or Settings().host,
        port=reader.number("PORT", Settings().port, 1, 65535),
        workers=reader.number("WORKERS", Settings().workers, 1, 512),
        redis_min_replicas=reader.number("REDIS_MIN_REPLICAS", Settings().redis_min_replicas, 0, 16),
        trusted_proxies=reader.networks("TRUSTED_PROXIES"),
        rate_limit=reader.rate_limit(Settings().rate_limit),
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
