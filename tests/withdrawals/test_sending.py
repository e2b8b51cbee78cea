"""Telling providers over HTTP: signed, again and again, once by all workers together, and nowhere else."""

from __future__ import annotations

import socket
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from akkoord.ed25519 import raw_keys, verifies
from akkoord.model import Site
from akkoord.store import Store, open_store
from akkoord.withdrawals.book import Book
from akkoord.withdrawals.entry import DONE, LISTED, SENT, WAITING, text_of
from akkoord.withdrawals.sending import AGAIN, INTERRUPTED, Post, Sending
from akkoord.withdrawals.webhook import SIGNED, NotTaken, may_reach, message, post
from tests.certificate import localhost_certificate
from tests.receiver import Receiver, receiver
from tests.samples import DECISION, NOW, VISITOR
from tests.withdrawals.shop import KEYS, SHOP, SIGNER, service, shop, waiting


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path}/ledger.db")) as store:
        yield store


@pytest.fixture
def provider() -> Iterator[Receiver]:
    with receiver() as provider:
        yield provider


def told_at(address: str) -> Site:
    return shop(service("pixel", "marketing", address))


def send(store: Store, site: Site, now: datetime = NOW, post: Post = post) -> dict[str, int]:
    return dict(Sending(store, {"shop": site}, SIGNER, post).round(lambda: now, int))


def refuse(*_: object) -> str:
    raise NotTaken("HTTP 500")


def test_a_provider_is_told_once_and_can_verify_it(store: Store, provider: Receiver) -> None:
    book = Book(store)
    book.add(waiting())
    site = told_at(provider.address)
    assert send(store, site) == {"sent": 1}
    assert send(store, site, NOW + timedelta(days=9)) == {}
    [body], [headers] = provider.bodies, provider.headers
    assert provider.messages() == [
        {
            "id": "0000000000000000",
            "site": "shop",
            "service": "pixel",
            "category": "marketing",
            "what": "withdrawn",
            "at": "2026-11-22T13:14:15.678+00:00",
            "receipt": str(DECISION.id),
            "sent": "2026-11-22T13:14:15.678+00:00",
        }
    ]
    assert VISITOR not in body.decode()
    assert provider.paths == ["/withdrawn?token=secret"]
    key, signature = headers["Akkoord-Signature"].split(", ")
    [public] = [each for each in KEYS["keys"] if each["kid"] == key]
    assert verifies(raw_keys([public])[0], SIGNED + body, b64decode(signature))
    assert not verifies(raw_keys([public])[0], body, b64decode(signature))
    [entry] = book.settled()
    assert (entry.state, entry.tries, entry.result, entry.settled) == (SENT, 1, "HTTP 204", NOW)
    assert entry.receipt == "", "it was needed to find the visitor's traces, and by now nobody needs it"
    assert store.documents("withdrawal-try") == {}


def test_it_is_tried_again_at_growing_intervals_and_goes_on_the_list_in_the_end(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    book, now, site = Book(store), NOW, told_at("https://pixel.example")
    book.add(waiting())
    for wait in AGAIN:
        assert send(store, site, now, refuse) == {"failed": 1}
        assert book.open()[0].due == now + wait
        assert send(store, site, now + wait - timedelta(seconds=1), refuse) == {}
        now += wait
    assert now - NOW > timedelta(days=2)
    assert send(store, site, now, refuse) == {"listed": 1}
    [entry] = book.open()
    assert (entry.state, entry.tries, entry.tried, entry.result) == (LISTED, len(AGAIN) + 1, now, "HTTP 500")
    assert [record.getMessage()[:31] for record in caplog.records] == ["A provider could not be told of"]
    assert entry.receipt, "whoever tells the provider needs it"
    assert send(store, site, now + timedelta(days=99), refuse) == {}
    assert sorted(AGAIN) == list(AGAIN)


def test_a_provider_who_answers_later_is_told_then(store: Store, provider: Receiver) -> None:
    provider.statuses = [500, 404, 200]
    Book(store).add(waiting())
    site, now = told_at(provider.address), NOW
    for result in ("failed", "failed", "sent"):
        assert send(store, site, now) == {result: 1}
        now += timedelta(hours=1)
    assert len({message["id"] for message in provider.messages()}) == 1
    assert [each["sent"][11:16] for each in provider.messages()] == ["13:14", "14:14", "15:14"]
    [entry] = Book(store).settled()
    assert (entry.tries, entry.result) == (3, "HTTP 200")


def test_a_redirect_is_not_followed(store: Store, provider: Receiver) -> None:
    with receiver() as elsewhere:
        provider.statuses, provider.location = [307], elsewhere.address
        Book(store).add(waiting())
        assert send(store, told_at(provider.address)) == {"failed": 1}
        assert elsewhere.bodies == []
    assert Book(store).open()[0].result == "HTTP 307, a redirect"


def test_a_service_that_is_told_otherwise_by_now_is_put_on_the_list(store: Store) -> None:
    for now_told in (told_at("list"), told_at(""), shop()):
        Book(store).put(waiting())
        assert send(store, now_told, post=refuse) == {"listed": 1}
        assert Book(store).open()[0].state == LISTED


def test_a_worker_that_is_stopped_while_sending_leaves_it_to_another(store: Store) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> str:
        raise Killed

    Book(store).add(waiting())
    site = told_at("https://pixel.example")
    with pytest.raises(Killed):
        send(store, site, NOW, die)
    assert send(store, site, NOW + timedelta(seconds=30), refuse) == {}, "perhaps it is still sending"
    later = NOW + INTERRUPTED
    assert send(store, site, later, refuse) == {"failed": 1}
    assert Book(store).open()[0].result == "interrupted"
    assert send(store, site, later + AGAIN[0], lambda *_: "HTTP 204") == {"sent": 1}
    assert store.documents("withdrawal-try") == {}


def test_one_that_was_settled_by_halves_is_not_sent_again(store: Store) -> None:
    entry = waiting()
    Book(store).add(entry)
    store.put_document("withdrawal-settled", entry.id, text_of(entry.ended(DONE, NOW)))
    assert send(store, told_at("https://pixel.example"), NOW, refuse) == {}
    assert Book(store).open() == []


def test_what_somebody_ended_between_reading_and_claiming_is_left_alone(store: Store) -> None:
    class Late:
        """A store whose answer about what is open is old."""

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def documents(self, kind: str) -> dict[str, str]:
            return {waiting().id: text_of(waiting())} if kind == "withdrawal" else store.documents(kind)

    Book(store).put(replace(waiting(), tries=1, due=NOW + timedelta(days=1)))
    assert send(Late(), told_at("https://pixel.example"), NOW, refuse) == {}
    [entry] = Book(store).open()
    assert (entry.state, entry.tries) == (WAITING, 1)


def test_many_workers_send_each_entry_once(tmp_path: Path, store: Store) -> None:
    for number in range(20):
        Book(store).add(waiting(number))
    sent: list[bytes] = []
    begin = Barrier(4)

    def take(_: str, body: bytes, __: Mapping[str, str]) -> str:
        sent.append(body)
        return "HTTP 204"

    def work() -> None:
        with closing(open_store(f"sqlite:///{tmp_path}/ledger.db")) as own:
            begin.wait(20)
            send(own, SHOP, NOW, take)

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sent) == len(set(sent)) == 20
    assert Book(store).open() == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1:1/secret", "Connection refused"),
        ("https://10.0.0.1/secret", "no public address"),
        ("https://[::ffff:192.168.0.1]/secret", "no public address"),
        ("https://169.254.169.254/secret", "no public address"),
    ],
)
def test_what_cannot_be_reached_or_may_not_be_says_so_without_the_address(address: str, why: str) -> None:
    with pytest.raises(NotTaken, match=why) as caught:
        post(address, *message({"id": "1"}, SIGNER))
    assert "secret" not in str(caught.value)


def test_a_name_that_leads_into_the_owners_network_is_not_followed(
    provider: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolved(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    port = provider.address.split(":")[2]
    with pytest.raises(NotTaken, match="no public address"):
        post(f"http://pixel.example:{port}", *message({"id": "1"}, SIGNER))
    assert provider.bodies == []


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return localhost_certificate(tmp_path)


def test_https_is_spoken_with_who_can_show_a_good_certificate_only(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiver(certificate=certificate) as provider:
        with pytest.raises(NotTaken, match=r"(?i)certificate"):
            post(provider.address, *message({"id": "1"}, SIGNER))
        assert provider.bodies == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert post(provider.address, *message({"id": "1"}, SIGNER)) == "HTTP 204"
    assert provider.headers[0]["Host"] == provider.address.split("/")[2]


def test_a_host_of_several_addresses_is_reached_at_the_one_that_answers(
    provider: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolved(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [
            (family, socket.SOCK_STREAM, 6, "", (address, port))
            for family, address in (
                (socket.AF_INET, "10.0.0.1"),
                (socket.AF_INET, "127.0.0.9"),
                (socket.AF_INET, "127.0.0.1"),
            )
        ]

    connect = socket.create_connection
    tried: list[str] = []

    def connected(place: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(place[0])
        if place[0] != "127.0.0.1":
            raise ConnectionRefusedError(111, "Connection refused")
        monkeypatch.undo()
        return connect(place, timeout)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", connected)
    port = provider.address.split(":")[2]
    assert post(f"http://localhost:{port}", *message({"id": "1"}, SIGNER)) == "HTTP 204"
    assert tried == ["127.0.0.9", "127.0.0.1"]


@pytest.mark.parametrize(
    ("address", "public", "own"),
    [
        ("1.1.1.1", True, False),
        ("2606:4700::1111", True, False),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("10.1.2.3", False, False),
        ("100.64.0.1", False, False),
        ("fe80::1%eth0", False, False),
        ("fd00::1", False, False),
        ("224.0.0.1", False, False),
        ("0.0.0.0", False, False),
    ],
)
def test_only_public_addresses_and_this_machine_by_its_name_are_reached(address: str, public: bool, own: bool) -> None:
    assert (may_reach(address, own=False), may_reach(address, own=True)) == (public, own)
