"""The commands. Each says in one sentence what is wrong, and exits with 1 if something is."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import MutableMapping
from secrets import token_urlsafe

import click

from . import __version__
from .cli_alarms import alarms
from .cli_catalog import catalog
from .cli_check import check
from .cli_ledger import export, import_, migrate
from .cli_notice import notice
from .cli_page import embed, gate, unknown
from .cli_proof import seal, verify
from .cli_stats import key, recount, stats
from .cli_store import prune, upgrade
from .cli_user import user
from .cli_variants import variants
from .cli_withdrawals import withdrawals
from .errors import AkkoordError
from .settings import Settings, load_settings


def main() -> None:
    """Run a command; an error of ours is a sentence, not a trace."""
    try:
        commands.main(prog_name="akkoord", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except AkkoordError as error:
        click.echo(f"akkoord: {error.message}", err=True)
        for detail in error.details:
            if detail.hint and detail.hint not in error.message:
                click.echo(f"  {detail.field}: {detail.hint}", err=True)
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="akkoord")
def commands() -> None:
    """Akkoord: a cookie-consent banner and tracking gate of your own."""


for command in (
    *(alarms, catalog, check, embed, export, gate, import_, key, migrate, notice, prune, recount, seal, stats),
    *(unknown, upgrade, user, variants, verify, withdrawals),
):
    commands.add_command(command)


def _settings(environ: MutableMapping[str, str], **given: object) -> Settings:
    """The settings; what the command line gives goes before the environment, for the workers too."""
    for name, value in given.items():
        if value is not None:
            environ[f"AKKOORD_{name.upper()}"] = str(value)
            environ.pop(f"AKKOORD_{name.upper()}_FILE", None)
    return load_settings(environ)


_host = click.option("--host", help="Address to listen on (AKKOORD_HOST, 127.0.0.1).")
_port = click.option("--port", type=int, help="Port to listen on (AKKOORD_PORT, 8000).")


@commands.command()
@_host
@_port
@click.option("--empty", is_flag=True, help="Without the made-up visitors of the last 90 days.")
def demo(host: str | None, port: int | None, empty: bool) -> None:
    """Serve a small dental website with trackers, and the vendors they call."""
    from .serving import check_port, serve
    from .web.demo.start import USER, complete, demo, fill, let_in

    made_key = complete(os.environ)
    settings = _settings(os.environ, host=host, port=port)
    check_port(settings.host, settings.port)
    if not empty:
        fill(settings)
    password = let_in(settings)
    demo()
    address = f"http://{settings.host}:{settings.port}/"
    click.echo(f"Akkoord {__version__}, the demo. Open:")
    click.echo(f"  {address:40} the site: meet the banner and decide")
    click.echo(f"  {f'{address}en/':40} the same in English")
    click.echo(f"  {f'http://tracker.localhost:{settings.port}/':40} what the vendors received, live")
    click.echo(f"  {f'{address}dashboard/':40} the dashboard: log in as {USER}, password {password}")
    if not empty:
        click.echo("The visitors of the last 90 days in it are made up; yours are counted among them.")
    if made_key:
        click.echo("AKKOORD_SECRET_KEY is not set: a key was made for this run, and its tokens end with it.")
    click.echo("Ctrl-C ends it.")
    serve("akkoord.web.demo.start:demo", settings)


@commands.command("serve")
@_host
@_port
@click.option("--workers", type=int, help="Worker processes (AKKOORD_WORKERS, 1).")
def serve_command(host: str | None, port: int | None, workers: int | None) -> None:
    """Serve in production. Refuses to start on anything that would fail later."""
    from .serving import check_port, serve
    from .web import create_app

    settings = _settings(os.environ, host=host, port=port, workers=workers)
    # everything that can be wrong is wrong here once, not in each worker
    check_port(settings.host, settings.port)
    create_app(settings)
    click.echo(
        f"Akkoord {__version__} serves http://{settings.host}:{settings.port}/ with {settings.workers} worker(s)."
    )
    serve("akkoord.web:create_app", settings)


@commands.group()
def keys() -> None:
    """Keys that sign and verify tokens."""


@keys.command("new")
def new_key() -> None:
    """Print a new secret key. To rotate, add it at the end of AKKOORD_SECRET_KEY."""
    click.echo(token_urlsafe(32))


@keys.command("public")
def public_keys() -> None:
    """Print the public keys, as served at /.well-known/akkoord-keys.json."""
    from .tokens import Signer

    click.echo(json.dumps({"keys": Signer(_settings(os.environ).secret_keys).public_keys()}, indent=2))
