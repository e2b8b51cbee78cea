"""The commands about alarms: what the last day would tell, and whether a message arrives."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import click

from .cli_ledger import there
from .model import Site, utc_now
from .settings import Settings, load_settings
from .sites import load_sites, require

if TYPE_CHECKING:
    from .alarms.judging import Judged, Verdict

_site = click.option("--site", help="This site only.")


@click.group()
def alarms() -> None:
    """What is out of its usual band, and who is told."""


@alarms.command("check")
@_site
def check(site: str | None) -> None:
    """Judge the last day that is over, and print what would be sent. Nothing is sent or written."""
    from .alarms.judging import judge
    from .alarms.letter import letter_of
    from .alarms.sending import MESSAGE
    from .alarms.watch import last_day, of_day

    settings = load_settings(os.environ)
    now = utc_now()
    day = last_day(now)
    with closing(there(settings.store)) as store:
        for each in _chosen(settings, site):
            for line in _judged(judge(store, each.id, day)):
                click.echo(f"{each.id}, {day} (UTC), {line}")
            click.echo(f"{each.id}, told: {_told(settings, each)}")
            for message in of_day(store, each, day, now).messages:
                sent = "This was made already" if store.document(MESSAGE, message.id) else "This would be sent"
                letter = letter_of(store, each, message, settings.base_url)
                click.echo(f"{sent}:\n\n{letter.subject}\n\n{letter.text()}")


@alarms.command("test")
@_site
def test(site: str | None) -> None:
    """Send a test message the way an alarm would go, now."""
    from .alarms.message import TEST, Message
    from .alarms.outlets import outlets_of
    from .alarms.sending import Sending
    from .store import open_store
    from .tokens import Signer

    settings = load_settings(os.environ)
    chosen = _chosen(settings, site)
    outlets = outlets_of(settings, Signer(settings.secret_keys))
    if not outlets:
        raise click.ClickException("Nobody is told: set AKKOORD_ALARM_WEBHOOK, or AKKOORD_SMTP and AKKOORD_MAIL_FROM.")
    now, wrong = utc_now(), False
    sending = Sending({each.id: each for each in chosen}, outlets, settings.base_url)
    with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
        for each in chosen:
            message = Message(f"{each.id} {TEST} {now.isoformat()}", each.id, TEST, f"{now.date()}")
            after, failed = sending.one(store, message, now)
            for outlet in after.sent:
                click.echo(f"{each.id}: {outlet} took it.")
            for outlet, reason in failed.items():
                click.echo(f"{each.id}: {outlet} did not take it ({reason}).", err=True)
            if not (after.sent or failed):
                click.echo(f"{each.id}: nobody is told. Name somebody: mail in [sites.{each.id}.alarms].", err=True)
            wrong = wrong or not after.sent or bool(failed)
    if wrong:
        raise SystemExit(1)


def _chosen(settings: Settings, name: str | None) -> list[Site]:
    sites = require(load_sites(settings.config))
    if name is not None and name not in sites:
        raise click.ClickException(f"There is no site {name!r} in {settings.config}: {', '.join(sites)}.")
    return [site for id, site in sites.items() if name in (None, id)]


def _judged(judged: Judged) -> list[str]:
    lines = [f"{each.kind}: {_verdict(each)}" for each in judged.verdicts]
    return [*lines, f"hosts: {', '.join(judged.hosts) or 'none that is new'}"]


def _verdict(verdict: Verdict) -> str:
    if verdict.side == "" or verdict.band is None:
        return "not judged, there is too little"
    low, high = verdict.band.low, verdict.band.high
    usual = f"{low:.0%} to {high:.0%}" if verdict.of else f"{low:,.0f} to {high:,.0f}"
    return f"{'as usual' if verdict.side == 'usual' else verdict.side} (usual: {usual})"


def _told(settings: Settings, site: Site) -> str:
    mail = f"{len(site.alarms.mail)} by mail" if settings.mail_server and site.alarms.mail else ""
    unset = "mail is named, but AKKOORD_SMTP is not set" if site.alarms.mail and not settings.mail_server else ""
    webhook = "the webhook" if settings.alarm_webhook else ""
    return ", ".join(each for each in (webhook, mail, unset) if each) or "nobody"
