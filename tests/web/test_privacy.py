"""What is never stored."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient

from tests.web.shop import DECISIONS, DISPLAYS, ME, ORIGIN, decision, display

ADDRESSES = ("203.0.113.77", "198.51.100.23", "192.0.2.43")
TRACES = {
    "REMOTE_ADDR": ADDRESSES[0],
    "HTTP_X_FORWARDED_FOR": ADDRESSES[1],
    "HTTP_FORWARDED": f"for={ADDRESSES[2]}",
    "HTTP_USER_AGENT": "Mozilla/5.0 (Tell-Tale; rv:1.0)",
    "HTTP_REFERER": "https://www.shop.example/illness?name=Jansen",
    "HTTP_ACCEPT_LANGUAGE": "fy-NL,fy;q=0.7",
    "HTTP_ORIGIN": ORIGIN,
}
WORDS = ("Mozilla", "Tell-Tale", "illness", "Jansen", "fy-NL", *ADDRESSES)


def test_no_address_program_or_page_of_a_visitor_is_ever_stored(
    client: FlaskClient, notice: str, ledger_file: Path
) -> None:
    sent = decision(notice)
    token = client.post(DECISIONS, json=sent, environ_overrides=TRACES).get_json()["token"]
    client.post(DISPLAYS, json=display(notice), environ_overrides=TRACES)
    client.get(ME, headers={"Authorization": f"Bearer {token}"}, environ_overrides=TRACES)
    client.get("/sites/shop/akkoord.js", environ_overrides=TRACES)
    # the log beside the file holds what was not yet moved into it
    written = b"".join(path.read_bytes() for path in ledger_file.parent.glob(f"{ledger_file.name}*"))
    assert UUID(sent["id"]).bytes in written
    assert [word for word in WORDS if word.encode() in written] == []
    assert [address for address in ADDRESSES if ip_address(address).packed in written] == []
