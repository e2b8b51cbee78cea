from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from akkoord.alarms.mail_server import MailServer
from akkoord.errors import ConfigurationError
from akkoord.settings import Settings, load_settings

OLD = "o" * 32
NEW = "n" * 40


def problems(environ: dict[str, str]) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(environ)
    return {detail.field: f"{detail.problem} | {detail.hint}" for detail in caught.value.details}


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = load_settings({"PATH": "/usr/bin"})
    assert settings == Settings()
    assert settings.store == "sqlite:///akkoord.db"
    assert settings.config == Path("akkoord.toml")
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.base_url == ""
    assert settings.secret_keys == ()


def test_every_setting_is_read() -> None:
    settings = load_settings(
        {
            "AKKOORD_STORE": "redis://127.0.0.1:6379/3",
            "AKKOORD_SECRET_KEY": OLD,
            "AKKOORD_BASE_URL": "https://consent.example/here/",
            "AKKOORD_CONFIG": "/etc/akkoord.toml",
            "AKKOORD_HOST": "0.0.0.0",
            "AKKOORD_PORT": "80",
            "AKKOORD_WORKERS": "4",
            "AKKOORD_TRUSTED_PROXIES": "10.0.0.0/8, 127.0.0.1 fd00::/8",
            "AKKOORD_RATE_LIMIT": "2.5",
            "AKKOORD_CHECKPOINT_MINUTES": "15",
            "AKKOORD_CHECKPOINT_FILE": "/tmp/checkpoints.jsonl",
            "AKKOORD_CHECKPOINT_WEBHOOK": "https://ada:hunter2@witness.example/shop?key=1",
        }
    )
    assert settings == Settings(
        store="redis://127.0.0.1:6379/3",
        secret_keys=(OLD,),
        base_url="https://consent.example/here",
        config=Path("/etc/akkoord.toml"),
        host="0.0.0.0",
        port=80,
        workers=4,
        trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"), ip_network("fd00::/8")),
        rate_limit=2.5,
        checkpoint_minutes=15,
        checkpoint_file=Path("/tmp/checkpoints.jsonl"),
        checkpoint_webhook="https://ada:hunter2@witness.example/shop?key=1",
    )
    assert "hunter2" not in repr(settings)


MAIL = {
    "AKKOORD_SMTP": "smtps://ada:hunter2@mail.example",
    "AKKOORD_MAIL_FROM": "akkoord@shop.example",
    "AKKOORD_BASE_URL": "https://consent.example",
}


def test_ways_to_tell_of_alarms_are_read_and_not_shown() -> None:
    settings = load_settings({**MAIL, "AKKOORD_ALARM_WEBHOOK": "https://chat.example/hunter2"})
    assert settings.mail_server == MailServer("smtps", "mail.example", 465, "ada", "hunter2")
    assert settings.mail_from == "akkoord@shop.example"
    assert settings.alarm_webhook == "https://chat.example/hunter2"
    assert "hunter2" not in repr(settings)


def test_a_mail_server_can_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "smtp"
    secret.write_text("smtp://localhost\n")
    given = {**MAIL, "AKKOORD_SMTP": "", "AKKOORD_SMTP_FILE": str(secret)}
    assert load_settings(given).mail_server == MailServer("smtp", "localhost", 25)


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("AKKOORD_SMTP", "smtp://ada:hunter2@mail.example", "AKKOORD_SMTP"),
        ("AKKOORD_SMTP", "hunter2", "AKKOORD_SMTP"),
        ("AKKOORD_MAIL_FROM", "Ada <ada@shop.example>", "AKKOORD_MAIL_FROM"),
        ("AKKOORD_MAIL_FROM", "", "AKKOORD_MAIL_FROM"),
        ("AKKOORD_BASE_URL", "", "AKKOORD_BASE_URL"),
        ("AKKOORD_ALARM_WEBHOOK", "https://ada:hunter2@chat.example", "AKKOORD_ALARM_WEBHOOK"),
        ("AKKOORD_ALARM_WEBHOOK", "chat.example/hunter2", "AKKOORD_ALARM_WEBHOOK"),
    ],
)
def test_a_way_to_tell_of_alarms_that_is_none_is_refused_and_not_repeated(name: str, value: str, wrong: str) -> None:
    found = problems({**MAIL, name: value})
    assert list(found) == [wrong]
    assert "hunter2" not in str(found)


def test_an_alarm_webhook_needs_an_address_for_its_links() -> None:
    assert list(problems({"AKKOORD_ALARM_WEBHOOK": "https://chat.example/"})) == ["AKKOORD_BASE_URL"]


@pytest.mark.parametrize("separator", [",", " ", "\n", ", ", ",\n\t"])
def test_secret_keys_come_oldest_to_newest(separator: str) -> None:
    assert load_settings({"AKKOORD_SECRET_KEY": f"{OLD}{separator}{NEW}"}).secret_keys == (OLD, NEW)


def test_secret_keys_and_passwords_never_show_in_a_repr() -> None:
    settings = load_settings({"AKKOORD_SECRET_KEY": OLD, "AKKOORD_STORE": "redis://:hunter2@redis/0"})
    assert OLD not in repr(settings)
    assert "hunter2" not in repr(settings)


def test_a_short_secret_key_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings({"AKKOORD_SECRET_KEY": f"{OLD} tooshort"})
    assert "number 2" in caught.value.details[0].problem
    assert "tooshort" not in str(caught.value)


def test_the_same_secret_key_twice_is_refused() -> None:
    assert "twice" in problems({"AKKOORD_SECRET_KEY": f"{OLD},{OLD}"})["AKKOORD_SECRET_KEY"]


def test_a_value_can_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"{OLD}\n{NEW}\n")
    assert load_settings({"AKKOORD_SECRET_KEY_FILE": str(secret)}).secret_keys == (OLD, NEW)


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert str(missing) in problems({"AKKOORD_STORE_FILE": str(missing)})["AKKOORD_STORE_FILE"]


def test_a_value_and_a_file_together_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "port"
    file.write_text("81")
    assert "twice" in problems({"AKKOORD_PORT": "80", "AKKOORD_PORT_FILE": str(file)})["AKKOORD_PORT"]


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "http", "8_0", "٨٠", "99999999999999999999"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert list(problems({"AKKOORD_PORT": port})) == ["AKKOORD_PORT"]


@pytest.mark.parametrize("workers", ["0", "many"])
def test_a_number_of_workers_that_is_none_is_refused(workers: str) -> None:
    assert list(problems({"AKKOORD_WORKERS": workers})) == ["AKKOORD_WORKERS"]


@pytest.mark.parametrize("networks", ["*", "proxy.example", "10.0.0.1/8", "0.0.0.0/0", "::/0", "10.0.0.0/8;127.0.0.1"])
def test_a_proxy_that_is_no_network_is_refused_with_a_hint(networks: str) -> None:
    found = problems({"AKKOORD_TRUSTED_PROXIES": networks})
    assert list(found) == ["AKKOORD_TRUSTED_PROXIES"]
    assert "10.0.0.0/8" in found["AKKOORD_TRUSTED_PROXIES"].partition("|")[2]


def test_rate_limits_can_be_off() -> None:
    assert load_settings({"AKKOORD_RATE_LIMIT": "off"}).rate_limit == 0


@pytest.mark.parametrize("factor", ["0", "-1", "on", "1001", "0.001", "nan", "inf", "1e3", "٣"])
def test_a_rate_limit_that_is_none_is_refused(factor: str) -> None:
    assert list(problems({"AKKOORD_RATE_LIMIT": factor})) == ["AKKOORD_RATE_LIMIT"]


@pytest.mark.parametrize(
    "url", ["consent.example", "ftp://consent.example", "https://", "https://a.example?x=1", "https://[", "http://a:b"]
)
def test_a_base_url_that_is_none_is_refused(url: str) -> None:
    assert list(problems({"AKKOORD_BASE_URL": url})) == ["AKKOORD_BASE_URL"]


OIDC = {"AKKOORD_OIDC_CLIENT_ID": "akkoord", "AKKOORD_BASE_URL": "https://consent.example"}


def test_a_provider_is_read_with_what_it_needs() -> None:
    found = load_settings(OIDC | {"AKKOORD_OIDC_ISSUER": "https://login.example/", "AKKOORD_OIDC_CLIENT_SECRET": OLD})
    assert (found.oidc_issuer, found.oidc_client_id, found.oidc_claim) == ("https://login.example", "akkoord", "email")
    assert found.oidc_client_secret == OLD and OLD not in repr(found)
    assert load_settings(OIDC | {"AKKOORD_OIDC_ISSUER": "http://localhost:8080/realm"}).oidc_issuer != ""


@pytest.mark.parametrize(
    "issuer", ["login.example", "http://login.example", "http://localhost.evil.example", "https://a.example?x=1"]
)
def test_a_provider_that_anybody_could_be_is_refused(issuer: str) -> None:
    assert list(problems(OIDC | {"AKKOORD_OIDC_ISSUER": issuer})) == ["AKKOORD_OIDC_ISSUER"]


def test_a_provider_without_a_name_there_or_a_way_back_is_refused() -> None:
    assert list(problems({"AKKOORD_OIDC_ISSUER": "https://login.example"})) == [
        "AKKOORD_OIDC_CLIENT_ID",
        "AKKOORD_BASE_URL",
    ]
    assert list(problems({"AKKOORD_OIDC_CLAIM": "name"})) == ["AKKOORD_OIDC_CLAIM"]


def test_a_store_that_is_no_url_is_refused_and_not_repeated() -> None:
    found = problems({"AKKOORD_STORE": "secret.db"})
    assert "secret.db" not in found["AKKOORD_STORE"]


def test_an_unknown_setting_is_refused_with_the_nearest_known_name() -> None:
    assert "'AKKOORD_SECRET_KEY'" in problems({"AKKOORD_SECRET_KEYS": OLD})["AKKOORD_SECRET_KEYS"]


def test_all_problems_are_told_at_once() -> None:
    environ = {"AKKOORD_PORT": "x", "AKKOORD_WORKERS": "x", "AKKOORD_BASE_URL": "x", "AKKOORD_STOER": "x"}
    found = problems(environ)
    assert set(found) == set(environ)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(environ)
    assert all(name in caught.value.message for name in environ)


def test_an_empty_value_counts_as_not_given() -> None:
    assert load_settings({"AKKOORD_PORT": "", "AKKOORD_STORE": " ", "AKKOORD_SECRET_KEY": ""}) == Settings()


def test_what_watches_is_off_by_itself() -> None:
    settings = load_settings({})
    assert (settings.log, settings.metrics_token, settings.traces) == ("errors", "", "")


def test_the_settings_of_what_watches_are_read() -> None:
    settings = load_settings({"AKKOORD_LOG": "requests", "AKKOORD_METRICS_TOKEN": NEW})
    assert (settings.log, settings.metrics_token) == ("requests", NEW)
    assert NEW not in repr(settings)


@pytest.mark.parametrize(
    ("given", "endpoint"),
    [
        ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
        ("https://otel.example/", "https://otel.example/v1/traces"),
        ("https://otel.example/own/road", "https://otel.example/own/road"),
    ],
)
def test_a_collector_without_a_path_has_the_usual_one(given: str, endpoint: str) -> None:
    assert load_settings({"AKKOORD_TRACES": given}).traces == endpoint


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("AKKOORD_LOG", "json", "is none of errors, requests: json"),
        ("AKKOORD_METRICS_TOKEN", "hunter2", "is not 32 characters or more without spaces | Make one with"),
        ("AKKOORD_METRICS_TOKEN", "é" * 40, "is not 32 characters or more without spaces"),
        ("AKKOORD_METRICS_TOKEN", f"{OLD} {NEW}", "is not 32 characters or more without spaces"),
        ("AKKOORD_TRACES", "127.0.0.1:4318", "is not an http address of a collector | For example"),
        ("AKKOORD_TRACES", "http://ada:hunter2@otel.example", "is not an http address of a collector | For example"),
    ],
)
def test_a_bad_setting_of_what_watches_is_refused(name: str, value: str, problem: str) -> None:
    told = problems({name: value})[name]
    assert told.startswith(problem)
    assert "hunter2" not in told


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("AKKOORD_CHECKPOINT_MINUTES", "0", "is not a whole number from 1 to 1440: 0 | "),
        ("AKKOORD_CHECKPOINT_FILE", "/nowhere/checkpoints", "names a file in a directory that is not there: "),
        ("AKKOORD_CHECKPOINT_WEBHOOK", "witness.example/hunter2", "is not an http address | For example"),
        ("AKKOORD_CHECKPOINT_WEBHOOK", "file:///etc/passwd", "is not an http address | For example"),
    ],
)
def test_checkpoints_that_nobody_would_get_are_refused(name: str, value: str, told: str) -> None:
    found = problems({name: value})[name]
    assert found.startswith(told)
    assert "hunter2" not in found
