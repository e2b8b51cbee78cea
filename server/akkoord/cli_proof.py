"""The commands of the tamper evidence: put what waits into the tree, and verify what anybody has."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from .cli_progress import progress
from .model import utc_now
from .settings import load_settings

if TYPE_CHECKING:
    from .proof.auditing import Asked
    from .proof.finding import Report

SHOWN = 20
"""How many findings of a site are told at most."""


@click.command()
@click.argument("site", required=False)
def seal(site: str | None) -> None:
    """Put what waits into the tree of a site, or of all, and sign a checkpoint. `akkoord serve` does so by itself."""
    from .cli_ledger import sites_of
    from .proof.outlets import outlets
    from .proof.sealer import signing_of
    from .proof.sealing import seal_all, sign
    from .store import open_store

    settings = load_settings(os.environ)
    signing = signing_of(settings)
    others = outlets(settings.checkpoint_file, settings.checkpoint_webhook)
    with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
        for each in sites_of(store, site):
            try:
                added, done = seal_all(store, each, utc_now())
                note = sign(store, each, utc_now(), signing, at_once=True) if done else None
            except LookupError as error:
                raise click.ClickException(f"The tree of {each} is damaged. {error} Run akkoord verify.") from None
            for outlet in others if note else ():
                outlet.send(note or "")
            signed = "a checkpoint was signed" if note else "no checkpoint, as nothing is new"
            click.echo(f"{each}: {added} sealed, {store.size(each)} entries; {signed}.")


@click.command()
@click.argument("what", required=False)
@click.option("--keys", "source", type=click.File(), help="A saved akkoord-keys.json; else the configured keys.")
@click.option("--site", help="This site only.")
@click.option("--first", help="The first entry that is looked at, or the first UTC day (YYYY-MM-DD).")
@click.option("--last", help="The last one.")
@click.option("--checkpoints", type=click.File(), help="Checkpoints that somebody else kept.")
def verify(
    what: str | None,
    source: IO[str] | None,
    site: str | None,
    first: str | None,
    last: str | None,
    checkpoints: IO[str] | None,
) -> None:
    """Verify the ledger; or, offline, a token, the file of a receipt or of an export. Ends with 1 if it is not well."""
    path = Path(what) if what and os.path.isfile(what) else None
    if what is not None and path is None:
        return _token(what, _keys(source))
    if path and not _is_export(path):
        return _receipt(path, _keys(source))

    from .proof.auditing import Asked
    from .proof.kept import kept_notes

    begin, end = _place(first, time.min, "--first"), _place(last, time.max, "--last")
    if begin is not None and end is not None and type(begin) is not type(end):
        raise click.ClickException("--first and --last are both entries, or both days.")
    notes = kept_notes(checkpoints.read()) if checkpoints else {}
    asked = Asked(_keys(source), utc_now(), notes, begin, end)
    reports = _stored(site, asked) if path is None else _exported(path, site, asked)
    for report in reports:
        _tell(report)
    if any(report.found for report in reports):
        raise SystemExit(1)


def _stored(site: str | None, asked: Asked) -> list[Report]:
    from .cli_ledger import sites_of, there
    from .proof.auditing import audit_store

    with closing(there(load_settings(os.environ).store)) as store:
        reports = []
        for each in sites_of(store, site):

            def along(pieces: Iterable[Any], name: str = each) -> Iterable[Any]:
                with progress(f"Verifying {name}", pieces) as shown:
                    yield from shown

            reports.append(audit_store(store, each, asked, along))
        return reports


def _exported(path: Path, site: str | None, asked: Asked) -> list[Report]:
    from .export_file import ExportReader
    from .proof.auditing import audit_export

    with path.open("rb") as file:
        export = ExportReader(file)
        if site and site not in export.heading.sites:
            raise click.ClickException(f"The export has nothing of {site}. It has: {', '.join(export.heading.sites)}.")

        def along(pieces: Iterable[Any]) -> Iterable[Any]:
            with progress("Verifying", pieces, file) as shown:
                yield from shown

        reports = audit_export(export, asked, along)
    if not export.heading.whole:
        click.echo("The export is of some days: what is missing from it cannot be seen.")
    return [report for report in reports if site in (None, report.site)]


def _tell(report: Report) -> None:
    from .proof.entries import time_text

    for finding in report.findings[:SHOWN]:
        click.echo(str(finding))
    if report.found > SHOWN:
        click.echo(f"{report.site}: and {report.found - SHOWN} more.")
    parts = [f"{report.decisions} decision(s)", f"{report.erased} erased", f"{report.lines} line(s)"]
    waiting = f", {report.unsealed} not sealed yet" if report.unsealed else ""
    signed = (
        f"{report.checkpoints} checkpoint(s), the newest of {time_text(report.signed)} over {report.covered}"
        if report.signed
        else "no checkpoint: nothing is signed"
    )
    end = f"{report.found} thing(s) are wrong" if report.found else "nothing is wrong"
    click.echo(
        f"{report.site}: {report.size} entries: {', '.join(parts)}{waiting}; {signed}. {end}.".replace(". n", "; n")
    )
    if report.size:
        click.echo(f"{report.site}: root {b64encode(report.root).decode()}")


def _token(token: str, keys: Any) -> None:
    from .tokens import verify_token

    proof = verify_token(token, keys)
    _table(
        {
            "site": proof.site,
            "visitor": proof.visitor,
            "decision": str(proof.decision),
            "granted": ", ".join(proof.granted) or "nothing",
            "notice": proof.notice,
            "signed at": f"{proof.at:%Y-%m-%d %H:%M:%S} UTC",
        }
    )


def _receipt(path: Path, keys: Any) -> None:
    from .proof.receipt_proof import check
    from .receipts import check as check_whole

    try:
        receipt = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise click.ClickException(f"{path} is neither an export nor a receipt: {error}.") from None
    inner = receipt.get("akkoord", receipt) if isinstance(receipt, dict) else None
    if not isinstance(inner, dict):
        raise click.ClickException(f"{path} is neither an export nor a receipt.")
    proof = check_whole(receipt, keys) if "signature" in receipt else check(inner, keys)
    decision, checkpoint = proof.decision, proof.checkpoint
    _table(
        {
            "site": decision.site,
            "visitor": decision.visitor,
            "decision": str(decision.id),
            "granted": ", ".join(decision.granted) or "nothing",
            "notice": decision.notice,
            "decided": f"{decision.at:%Y-%m-%d %H:%M:%S} UTC",
            "token": "genuine" if proof.token else "none",
            "entry": "not told" if proof.index is None else str(proof.index),
            "in tree": f"at {checkpoint.at:%Y-%m-%d %H:%M:%S} UTC, of {checkpoint.size}" if checkpoint else "not told",
        }
    )


def _table(rows: dict[str, str]) -> None:
    for name, value in rows.items():
        click.echo(f"{name:10}{value}")


def _keys(source: IO[str] | None) -> Any:
    """The keys of a file, or those of the settings."""
    from .tokens import Signer

    if source is None:
        return Signer(load_settings(os.environ).secret_keys).public_keys()
    try:
        found = json.load(source)
    except ValueError as error:
        raise click.ClickException(f"{source.name} is not JSON: {error}.") from None
    return found


def _is_export(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(18) == b'{"kind":"akkoord",'


def _place(text: str | None, of_day: time, option: str) -> int | datetime | None:
    """An entry, or a moment of a day."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        return datetime.combine(date.fromisoformat(text), of_day, UTC)
    except ValueError:
        raise click.ClickException(f"{option} is neither an entry nor a day: {text}.") from None
