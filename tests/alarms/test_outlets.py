"""Messages arrive: by a signed webhook, and by mail."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from akkoord.alarms.judging import CONSENT, DISPLAYS, ERRORS, HELD, HOSTS
from akkoord.alarms.letter import MOST_HOSTS, Letter, letter_of
from akkoord.alarms.mail import Mail
from akkoord.alarms.mail_server import MailServer, read_mail_server
from akkoord.alarms.message import ALARM, CLEAR, TEST, WEEKLY, Message, message_of
from akkoord.alarms.webhook import SIGNED, Webhook, fields
from akkoord.ed25519 import raw_keys, verifies
from akkoord.model import Alarms, Site
from akkoord.store import Store
from akkoord.tally import error_counts
from akkoord.withdrawals.webhook import SIGNED as AS_A_WITHDRAWAL
from akkoord.withdrawals.webhook import NotTaken
from tests.alarms.days import BASE, DAY, NOW, SHOP, usual_days
from tests.certificate import localhost_certificate
from tests.mail_receiver import MailReceiver, mail_receiver
from tests.receiver import receiver
from tests.withdrawals.shop import KEYS, SIGNER

LOW = Message("shop displays 2026-11-25 alarm", "shop", ALARM, f"{DAY}", DISPLAYS, "low", "", 12, 0, 750.2, 1250.4)
CONSENT_LOW = replace(LOW, kind=CONSENT, count=120, of=400, low=0.47, high=0.531, shown=True)
ENGLISH = replace(SHOP, languages=("de", "nl_NL_formal"))
SENDER = "akkoord@shop.example"


def letter(store: Store, message: Message, site: Site = SHOP) -> Letter:
    return letter_of(store, site, message, BASE)


def parts(mail: EmailMessage) -> tuple[str, str]:
    """What a mail says as text and as HTML."""
    text, html = mail.get_body(["plain"]), mail.get_body(["html"])
    assert text is not None and html is not None
    return text.get_content().replace("\r\n", "\n"), html.get_content()


def check_signature(headers: Mapping[str, str], body: bytes) -> None:
    key, signature = headers["Akkoord-Signature"].split(", ")
    [public] = [each for each in KEYS["keys"] if each["kid"] == key]
    assert verifies(raw_keys([public])[0], SIGNED + body, b64decode(signature))
    assert not verifies(raw_keys([public])[0], AS_A_WITHDRAWAL + body, b64decode(signature))


def test_the_webhook_gets_a_signed_message(store: Store) -> None:
    with receiver() as chat:
        assert Webhook(chat.address, SIGNER).send(SHOP, letter(store, LOW), NOW) == "HTTP 204"
    [body], [headers] = chat.bodies, chat.headers
    check_signature(headers, body)
    [told] = chat.messages()
    text = told.pop("text")
    assert told == {
        **{"id": LOW.id, "site": "shop", "what": "alarm", "kind": "displays", "day": "2026-11-25", "side": "low"},
        **{"since": None, "value": 12, "of": None, "low": 750.2, "high": 1250.4, "hosts": None},
        **{"link": f"{BASE}/dashboard/?site=shop", "sent": NOW.isoformat()},
    }
    assert text.startswith("shop: de banner wordt minder vaak getoond") and text.endswith("/dashboard/?site=shop")


def test_the_webhook_gets_everything_but_weeks_and_a_status_of_failure_is_told(store: Store) -> None:
    with receiver() as chat:
        chat.statuses = [500]
        webhook = Webhook(chat.address, SIGNER)
        with pytest.raises(NotTaken, match="HTTP 500"):
            webhook.send(SHOP, letter(store, LOW), NOW)
    wanted = [webhook.wants(SHOP, replace(LOW, what=what)) for what in (ALARM, CLEAR, TEST, WEEKLY)]
    assert wanted == [True, True, True, False]


@pytest.mark.parametrize(
    ("count", "of", "kind", "value", "said"),
    [
        (9, 0, DISPLAYS, None, "minder dan 10"),
        (1234, 0, DISPLAYS, 1234, "1.234"),
        (3, 0, HELD, 3, ": 3."),
        (120, 400, CONSENT, 0.3, "stond 30% van 400"),
        (0, 400, CONSENT, None, "minder dan 3%"),
        (395, 400, CONSENT, None, "meer dan 97%"),
        (4, 50, ERRORS, 0.1, "mislukte ongeveer 10% van de pogingen"),
        (396, 400, ERRORS, None, "meer dan 80%"),
    ],
)
def test_a_small_count_is_not_told(
    store: Store, count: int, of: int, kind: str, value: float | None, said: str
) -> None:
    side = "high" if kind in (HELD, ERRORS) else "low"
    found = letter(store, replace(LOW, kind=kind, count=count, of=of, low=0.47, high=0.53, side=side, shown=True))
    assert fields(found, NOW)["value"] == value
    assert said in found.lines[0]


def test_a_mail_is_text_and_html_with_a_link(store: Store) -> None:
    with mail_receiver() as post:
        Mail(MailServer("smtp", "127.0.0.1", post.port), SENDER).send(SHOP, letter(store, CONSENT_LOW), NOW)
    [mail], [to] = post.mails, post.to
    assert to == ["ada@shop.example", "bob@shop.example"]
    assert mail["Subject"] == "shop: minder toestemming dan gebruikelijk"
    assert (mail["From"], mail["To"]) == (SENDER, "ada@shop.example, bob@shop.example")
    assert mail["Date"] == "Thu, 26 Nov 2026 06:00:00 +0000"
    assert mail["Message-ID"].endswith("@shop.example>") and mail["Auto-Submitted"] == "auto-generated"
    text, html = parts(mail)
    assert "Op 25 november 2026 (UTC) stond 30% van 400 eerste antwoorden iets toe." in text
    assert "Gebruikelijk op die weekdag: 47% tot 53%." in text
    assert f"\n{BASE}/dashboard/?site=shop\n" in text
    assert f'<a href="{BASE}/dashboard/?site=shop">' in html and '<html lang="nl-NL">' in html
    assert post.logins == []


def test_the_owner_of_a_site_in_another_language_gets_english(store: Store) -> None:
    found = letter(store, replace(CONSENT_LOW, what=CLEAR, side="", since="2026-11-20", count=199), ENGLISH)
    assert found.subject == "shop: consent is as usual again"
    assert found.lines == (
        "On November 25, 2026 (UTC) 50% of 400 first answers allowed something. Usual on that weekday: 47% to 53%.",
        "It had not been so since November 20, 2026.",
    )


@pytest.mark.parametrize(
    ("what", "side", "said"),
    [
        (ALARM, "low", "stond een kleiner deel van de eerste antwoorden iets toe dan gebruikelijk op die weekdag."),
        (ALARM, "high", "stond een groter deel van de eerste antwoorden iets toe dan gebruikelijk op die weekdag."),
        (CLEAR, "", "stond een even groot deel van de eerste antwoorden iets toe als gebruikelijk op die weekdag."),
    ],
)
def test_a_share_of_consent_that_the_figures_hide_is_told_without_a_number(
    store: Store, what: str, side: str, said: str
) -> None:
    # 58 answers, and 0.79 fits 46 alone
    hidden = replace(CONSENT_LOW, what=what, side=side, since="2026-11-20", count=46, of=58, shown=False)
    found = letter(store, hidden)
    assert found.lines[0] == (
        f"Op 25 november 2026 (UTC) {said} Hoe groot het was, wordt niet vermeld: kleine aantallen blijven verborgen."
    )
    told = fields(found, NOW)
    assert (told["value"], told["of"], told["low"], told["high"]) == (None, None, None, None)
    assert told["side"] == (side or None)
    assert "58" not in str(told["text"]) and "%" not in str(told["text"])


def test_a_message_of_consent_that_was_kept_before_it_was_asked_what_is_hidden_tells_no_number(store: Store) -> None:
    kept = '{"id": "a", "site": "shop", "what": "alarm", "day": "2026-11-25", "kind": "consent", "side": "low",'
    old = message_of(f'{kept} "count": 46, "of": 58, "low": 0.9, "high": 1.0, "due": "2026-11-26T06:00:00+00:00"}}')
    assert fields(letter(store, old), NOW)["value"] is None
    assert "%" not in letter(store, old).text()


def test_errors_are_told_as_a_share_and_not_of_how_many(store: Store) -> None:
    high = replace(LOW, kind=ERRORS, side="high", count=150, of=450, low=0.0, high=0.03)
    found = letter(store, high, ENGLISH)
    assert found.subject == "shop: choices could not be recorded"
    assert found.lines == (
        "On November 25, 2026 (UTC) about 30% of the attempts to record a choice failed. "
        "Usual on that weekday: 0% to 3%.",
        "The server or its store may have been away, or somebody sends what no page sends. "
        "The figures name the errors.",
    )
    told = fields(found, NOW)
    assert (told["value"], told["of"], told["low"], told["high"]) == (0.3, None, 0.0, 0.03)
    assert letter(store, high).subject == "shop: keuzes konden niet worden vastgelegd"
    over = letter(store, replace(high, what=CLEAR, side="", since="2026-11-20", count=0), ENGLISH)
    assert over.subject == "shop: choices are recorded as usual again"
    assert " less than 5% of the attempts" in over.lines[0]


def test_a_share_of_errors_is_told_in_tenths(store: Store) -> None:
    # 158 of 200: the figures tell of the 158, and with 79 % they would tell of the 42
    high = letter(store, replace(LOW, kind=ERRORS, side="high", count=158, of=200, low=0.0, high=0.03), ENGLISH)
    assert fields(high, NOW)["value"] == 0.8
    assert "(UTC) about 80% of the attempts" in high.lines[0]


def test_hosts_are_listed_and_the_last_of_many_are_counted(store: Store) -> None:
    hosts = {f"host{number}.example": 40 - number for number in range(MOST_HOSTS + 3)}
    found = letter(store, Message("x", "shop", ALARM, f"{DAY}", HOSTS, hosts=hosts), ENGLISH)
    named = found.lines[1].split("\n")
    assert named[0] == "host0.example: 40" and named[-1] == "and others: 3" and len(named) == MOST_HOSTS + 1
    assert "host0.example: 40<br>host1.example: 39" in found.html()
    assert fields(found, NOW)["hosts"] == hosts


def test_a_week_says_what_the_figures_show(store: Store) -> None:
    usual_days(store)
    store.count("shop", "2026-11-18", error_counts("store_unavailable", 3))
    found = letter(store, Message("x", "shop", WEEKLY, "2026-11-16"), ENGLISH)
    assert found.subject == "shop: the week from November 16, 2026 to November 22, 2026"
    assert found.lines[0].split("\n") == [
        "The banner was shown: 7,030",
        "First answers: 2,803",
        "Shows that were answered: 40% (no clear change)",
        "Answers that allow everything: not shown, small numbers are hidden",
        "Answers that allow a part: not shown, small numbers are hidden",
        "Answers that allow nothing: 50% (no clear change)",
        "Unknown third parties were held: 353",
        "Choices that could not be recorded: 3",
    ]
    empty = letter(store, Message("x", "shop", WEEKLY, "2020-11-16")).lines[0]
    assert "Banner getoond: niet getoond, kleine aantallen blijven verborgen" in empty


@pytest.mark.parametrize("security", ["smtps", "smtp+starttls"])
def test_mail_goes_through_tls_with_a_password_to_who_has_a_good_certificate(
    store: Store, security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = localhost_certificate(tmp_path)
    with mail_receiver(certificate, starttls=security != "smtps") as post:
        server = read_mail_server(f"{security}://ada%40shop.example:right%3A%20%40%2F@localhost:{post.port}")
        outlet = Mail(server, SENDER)
        with pytest.raises(NotTaken, match=r"(?i)certificate"):
            outlet.send(SHOP, letter(store, LOW), NOW)
        assert (post.mails, post.logins) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert outlet.send(SHOP, letter(store, LOW), NOW) == "SMTP"
    assert post.secure == [True]
    assert post.logins == [("ada@shop.example", "right: @/")]


@pytest.fixture
def post() -> Any:
    with mail_receiver() as post:
        yield post


def test_why_mail_is_not_taken_names_nobody(store: Store, post: MailReceiver) -> None:
    outlet = Mail(MailServer("smtp", "127.0.0.1", post.port, "ada", "wrong"), SENDER)
    with pytest.raises(NotTaken) as refused:
        outlet.send(SHOP, letter(store, LOW), NOW)
    assert str(refused.value) == "SMTP 535"
    post.refuse = "550 ada@shop.example is unknown"
    with pytest.raises(NotTaken) as refused:
        Mail(MailServer("smtp", "127.0.0.1", post.port), SENDER).send(SHOP, letter(store, LOW), NOW)
    assert str(refused.value) == "SMTP 550"
    assert post.mails == []


def test_mail_goes_to_those_whom_the_server_knows_and_to_nobody_twice(
    store: Store, post: MailReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    post.unknown = "ada@shop.example"
    outlet = Mail(MailServer("smtp", "127.0.0.1", post.port), SENDER)
    assert outlet.send(SHOP, letter(store, LOW), NOW) == "SMTP"
    assert post.to == [["bob@shop.example"]]
    assert caplog.messages == ["alarm outlet: the mail server refused 1 of the addresses"]
    with pytest.raises(NotTaken, match=r"^SMTPRecipientsRefused$"):
        outlet.send(replace(SHOP, alarms=Alarms(("ada@shop.example",))), letter(store, LOW), NOW)


def test_a_server_that_is_away_or_speaks_no_tls_is_told(store: Store, post: MailReceiver) -> None:
    for server in (MailServer("smtp", "127.0.0.1", 1), MailServer("smtp+starttls", "127.0.0.1", post.port)):
        with pytest.raises(NotTaken, match=r"Connection refused|SMTPNotSupportedError"):
            Mail(server, SENDER).send(SHOP, letter(store, LOW), NOW)
    assert post.mails == []


def test_mail_goes_only_for_sites_that_name_somebody() -> None:
    outlet = Mail(MailServer("smtp", "127.0.0.1", 1), SENDER)
    assert outlet.wants(SHOP, LOW)
    assert not outlet.wants(replace(SHOP, alarms=Alarms()), LOW)


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://localhost", MailServer("smtp", "localhost", 25)),
        ("smtps://mail.example/", MailServer("smtps", "mail.example", 465)),
        ("smtp+starttls://a:b@mail.example", MailServer("smtp+starttls", "mail.example", 587, "a", "b")),
        ("smtp://a:b@[::1]:2525", MailServer("smtp", "::1", 2525, "a", "b")),
    ],
)
def test_an_address_says_which_server(address: str, server: MailServer) -> None:
    assert read_mail_server(address) == server
    assert "password" not in repr(replace(server, password="password"))


@pytest.mark.parametrize(
    "address",
    [
        *("mail.example", "http://mail.example", "smtp://", "smtp://mail.example:0", "smtp://mail.example:port"),
        *("smtps://mail.example/secret", "smtps://mail.example?secret", "smtps://secret@mail.example"),
        *("smtp://secret:secret@mail.example", "smtps://:secret@mail.example", "smtps://se cret:x@mail.example"),
    ],
)
def test_what_is_no_address_of_a_server_is_said_and_not_repeated(address: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_mail_server(address)
    assert "secret" not in str(caught.value)
