"""How often one network may ask, and what is kept to count it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256
from ipaddress import ip_network

import pytest
import redis

from akkoord.errors import RateLimited
from akkoord.limiting import PAUSE, PER_MINUTE, HourlyKeys, Limiter
from akkoord.proxies import Address, read_address, read_network
from tests.servers import Server

NOW = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
SECRET = "a-key-that-only-these-tests-know-of"
LOWEST = 0.01
"""A factor with which few calls are enough: 6 decisions, 12 displays, 6 unknown, 3 reads."""


def address(text: str) -> Address:
    found = read_address(text)
    assert found is not None
    return found


HERE = address("1.2.3.4")
NEXT_DOOR = address("1.2.3.5")
ELSEWHERE = address("1.2.4.4")


@pytest.fixture
def client(shared_redis: Server) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        yield client


@pytest.fixture(params=["memory", "redis"])
def limiter(request: pytest.FixtureRequest, client: redis.Redis, shared_redis: Server) -> Limiter:
    return Limiter(LOWEST, SECRET, shared_redis.url if request.param == "redis" else "")


def test_a_network_is_limited_over_its_limit_and_told_when_to_come_again(limiter: Limiter) -> None:
    for _ in range(3):
        limiter.check("reads", HERE)
    with pytest.raises(RateLimited) as caught:
        limiter.check("reads", HERE)
    assert 1 <= caught.value.retry_after <= 60


def test_neighbours_share_a_limit_and_others_have_their_own(limiter: Limiter) -> None:
    for _ in range(3):
        limiter.check("reads", HERE)
    with pytest.raises(RateLimited):
        limiter.check("reads", NEXT_DOOR)
    limiter.check("reads", ELSEWHERE)
    limiter.check("reads", address("2a00::1"))


def test_each_kind_is_counted_by_itself(limiter: Limiter) -> None:
    for _ in range(3):
        limiter.check("reads", HERE)
    for _ in range(6):
        limiter.check("decisions", HERE)
    with pytest.raises(RateLimited):
        limiter.check("decisions", HERE)


def test_a_name_may_try_ten_times_in_a_quarter_of_an_hour_from_wherever(limiter: Limiter) -> None:
    for _ in range(10):
        limiter.check_name("anna")
    with pytest.raises(RateLimited) as caught:
        limiter.check_name("anna")
    assert 1 <= caught.value.retry_after <= 15 * 60
    limiter.check_name("bert")
    limiter.check("reads", HERE)


def test_a_school_behind_one_address_may_open_a_page_at_once() -> None:
    assert min(PER_MINUTE[kind] for kind in ("decisions", "displays", "unknown")) >= 500
    limiter = Limiter()
    for _ in range(500):
        limiter.check("displays", HERE)
        limiter.check("decisions", HERE)


def test_a_factor_scales_the_limits() -> None:
    limiter = Limiter(0.02)
    for _ in range(6):
        limiter.check("reads", HERE)
    with pytest.raises(RateLimited):
        limiter.check("reads", HERE)


@pytest.mark.parametrize("text", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "fd00::1", "fe80::1"])
def test_an_address_that_may_be_a_proxys_is_not_counted_where_no_proxy_is_named(text: str) -> None:
    limiter = Limiter(LOWEST)
    for _ in range(9):
        limiter.check("reads", address(text))


def test_where_proxies_are_named_all_but_these_are_counted() -> None:
    limiter = Limiter(LOWEST, trusted=(read_network("10.0.0.0/8"),))
    for _ in range(9):
        limiter.check("reads", address("10.0.0.1"))
    for _ in range(3):
        limiter.check("reads", address("192.168.1.1"))
    with pytest.raises(RateLimited):
        limiter.check("reads", address("192.168.1.2"))


def test_who_has_no_address_is_not_counted() -> None:
    limiter = Limiter(LOWEST)
    for _ in range(9):
        limiter.check("reads", None)


def test_workers_share_their_counts_in_redis(client: redis.Redis, shared_redis: Server) -> None:
    workers = [Limiter(LOWEST, SECRET, shared_redis.url) for _ in range(3)]
    for worker in workers:
        worker.check("reads", HERE)
    for worker in workers:
        with pytest.raises(RateLimited):
            worker.check("reads", HERE)


def test_redis_holds_no_address_and_what_it_holds_is_gone_after_a_minute(
    client: redis.Redis, shared_redis: Server
) -> None:
    Limiter(LOWEST, SECRET, shared_redis.url).check("reads", HERE)
    (key,) = client.scan_iter()
    assert key.startswith(b"akkoord:limits:")
    assert 0 < client.ttl(key) <= 60
    networks = [b"1.2.3.4", b"1.2.3.0", b"1.2.3.0/24", HERE.packed]
    plain = [sha256(network).hexdigest()[:24].encode() for network in networks]
    plain += [blake2b(network, digest_size=12).hexdigest().encode() for network in networks]
    assert [trace for trace in [*networks, *plain] if trace in key] == []
    assert SECRET.encode() not in key


@pytest.mark.parametrize("secret", [None, SECRET.encode()])
def test_a_name_lasts_within_the_hour_and_no_longer(secret: bytes | None) -> None:
    keys, network = HourlyKeys(secret), ip_network("1.2.3.0/24")
    first = keys.name(network, NOW)
    assert keys.name(network, NOW + timedelta(minutes=29)) == first
    assert keys.name(network, NOW + timedelta(minutes=30)) != first
    assert keys.name(network, NOW + timedelta(days=1)) != first


def test_keys_that_are_not_shared_are_random() -> None:
    network = ip_network("1.2.3.0/24")
    assert HourlyKeys().name(network, NOW) != HourlyKeys().name(network, NOW)
    assert HourlyKeys(b"a" * 32).name(network, NOW) == HourlyKeys(b"a" * 32).name(network, NOW)
    assert HourlyKeys(b"a" * 32).name(network, NOW) != HourlyKeys(b"b" * 32).name(network, NOW)


def test_nobody_is_limited_while_redis_is_away_and_the_log_names_nobody(
    client: redis.Redis, shared_redis: Server, caplog: pytest.LogCaptureFixture
) -> None:
    times = [NOW]
    limiter = Limiter(LOWEST, SECRET, shared_redis.url, clock=lambda: times[-1])
    with shared_redis.silent():
        # only the first call waits for it
        for _ in range(9):
            limiter.check("reads", HERE)
        times.append(NOW + PAUSE)
        limiter.check("reads", HERE)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert [word for word in ("1.2.3", SECRET, shared_redis.place) if word in caplog.text] == []

    # once it answers again, calls are counted again
    client.flushall()
    times.append(NOW + 2 * PAUSE)
    for _ in range(3):
        limiter.check("reads", HERE)
    with pytest.raises(RateLimited):
        limiter.check("reads", HERE)


def test_a_redis_that_is_not_there_is_no_error_at_start_either() -> None:
    limiter = Limiter(LOWEST, SECRET, "redis://127.0.0.1:1/0")
    for _ in range(9):
        limiter.check("reads", HERE)
