"""Users, their passwords and their sessions, over any store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from akkoord.accounts import passwords
from akkoord.accounts.door import Door
from akkoord.accounts.passwords import check_password, hash_of, is_outdated, is_right, new_password
from akkoord.accounts.roles import ROLES, Role, User, user_name
from akkoord.accounts.sessions import IDLE, KIND, LIFETIME, NOTED, SEEN, digest
from akkoord.accounts.users import PASSWORD
from akkoord.errors import InvalidRequest, NotFound, RateLimited
from akkoord.store import Store, open_store

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
RIGHT = "correct paard batterij nietje"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'akkoord.db'}")) as store:
        yield store


@pytest.fixture
def door(store: Store) -> Door:
    return Door(store)


@pytest.fixture
def anna(door: Door) -> User:
    return door.users.add("Anna@Shop.example ", "auditor", ["shop", "blog", "shop"], RIGHT)


def test_each_role_may_what_the_one_before_it_may() -> None:
    for number, role in enumerate(ROLES):
        user = User("x", role)
        assert [user.may(other) for other in ROLES] == [True] * (number + 1) + [False] * (len(ROLES) - number - 1)


def test_an_admin_sees_every_site_and_anybody_else_their_own() -> None:
    assert User("x", "admin").seen(["shop", "blog"]) == ["shop", "blog"]
    assert User("x", "auditor", ("blog", "gone")).seen(["shop", "blog"]) == ["blog"]


@pytest.mark.parametrize("text", ["", " ", "a b", "-a", "é", "a/b", "a\n", "x" * 101, "a\x00"])
def test_what_can_be_no_name_is_none(text: str, door: Door) -> None:
    if user_name(text) is None:
        with pytest.raises(InvalidRequest):
            door.users.add(text, "admin")
    else:
        assert text == "a\n", "white space around a name is nobody's intention"
    assert door.users.find("é") is None


def test_a_user_is_kept_in_small_letters_and_with_each_site_once(door: Door, anna: User) -> None:
    assert anna == door.users.find("ANNA@shop.example")
    assert (anna.name, anna.sites, anna.oidc) == ("anna@shop.example", ("shop", "blog"), False)
    with pytest.raises(InvalidRequest, match="already"):
        door.users.add("anna@shop.example", "admin", password=RIGHT)
    assert door.users.log_in("anna@shop.example", RIGHT) == anna


@pytest.mark.parametrize(("role", "sites"), [("admin", ["shop"]), ("viewer", []), ("auditor", [])])
def test_sites_go_with_the_role(door: Door, role: Role, sites: list[str]) -> None:
    with pytest.raises(InvalidRequest):
        door.users.add("x", role, sites, RIGHT)
    assert door.users.all() == []


def test_only_the_right_password_is_right(door: Door, anna: User) -> None:
    assert door.users.log_in("anna@shop.example", RIGHT) == anna
    for wrong in ("", RIGHT.upper(), RIGHT + " ", RIGHT[:-1]):
        assert door.users.log_in("anna@shop.example", wrong) is None
    assert door.users.log_in("bert", RIGHT) is None


def test_a_password_is_the_same_however_its_letters_are_typed() -> None:
    assert is_right("caf\u00e9-caf\u00e9-caf\u00e9", hash_of("cafe\u0301-cafe\u0301-cafe\u0301"))


@pytest.mark.parametrize("password", ["", "elf tekens.", "x" * 201])
def test_a_password_has_twelve_characters_at_least(password: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check_password(password)
    assert password == "" or password not in str(caught.value)


def test_a_made_password_is_another_one_each_time() -> None:
    made = {new_password() for _ in range(20)}
    assert len(made) == 20
    for each in made:
        check_password(each)


def test_a_hash_with_other_parameters_is_made_anew_at_the_next_login(door: Door, anna: User, store: Store) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(RIGHT)
    store.put_document(PASSWORD, anna.stamp, old)
    assert is_outdated(old)
    assert door.users.log_in(anna.name, "wrong") is None
    assert store.document(PASSWORD, anna.stamp) == old
    assert door.users.log_in(anna.name, RIGHT) == anna
    new = store.document(PASSWORD, anna.stamp)
    assert new is not None and not is_outdated(new) and new.startswith("$argon2id$")
    assert door.users.log_in(anna.name, RIGHT) == anna


def test_what_is_no_hash_lets_nobody_in() -> None:
    assert not is_right(RIGHT, "") and not is_right(RIGHT, RIGHT)


def test_only_two_passwords_are_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = hash_of(RIGHT)
    for _ in range(2):
        assert passwords._turns.acquire(blocking=False)
    try:
        with pytest.raises(RateLimited):
            is_right(RIGHT, kept)
    finally:
        passwords._turns.release(2)
    assert is_right(RIGHT, kept)


def test_who_comes_in_from_elsewhere_has_no_password(door: Door, store: Store) -> None:
    user = door.users.add("bert", "viewer", ["shop"])
    assert user.oidc and store.documents(PASSWORD) == {}
    assert door.users.log_in("bert", RIGHT) is None
    with pytest.raises(InvalidRequest):
        door.set_password(user, RIGHT)


def test_a_session_holds_while_it_is_used_and_for_a_week_at_most(door: Door, anna: User) -> None:
    secret = door.sessions.begin(anna, NOW)
    at, last = NOW, NOW
    while door.visit(secret, at) is not None:
        last, at = at, at + IDLE - timedelta(seconds=1)
    assert last - NOW < LIFETIME <= at - NOW


@pytest.mark.parametrize(("after", "holds"), [(IDLE - timedelta(seconds=1), True), (IDLE, False)])
def test_a_session_that_nobody_uses_is_over_after_half_a_day(
    door: Door, anna: User, after: timedelta, holds: bool
) -> None:
    secret = door.sessions.begin(anna, NOW)
    assert (door.visit(secret, NOW + after) is not None) == holds


def test_a_use_is_noted_every_five_minutes(door: Door, anna: User, store: Store) -> None:
    secret = door.sessions.begin(anna, NOW)
    door.visit(secret, NOW + NOTED - timedelta(seconds=1))
    assert store.documents(SEEN) == {}
    door.visit(secret, NOW + NOTED)
    assert store.documents(SEEN) == {digest(secret): (NOW + NOTED).isoformat()}


def test_what_has_run_out_is_dropped_at_the_next_login(door: Door, anna: User, store: Store) -> None:
    old = door.sessions.begin(anna, NOW)
    door.visit(old, NOW + NOTED)
    new = door.sessions.begin(anna, NOW + LIFETIME)
    assert list(store.documents(KIND)) == [digest(new)]
    assert store.documents(SEEN) == {}


@pytest.mark.parametrize("secret", [None, "", "x", "x" * 5000, "\x00"])
def test_what_is_no_session_is_none(door: Door, secret: str | None) -> None:
    assert door.visit(secret, NOW) is None


def test_what_a_session_is_kept_under_is_no_session(door: Door, anna: User) -> None:
    assert door.visit(digest(door.sessions.begin(anna, NOW)), NOW) is None


def test_removing_a_user_and_another_password_end_their_sessions(door: Door, anna: User, store: Store) -> None:
    secret = door.sessions.begin(anna, NOW)
    changed = door.set_password(anna, RIGHT[::-1])
    assert door.visit(secret, NOW) is None
    secret = door.sessions.begin(changed, NOW)
    door.remove(changed)
    assert door.visit(secret, NOW) is None
    assert [store.documents(kind) for kind in ("user", PASSWORD, KIND)] == [{}, {}, {}]
    with pytest.raises(NotFound):
        door.users.named(anna.name)


def test_a_session_that_was_begun_meanwhile_does_not_outlive_the_old_password(door: Door, anna: User) -> None:
    door.set_password(anna, RIGHT[::-1])
    late = door.sessions.begin(anna, NOW)
    assert door.visit(late, NOW) is None


def test_a_late_note_of_use_brings_no_session_back(door: Door, anna: User, store: Store) -> None:
    secret = door.sessions.begin(anna, NOW)
    door.sessions.end(digest(secret))
    store.put_document(SEEN, digest(secret), NOW.isoformat())
    assert door.visit(secret, NOW) is None


def test_what_a_user_may_is_read_anew_each_time(door: Door, anna: User) -> None:
    secret = door.sessions.begin(anna, NOW)
    door.users.set_sites(anna, ["blog"])
    visit = door.visit(secret, NOW)
    assert visit is not None and visit.user.sites == ("blog",)
