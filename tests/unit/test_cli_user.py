"""The commands for those who may look at the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from akkoord.accounts.door import Door
from akkoord.accounts.lookups import KEPT, Lookup
from akkoord.model import utc_now
from akkoord.store import open_store
from tests.unit.commands import KEY, Akkoord, Ended

RIGHT = "correct paard batterij nietje"


@contextmanager
def opened() -> Iterator[Door]:
    with closing(open_store("sqlite:///akkoord.db")) as store:
        yield Door(store)


@pytest.fixture
def password_file(tmp_path: Path) -> str:
    path = tmp_path / "password"
    path.write_text(f"{RIGHT}\nand more\n")
    return str(path)


@pytest.fixture
def anna(akkoord: Akkoord, password_file: str) -> None:
    ended = akkoord("user", "add", "anna", "--role", "auditor", "--site", "shop", "--password-file", password_file)
    assert ended == Ended(0, "anna may log in as auditor: shop.\n", "")


def test_a_user_is_added_listed_and_removed(akkoord: Akkoord, anna: None) -> None:
    assert akkoord("user", "add", "bert", "--role", "admin", "--oidc").code == 0
    assert akkoord("user", "list").out == "anna  auditor  shop  password\nbert  admin  every site  OpenID Connect\n"
    with opened() as door:
        assert door.users.log_in("anna", RIGHT) is not None
    assert akkoord("user", "remove", "anna") == Ended(0, "anna is removed.\n", "")
    assert "anna" not in akkoord("user", "list").out


def test_a_password_is_made_and_shown_once(akkoord: Akkoord) -> None:
    ended = akkoord("user", "add", "anna", "--role", "admin", "--generate")
    made = ended.out.splitlines()[0].rpartition(" ")[2]
    with opened() as door:
        assert door.users.log_in("anna", made) is not None


def test_a_password_is_asked_for_twice(akkoord: Akkoord, monkeypatch: pytest.MonkeyPatch) -> None:
    given = iter([RIGHT, "something else", RIGHT, RIGHT])
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda prompt: next(given))
    assert akkoord("user", "add", "anna", "--role", "admin").code == 0
    assert list(given) == []
    with opened() as door:
        assert door.users.log_in("anna", RIGHT) is not None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("anna", "--role", "admin", "--generate"), "There is a user anna already."),
        (("bert", "--role", "viewer", "--generate"), "name the sites that the viewer sees"),
        (("bert", "--role", "admin", "--site", "shop", "--generate"), "an admin sees every site"),
        (("bert", "--role", "viewer", "--site", "none", "--generate"), "There is no site 'none'"),
        (("no name", "--role", "admin", "--generate"), "That is no name for a user"),
        (("bert", "--role", "admin", "--oidc", "--generate"), "has no password here"),
        (("bert", "--role", "admin", "--password-file", "nowhere"), "nowhere cannot be read"),
        (("bert", "--role", "admin", "--password-file", "short"), "The password has 5 characters"),
    ],
)
def test_nobody_is_added_who_cannot_be(
    akkoord: Akkoord, anna: None, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "short").write_text("short")
    ended = akkoord("user", "add", *arguments)
    assert ended.code == 1 and said in ended.err and "Traceback" not in ended.err
    with opened() as door:
        assert [user.name for user in door.users.all()] == ["anna"]


def test_another_password_and_logging_out_end_sessions(akkoord: Akkoord, anna: None, password_file: str) -> None:
    with opened() as door:
        first, second = (door.sessions.begin(door.users.named("anna"), utc_now()) for _ in range(2))
    assert akkoord("user", "logout", "anna").out == "2 session(s) ended.\n"
    with opened() as door:
        assert [door.visit(each, utc_now()) for each in (first, second)] == [None, None]
        third = door.sessions.begin(door.users.named("anna"), utc_now())
    assert akkoord("user", "password", "anna", "--password-file", password_file).code == 0
    with opened() as door:
        assert door.visit(third, utc_now()) is None


def test_sites_are_changed(akkoord: Akkoord, anna: None) -> None:
    assert akkoord("user", "sites", "anna").code == 1
    assert akkoord("user", "sites", "anna", "--site", "none").code == 1
    assert akkoord("user", "sites", "anna", "--site", "shop") == Ended(0, "anna sees shop.\n", "")


@pytest.mark.parametrize("command", ["remove", "logout", "sites", "password"])
def test_who_is_not_there_is_said_to_be_not_there(akkoord: Akkoord, command: str) -> None:
    more = ("--site", "shop") if command == "sites" else ("--generate",) if command == "password" else ()
    ended = akkoord("user", command, "nobody", *more)
    assert (ended.code, ended.err) == (1, "akkoord: There is no user 'nobody'.\n")


def test_lookups_of_the_last_year_are_listed_and_older_ones_pruned(akkoord: Akkoord) -> None:
    now = utc_now()
    with opened() as door:
        for at, found in ((now - KEPT - timedelta(days=1), True), (now, False)):
            door.lookups.note(Lookup(at, "anna", "shop", "a-number", found))
    assert akkoord("user", "lookups").out == f"{now:%Y-%m-%dT%H:%M:%SZ}  anna  shop  a-number  not found\n"
    assert akkoord("prune", AKKOORD_SECRET_KEY=KEY).code == 0
    with opened() as door:
        assert len(door.lookups.since(now - 2 * KEPT)) == 1
