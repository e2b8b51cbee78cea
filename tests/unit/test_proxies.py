"""Who a request comes from, where proxies stand in between."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkoord.proxies import client, neighbourhood, read_address, read_network

TRUSTED = tuple(map(read_network, ("10.0.0.0/8", "127.0.0.1", "fd00::/8")))
ANYTHING = st.one_of(
    st.ip_addresses().map(str), st.text(max_size=20), st.sampled_from(["10.0.0.1", "fd00::1", "", " ", "unknown", "_x"])
)


def seen(peer: str, *forwarded: str) -> str:
    return str(client(peer, ",".join(forwarded), TRUSTED))


def test_without_a_proxy_it_is_the_peer() -> None:
    assert seen("1.2.3.4") == "1.2.3.4"
    assert seen("2a00::1") == "2a00::1"


def test_a_trusted_proxy_is_believed() -> None:
    assert seen("10.0.0.1", "1.2.3.4") == "1.2.3.4"
    assert seen("fd00::1", " 2a00::1 ") == "2a00::1"


def test_it_is_the_right_most_address_that_is_not_a_trusted_proxy() -> None:
    assert seen("10.0.0.1", "9.9.9.9", "1.2.3.4", "10.2.2.2", "fd00::2") == "1.2.3.4"


def test_where_all_are_trusted_it_is_the_first() -> None:
    assert seen("10.0.0.1", "10.0.0.3", "10.0.0.2") == "10.0.0.3"


@given(st.lists(ANYTHING, max_size=6))
def test_a_header_from_elsewhere_changes_nothing(forged: list[str]) -> None:
    assert seen("1.2.3.4", *forged) == "1.2.3.4"


@given(st.lists(ANYTHING, max_size=6))
def test_what_a_visitor_puts_in_front_changes_nothing(forged: list[str]) -> None:
    """A proxy adds the visitor's own address behind what the visitor sent."""
    assert seen("10.0.0.1", *forged, "1.2.3.4", "10.0.0.2") == "1.2.3.4"


@given(ANYTHING, st.text(max_size=60))
def test_nothing_that_is_sent_is_an_error(peer: str, forwarded: str) -> None:
    found = client(peer, forwarded, TRUSTED)
    assert found is None or str(ip_address(str(found))) == str(found)


@pytest.mark.parametrize(
    "nonsense", ["", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "999.1.1.1", "١.٢.٣.٤", "::1::", "[", "a:b"]
)
def test_after_nonsense_it_is_the_last_proxy_that_is_known(nonsense: str) -> None:
    assert seen("10.0.0.1", "1.2.3.4", nonsense) == "10.0.0.1"
    assert seen("10.0.0.1", "1.2.3.4", nonsense, "10.0.0.2") == "10.0.0.2"


@pytest.mark.parametrize("peer", ["", "unix:", "/run/akkoord.sock", "unknown"])
def test_a_peer_without_an_address_is_nobody(peer: str) -> None:
    assert client(peer, "1.2.3.4", TRUSTED) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("1.2.3.4:5678", "1.2.3.4"),
        ("[2a00::1]:443", "2a00::1"),
        ("[2a00::1]", "2a00::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("2A00:0:0::1", "2a00::1"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("[::ffff:102:304]:80", "1.2.3.4"),
    ],
)
def test_an_address_is_read_however_proxies_write_it(text: str, address: str) -> None:
    assert str(read_address(text)) == address


def test_an_ipv4_proxy_is_known_in_ipv6_clothes() -> None:
    assert seen("::ffff:10.0.0.1", "::ffff:1.2.3.4") == "1.2.3.4"
    mapped = (read_network("::ffff:192.168.0.0/112"),)
    assert str(client("192.168.7.7", "1.2.3.4", mapped)) == "1.2.3.4"


@pytest.mark.parametrize(("text", "problem"), [
    ("10.0.0.1/8", "the network is 10.0.0.0/8"),
    ("fd00::1/8", "the network is fd00::/8"),
    ("0.0.0.0/0", "everybody"),
    ("::/0", "everybody"),
    ("::ffff:0:0/96", "everybody"),
    ("*", "not a network"),
    ("proxy.example", "not a network"),
    ("10.0.0.0/33", "not a network"),
    ("10.0.0", "not a network"),
])  # fmt: skip
def test_what_is_no_network_is_refused_and_says_why(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_network(text)


@given(st.text(max_size=30))
def test_a_network_is_read_or_is_a_plain_error(text: str) -> None:
    try:
        network = read_network(text)
    except ValueError:
        return
    assert network.prefixlen > 0


def test_neighbours_are_counted_together_and_strangers_are_not() -> None:
    def of(text: str) -> str:
        return str(neighbourhood(ip_address(text)))

    assert of("1.2.3.4") == of("1.2.3.200") == str(ip_network("1.2.3.0/24"))
    assert of("1.2.4.4") != of("1.2.3.4")
    assert of("2a00:1:2:3::4") == of("2a00:1:2:ffff::1") == "2a00:1:2::/48"
    assert of("2a00:1:3::1") != of("2a00:1:2::1")
