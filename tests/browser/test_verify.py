"""The page that checks a receipt: it finds what was altered, and sends nothing anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.backend import Backend
from tests.browser.decided import decide
from tests.browser.speakers import EVERY
from tests.browser.test_banner import violations
from tests.browser.visitor import Visitor
from tests.unit.receipt_examples import FILE


def results(page: Page) -> dict[str, str]:
    """What the page says of each part."""
    rows = page.locator("#checks li").all()
    return {str(row.get_attribute("data-check")): str(row.get_attribute("class")) for row in rows}


def check(page: Page, text: str) -> None:
    page.get_by_label("Text of the proof").fill(text)
    page.get_by_role("button", name="Check").click()


@pytest.fixture
def receipt(speaking_backend: Backend) -> str:
    return decide(speaking_backend, EVERY, "en", analytics=True).receipt()


@pytest.fixture
def verifier(speaking_backend: Backend, visitor: Visitor) -> Visitor:
    visitor.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    visitor.page.goto(f"{speaking_backend.address}/receipts/verify/en")
    return visitor


def test_a_receipt_is_found_genuine_and_nothing_but_the_keys_is_asked_for(
    speaking_backend: Backend, verifier: Visitor, receipt: str
) -> None:
    expect(verifier.page.get_by_text("akkoord verify")).not_to_be_visible()
    before = len(verifier.requests)
    check(verifier.page, receipt)
    expect(verifier.page.get_by_role("status")).to_contain_text("This proof is genuine.")
    found = results(verifier.page)
    assert (found["whole"], found["token"]) == ("yes", "yes")
    asked = [(each.method, each.url, each.post_data) for each in verifier.requests[before:]]
    assert asked == [("GET", f"{speaking_backend.address}/.well-known/akkoord-keys.json", None)]
    assert verifier.cookies() == {} and verifier.storage() == []
    assert violations(verifier) == []


def test_every_part_of_a_sealed_receipt_is_checked(verifier: Visitor) -> None:
    examples = json.loads(FILE.read_text("utf-8"))
    verifier.page.route("**/akkoord-keys.json", lambda route: route.fulfill(json=examples["keys"]))
    words = {True: "yes", False: "wrong", None: "absent"}
    for example in examples["examples"]:
        holds = {name: example[name] for name in ("whole", "token", "place", "register")}
        check(verifier.page, json.dumps(example["receipt"]))
        genuine = False not in holds.values()
        for name, hold in holds.items():
            expect(verifier.page.locator(f"[data-check={name}]")).to_have_class(words[hold])
        expect(verifier.page.locator("#verdict")).to_have_text(f"This proof is {'' if genuine else 'not '}genuine.")


def test_a_file_can_be_chosen_or_dropped(verifier: Visitor, receipt: str, tmp_path: Path) -> None:
    file = tmp_path / "receipt.jsonld"
    file.write_text(receipt, "utf-8")
    verifier.page.get_by_label("File").set_input_files(file)
    expect(verifier.page.get_by_text("This proof is genuine.")).to_be_visible()
    dropped = verifier.page.evaluate_handle(
        """text => { const held = new DataTransfer(); held.items.add(new File([text], "x.jsonld")); return held; }""",
        receipt.replace("analytics", "marketing"),
    )
    verifier.page.dispatch_event("body", "drop", {"dataTransfer": dropped})
    expect(verifier.page.get_by_text("This proof is not genuine.")).to_be_visible()


def another_letter(token: str) -> str:
    """The token with another letter within its signature."""
    before, letter, after = token[:-9], token[-9], token[-8:]
    return f"{before}{'B' if letter == 'A' else 'A'}{after}"


@pytest.mark.parametrize(
    ("alter", "wrong"),
    [
        (lambda of: of["dpv:hasPurpose"][0].update({"dct:title": "Something else"}), {"whole"}),
        (lambda of: of["dpv:hasDataController"].update({"dpv:hasName": "Somebody else"}), {"whole"}),
        (lambda of: of["akkoord"]["decision"]["choices"].update(marketing=True), {"whole", "token"}),
        (lambda of: of["akkoord"]["decision"].update(visitor="A" * 22), {"whole", "token"}),
        (lambda of: of["akkoord"].update(token=another_letter(of["akkoord"]["token"])), {"whole", "token"}),
        (lambda of: of.update(signature="A" * 86), {"whole"}),
    ],
)
def test_an_altered_receipt_is_found_out(verifier: Visitor, receipt: str, alter: Any, wrong: set[str]) -> None:
    altered = json.loads(receipt)
    altered["akkoord"]["inclusion"] = None
    alter(altered)
    check(verifier.page, json.dumps(altered))
    expect(verifier.page.get_by_role("status")).to_contain_text("This proof is not genuine.")
    found = {name for name, result in results(verifier.page).items() if result == "wrong"}
    assert found == wrong | {"whole"}
    assert violations(verifier) == []


@pytest.mark.parametrize("text", ["", "nonsense", "{}", '{"akkoord": {"decision": {}}}'])
def test_what_is_no_receipt_is_called_none(verifier: Visitor, text: str) -> None:
    before = len(verifier.requests)
    check(verifier.page, text)
    expect(verifier.page.locator("#verdict")).to_have_text("This is not a proof of a choice.")
    expect(verifier.page.locator("#checks")).not_to_be_visible()
    assert verifier.requests[before:] == []


@pytest.mark.parametrize(
    "lacking",
    [
        "crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))",
        "Object.defineProperty(crypto, 'subtle', { value: undefined })",
    ],
)
def test_a_browser_that_cannot_check_says_so_and_names_the_command(
    lacking: str, speaking_backend: Backend, visitor: Visitor
) -> None:
    visitor.page.add_init_script(lacking)
    visitor.page.goto(f"{speaking_backend.address}/receipts/verify/en")
    expect(visitor.page.get_by_text("akkoord verify receipt.jsonld --keys keys.json")).to_be_visible()
    expect(visitor.page.get_by_role("button")).not_to_be_visible()
    assert violations(visitor) == []
