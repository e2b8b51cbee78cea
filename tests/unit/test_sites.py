from __future__ import annotations

from pathlib import Path

import pytest

from akkoord.catalog import catalog
from akkoord.errors import ConfigurationError
from akkoord.findings import Finding
from akkoord.model import Alarms, Cookie, Theme
from akkoord.notice import make_notice
from akkoord.sites import Loaded, load_sites, require
from tests.unit.catalogues import compile_catalogues

SMALLEST = """\
[sites.shop]
origins = ["https://www.shop.example"]
controller = "Shop BV, Utrecht"
languages = ["nl_NL_formal", "en"]
services = ["google-analytics", "meta-pixel", "youtube"]
"""
OWN = """\
[services.teller]
name = "Teller"
category = "analytics"
provider = "Teller BV"
purpose = "measure-audience"
hosts = ["teller.example"]
cookies = [{ name = "_t", lifetime = "13 months" }]
"""


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "akkoord.toml"


def load(file: Path, text: str) -> Loaded:
    file.write_text(text, encoding="utf-8")
    return load_sites(file)


def only(loaded: Loaded) -> Finding:
    assert len(loaded.findings) == 1, [str(finding) for finding in loaded.findings]
    return loaded.findings[0]


def test_the_smallest_site_is_read_without_findings(file: Path) -> None:
    loaded = load(file, SMALLEST)
    assert loaded.findings == []
    site = require(loaded)["shop"]
    assert site.origins == ("https://www.shop.example",)
    assert site.controller == "Shop BV, Utrecht"
    assert site.languages == ("nl_NL_formal", "en")
    assert site.services == tuple(catalog()[id] for id in ("google-analytics", "meta-pixel", "youtube"))
    assert site.theme == Theme()


def test_everything_else_of_a_site_is_read(file: Path) -> None:
    loaded = load(
        file,
        SMALLEST
        + 'privacy = "/privacy"\n[sites.shop.theme]\naccent = "#0B5FFF"\n'
        + '[sites.shop.texts.nl_NL_formal]\nintro = "Wij van {controller}."\nmarketing_name = "Reclame"\n',
    )
    assert loaded.findings == []
    site = loaded.sites["shop"]
    assert site.privacy == "/privacy"
    assert site.theme == Theme(accent="#0B5FFF")
    assert site.texts == {"nl_NL_formal": {"intro": "Wij van {controller}.", "marketing_name": "Reclame"}}


def test_a_service_of_the_owners_is_read(file: Path) -> None:
    loaded = load(file, SMALLEST.replace('"youtube"', '"teller"') + OWN)
    assert loaded.findings == []
    service = loaded.sites["shop"].services[-1]
    assert service.id == "teller"
    assert service.hosts == ("teller.example",)
    assert service.cookies == (Cookie("_t", "13 months"),)


def test_one_field_of_a_catalog_service_can_be_replaced(file: Path) -> None:
    loaded = load(file, SMALLEST + '[services.youtube]\ncategory = "functional"\n')
    assert loaded.findings == []
    service = loaded.sites["shop"].services[-1]
    assert service.category == "functional"
    assert service.hosts == catalog()["youtube"].hosts
    assert service.cookies == catalog()["youtube"].cookies


def test_a_service_that_the_site_runs_itself_has_the_controller_as_provider(file: Path) -> None:
    loaded = load(file, SMALLEST.replace('"youtube"', '"matomo"') + 'privacy = "/privacy"\n')
    service = loaded.sites["shop"].services[-1]
    assert service.provider == "Shop BV, Utrecht"
    assert service.privacy == "/privacy"


@pytest.mark.parametrize(
    "origin", ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:8000", "http://a.localhost"]
)
def test_a_loopback_origin_needs_no_https(file: Path, origin: str) -> None:
    assert load(file, SMALLEST.replace("https://www.shop.example", origin)).findings == []


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode() + b"texts = 1\r\n")
    assert only(load_sites(file)).line == 6


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    finding = only(load_sites(tmp_path / "nowhere.toml"))
    assert (finding.number, finding.severity, finding.line) == ("AK101", "error", None)
    assert "AKKOORD_CONFIG" in finding.hint


def test_a_file_that_is_not_utf_8_is_a_finding(file: Path) -> None:
    file.write_bytes(b'title = "\xff"\n')
    assert only(load_sites(file)).number == "AK101"


@pytest.mark.parametrize(("text", "line"), [("[sites\n", 1), ("a = 1\na = 2\n", 2), ('\n\na = """\n\n', 3)])
def test_a_mistake_in_the_toml_has_its_line(file: Path, text: str, line: int) -> None:
    finding = only(load(file, text))
    assert (finding.number, finding.line) == ("AK102", line)


def site_with(line: str) -> str:
    """The smallest site with a sixth line."""
    return f"{SMALLEST}{line}\n"


def site_without(key: str) -> str:
    return "".join(line for line in SMALLEST.splitlines(keepends=True) if not line.startswith(key))


def own_without(key: str) -> str:
    """A service of the owner's, from line 6 on, that lacks a key."""
    return SMALLEST + "".join(line for line in OWN.splitlines(keepends=True) if not line.startswith(key))


def own_with(key: str, value: str) -> str:
    lines = [f"{key} = {value}" if line.startswith(key) else line for line in OWN.splitlines()]
    return SMALLEST + "\n".join(lines) + "\n"


def origin(value: str) -> str:
    return SMALLEST.replace("https://www.shop.example", value)


@pytest.mark.parametrize(
    ("number", "line", "key", "hint", "text"),
    [
        ("AK103", 6, "site", "'sites'", SMALLEST + '[site.blog]\ncontroller = "x"\n'),
        ("AK103", 6, "sites.shop.service", "'services'", site_with("service = []")),
        ("AK103", 6, "sites.shop.theme.accemt", "'accent'", site_with('theme = { accemt = "#fff" }')),
        ("AK103", 13, "services.teller.source_page", "'source'", SMALLEST + OWN + 'source_page = "x"\n'),
        (
            "AK103",
            12,
            "services.teller.cookies[0].lifetimes",
            "'lifetime'",
            own_with("cookies", '[{ name = "_t", lifetime = "1 day", lifetimes = "" }]'),
        ),
        ("AK104", 1, "sites", "[sites.ID]", "sites = 1\n"),
        ("AK104", 6, "sites.shop.theme", "", site_with('theme = "dark"')),
        ("AK104", 2, "sites.shop.origins", "", SMALLEST.replace('["https://www.shop.example"]', '"https://a.example"')),
        ("AK104", 5, "sites.shop.services[1]", "", SMALLEST.replace('"meta-pixel"', "7")),
        ("AK104", 1, "sites.shop", "", '[sites]\nshop = "x"\n'.replace("[sites]\n", "sites.")),
        ("AK105", 1, "", "[sites.shop]", "# nothing\n"),
        ("AK105", 1, "", "[sites.shop]", OWN),
        ("AK106", 6, "sites.My Shop", "small letters", SMALLEST + SMALLEST.replace("shop]", '"My Shop"]')),
        ("AK106", 6, "services.-x", "small letters", SMALLEST + OWN.replace("teller]", "-x]")),
        ("AK107", 1, "sites.shop.origins", "https://www.shop.example", site_without("origins")),
        (
            "AK107",
            2,
            "sites.shop.origins",
            "https://www.shop.example",
            SMALLEST.replace('"https://www.shop.example"', ""),
        ),
        ("AK107", 2, "sites.shop.origins[0]", "https://shop.example:", origin("https://shop.example/nl")),
        ("AK107", 2, "sites.shop.origins[0]", "https://shop.example:", origin("shop.example")),
        ("AK107", 2, "sites.shop.origins[0]", "https://shop.example:", origin("https://Shop.example")),
        ("AK107", 2, "sites.shop.origins[0]", "host and port", origin("null")),
        ("AK107", 2, "sites.shop.origins[0]", "loopback", origin("https://shop.example:*")),
        ("AK107", 2, "sites.shop.origins[0]", "standard port", origin("https://shop.example:443")),
        ("AK110", 1, "sites.shop.controller", "responsible", site_without("controller")),
        ("AK110", 3, "sites.shop.controller", "", SMALLEST.replace("Shop BV, Utrecht", " ")),
        ("AK111", 1, "sites.shop.languages", "nl_NL_formal", site_without("languages")),
        ("AK111", 4, "sites.shop.languages", "nl_NL_formal", SMALLEST.replace('"nl_NL_formal", "en"', "")),
        ("AK111", 4, "sites.shop.languages[1]", "Did you mean 'de_formal'?", SMALLEST.replace('"en"]', '"de_forma"]')),
        (
            "AK112",
            5,
            "sites.shop.services[0]",
            "'google-analytics'",
            SMALLEST.replace("google-analytics", "google-analytic"),
        ),
        ("AK113", 6, "services.teller.name", "", own_without("name")),
        ("AK113", 6, "services.teller.category", "", own_without("category")),
        ("AK113", 6, "services.teller.provider", "", own_without("provider")),
        ("AK113", 6, "services.teller.purpose", "", own_without("purpose")),
        ("AK113", 6, "services.teller.hosts", "", own_without("hosts")),
        ("AK113", 11, "services.teller.hosts", "hosts it calls", own_with("hosts", "[]")),
        ("AK113", 7, "services.teller.name", "", own_with("name", '""')),
        ("AK113", 12, "services.teller.cookies[0].lifetime", "", own_with("cookies", '[{ name = "_t" }]')),
        ("AK114", 8, "services.teller.category", "one sentence", own_with("category", '"necessary"')),
        (
            "AK114",
            7,
            "services.youtube.category",
            "one sentence",
            SMALLEST + '[services.youtube]\ncategory = "necessary"\n',
        ),
        ("AK115", 6, "sites.shop.texts.nl", "nl_NL_formal", site_with('texts.nl.title = "x"')),
        ("AK115", 6, "sites.shop.texts.en.titel", "'title'", site_with('texts.en.titel = "x"')),
        ("AK116", 6, "sites.shop.texts.en.intro", "'controller'", site_with('texts.en.intro = "{controler}"')),
        ("AK116", 6, "sites.shop.texts.en.title", "no placeholders", site_with('texts.en.title = "{controller}"')),
        ("AK118", 6, "sites.shop.theme.accent", "#0b5fff", site_with('theme.accent = "red;}body{display:none"')),
        ("AK118", 6, "sites.shop.theme.text", "#0b5fff", site_with('theme.text = "#12345"')),
        ("AK119", 8, "services.teller.category", "'analytics'", own_with("category", '"analitics"')),
        ("AK119", 10, "services.teller.purpose", "'measure-audience'", own_with("purpose", '"measure-audiences"')),
        (
            "AK119",
            12,
            "services.teller.cookies[0].lifetime",
            "13 months",
            own_with("cookies", '[{ name = "_t", lifetime = "a while" }]'),
        ),
        (
            "AK119",
            12,
            "services.teller.cookies[0].kind",
            "'local storage'",
            own_with("cookies", '[{ name = "_t", lifetime = "1 day", kind = "localstorage" }]'),
        ),
        ("AK119", 6, "sites.shop.law", "Known: nl, be", site_with('law = "atlantis"')),
        ("AK119", 6, "sites.shop.lifetime", "6 months", site_with('lifetime = "half a year"')),
        ("AK119", 6, "sites.shop.lifetime", "6 months", site_with('lifetime = "session"')),
        ("AK119", 6, "sites.shop.retention", "6 months", site_with('retention = "101 years"')),
        ("AK103", 6, "sites.shop.retension", "'retention'", site_with('retension = "5 years"')),
        ("AK103", 6, "sites.shop.exemption.service", "'services'", site_with('exemption = { service = ["matomo"] }')),
        ("AK119", 6, "sites.shop.exemption.services", "matomo", site_with("exemption = { services = [] }")),
        ("AK120", 6, "sites.shop.privacy", "https://", site_with('privacy = "javascript:alert(1)"')),
        ("AK121", 11, "services.teller.hosts[0]", "without https", own_with("hosts", '["https://teller.example"]')),
        ("AK121", 11, "services.teller.hosts[0]", "without https", own_with("hosts", '["a.example b.example"]')),
        (
            "AK121",
            12,
            "services.teller.cookies[0].name",
            "pattern",
            own_with("cookies", '[{ name = "*", lifetime = "1 day" }]'),
        ),
    ],
)
def test_it_finds_a_mistake_on_its_line(file: Path, number: str, line: int, key: str, hint: str, text: str) -> None:
    loaded = load(file, text)
    finding = only(loaded)
    assert (finding.number, finding.severity) == (number, "error")
    assert (finding.line, finding.key) == (line, key), str(finding)
    assert hint in finding.hint
    assert finding.file == str(file)
    with pytest.raises(ConfigurationError, match=number):
        require(loaded)


def test_a_site_without_services_is_doubtful(file: Path) -> None:
    loaded = load(file, site_without("services"))
    finding = only(loaded)
    assert (finding.number, finding.severity, finding.line, finding.key) == ("AK117", "warning", 1, "sites.shop")
    assert require(loaded)["shop"].services == ()


def test_an_origin_without_https_is_doubtful(file: Path) -> None:
    loaded = load(file, origin("http://www.shop.example"))
    finding = only(loaded)
    assert (finding.number, finding.severity, finding.line) == ("AK108", "warning", 2)
    assert finding.key == "sites.shop.origins[0]"
    assert "shop" in require(loaded)


def test_two_sites_cannot_share_an_origin(file: Path) -> None:
    finding = only(load(file, SMALLEST + SMALLEST.replace("sites.shop", "sites.blog")))
    assert (finding.number, finding.severity, finding.line) == ("AK109", "error", 7)
    assert finding.key == "sites.blog.origins[0]"
    assert "'shop'" in finding.message


def test_all_mistakes_are_found_at_once_in_the_order_of_the_file(file: Path) -> None:
    text = SMALLEST.replace("https://", "").replace('"en"', '"xx"').replace("youtube", "yuotube")
    assert [(finding.number, finding.line) for finding in load(file, text).findings] == [
        ("AK107", 2),
        ("AK111", 4),
        ("AK112", 5),
    ]


def test_a_service_that_is_wrong_is_told_once_and_its_site_is_not_used(file: Path) -> None:
    loaded = load(file, SMALLEST.replace('"youtube"', '"teller"') + OWN.replace("analytics", "x"))
    assert only(loaded).number == "AK119"
    assert loaded.sites == {}


def test_a_finding_is_one_readable_line(file: Path) -> None:
    text = str(only(load(file, SMALLEST.replace("meta-pixel", "meta-pixle"))))
    assert text == (
        f"{file}:5: AK112 error: sites.shop.services[1]: "
        "The service 'meta-pixle' is not known. Did you mean 'meta-pixel'?"
    )


def test_the_error_lists_every_error_with_its_place(file: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        require(load(file, site_without("controller").replace('"en"', '"xx"')))
    assert [detail.field for detail in caught.value.details] == [
        f"{file}:1 sites.shop.controller",
        f"{file}:3 sites.shop.languages[1]",
    ]


FURTHER = """[services.acme]
name = "Acme"
category = "marketing"
provider = "Acme BV"
purpose = "advertise"
cookies = [{ name = "acme_*", lifetime = "1 year" }]
"""


def further(file: Path, text: str) -> Loaded:
    """A site that lists a service of a further file."""
    (file.parent / "further.toml").write_text(text)
    listed = "".join(line for line in SMALLEST.splitlines(keepends=True) if not line.startswith("services"))
    return load(file, f'catalog = "further.toml"\n{listed}services = ["acme"]\n')


def test_a_file_of_further_services_is_read_and_what_it_cannot_hold_is_doubtful(file: Path) -> None:
    loaded = further(file, FURTHER)
    (finding,) = loaded.findings
    assert (finding.number, finding.severity, finding.key) == ("AK126", "warning", "sites.shop.services")
    (acme,) = loaded.sites["shop"].services
    assert (acme.name, acme.hosts, acme.cookies) == ("Acme", (), (Cookie("acme_*", "1 year"),))
    assert loaded.services["acme"] == acme
    assert set(loaded.services) == {*catalog(), "acme"}


def test_a_mistake_in_the_further_file_is_found_there(file: Path) -> None:
    loaded = further(file, f'{FURTHER}hots = ["acme.example"]\n[sites.x]\n')
    assert [(Path(each.file).name, each.number, each.line) for each in loaded.findings] == [
        ("further.toml", "AK103", 7),
        ("further.toml", "AK103", 8),
        (file.name, "AK112", 6),
    ]


def test_a_further_file_that_is_missing_is_named(file: Path) -> None:
    finding = load(file, 'catalog = "gone.toml"\n' + site_with("")).findings[0]
    assert (finding.number, Path(finding.file).name) == ("AK101", "gone.toml")
    assert "akkoord catalog import" in finding.hint


@pytest.mark.parametrize("value", ["5", '""', '["a.toml"]'])
def test_the_key_catalog_names_a_file(file: Path, value: str) -> None:
    finding = load(file, f"catalog = {value}\n" + site_with("")).findings[0]
    assert (finding.number, finding.line, finding.key) == ("AK104", 1, "catalog")


def test_a_service_of_ones_own_still_needs_a_host(file: Path) -> None:
    numbers = [finding.number for finding in load(file, FURTHER + site_with("")).findings]
    assert "AK113" in numbers


def test_the_law_and_its_spans_are_read(file: Path) -> None:
    lines = 'law = "be"\nlifetime = "12 months"\nretention = "3 years"\n'
    site = require(load(file, SMALLEST + lines))["shop"]
    assert (site.law, site.lifetime, site.retention) == ("be", "12 months", "3 years")


def test_a_longer_lifetime_asks_nobody_again(file: Path) -> None:
    short, long = (require(load(file, SMALLEST + line))["shop"] for line in ("", 'lifetime = "12 months"\n'))
    assert short != long
    assert make_notice(short) == make_notice(long)


EXEMPTION = """\
[sites.shop.exemption]
services = ["teller"]
conditions = ["only-statistics", "no-profiles", "not-combined", "masked-addresses", "processor", "visitors-informed"]
"""


def test_exempt_analytics_are_necessary_and_not_asked(file: Path) -> None:
    site = require(load(file, SMALLEST.replace('"youtube"', '"teller"') + EXEMPTION + OWN))["shop"]
    exempt = site.services[-1]
    assert (exempt.id, exempt.category, exempt.signal) == ("teller", "necessary", "")
    assert "11.7a" in exempt.reason and "to improve it" in exempt.reason
    assert "teller" not in make_notice(site).document


def test_an_exemption_without_its_conditions_is_not_served(file: Path) -> None:
    text = SMALLEST.replace('"youtube"', '"teller"') + EXEMPTION.replace('"processor", ', "") + OWN
    loaded = load(file, text)
    assert [(finding.number, finding.line) for finding in loaded.breaches] == [("AK331", 1), ("AK314", 8), ("AK311", 9)]
    with pytest.raises(ConfigurationError, match="'processor' is not confirmed"):
        require(loaded)


@pytest.mark.parametrize(
    "way",
    [
        "list",
        "https://www.teller.example/withdrawn?token=x",
        "https://teller.example:8443",
        "http://127.0.0.1:9000/withdrawn",
        "http://localhost/withdrawn",
        "http://[::1]:9000/",
    ],
)
def test_the_provider_of_a_service_can_hear_of_a_withdrawal(file: Path, way: str) -> None:
    loaded = load(
        file, f'{SMALLEST}[sites.shop.withdrawal]\nyoutube = "{way}"\n[services.meta-pixel]\nwithdrawal = "list"'
    )
    assert loaded.findings == []
    site = require(loaded)["shop"]
    assert [service.withdrawal for service in site.services] == ["", "list", way]
    assert way == "list" or way not in repr(site), "it may hold a secret"
    assert make_notice(site).version == make_notice(require(load(file, SMALLEST))["shop"]).version


@pytest.mark.parametrize(
    "way",
    [
        "mail",
        "http://teller.example/withdrawn",
        "https://user:secret@teller.example",
        "https://teller.example/#secret",
        "https://teller.example/secret path",
        "https://teller.example:port",
        "ftp://teller.example",
        "https://",
        "/secret",
    ],
)
def test_a_way_to_tell_that_is_none_is_found_and_not_repeated(file: Path, way: str) -> None:
    finding = only(load(file, f'{SMALLEST}[sites.shop.withdrawal]\nyoutube = "{way}"\n'))
    assert (finding.number, finding.line, finding.key) == ("AK127", 7, "sites.shop.withdrawal.youtube")
    assert "secret" not in str(finding)
    assert only(load(file, f'{OWN}withdrawal = "{way}"\n{SMALLEST}')).number == "AK127"


def test_only_services_of_the_site_can_be_told_of_a_withdrawal(file: Path) -> None:
    finding = only(load(file, f'{SMALLEST}[sites.shop.withdrawal]\nyuotube = "list"\n'))
    assert (finding.number, finding.line) == ("AK128", 7)
    assert "youtube" in finding.hint


def test_who_is_told_of_alarms_is_read_and_not_shown(file: Path) -> None:
    table = '[sites.shop.alarms]\nmail = ["ada@shop.example", "o\'bob+cookies@mail.shop.example", "ada@shop.example"]\n'
    site = load(file, f"{SMALLEST}{table}weekly = true\n").sites["shop"]
    assert site.alarms == Alarms(("ada@shop.example", "o'bob+cookies@mail.shop.example"), True)
    assert "ada" not in repr(site)
    assert load(file, SMALLEST).sites["shop"].alarms == Alarms()
    assert make_notice(site) == make_notice(load(file, SMALLEST).sites["shop"]), "nobody is asked again"


@pytest.mark.parametrize("address", ["", "ada", "ada@", "@mail.example", "Ada <ada@shop.example>", "a@b@c", "a@b\\nc"])
def test_an_address_that_gets_no_mail_is_found_and_not_repeated(file: Path, address: str) -> None:
    finding = only(load(file, f'{SMALLEST}[sites.shop.alarms]\nmail = ["b@c.example", "{address}"]\n'))
    assert (finding.number, finding.key, finding.line) == ("AK129", "sites.shop.alarms.mail[1]", 7)
    assert not address or address not in str(finding)


def test_a_weekly_summary_that_nobody_gets_is_doubted(file: Path) -> None:
    finding = only(load(file, f"{SMALLEST}[sites.shop.alarms]\nweekly = true\n"))
    assert (finding.number, finding.severity, finding.line) == ("AK130", "warning", 7)


def test_an_unknown_key_of_alarms_is_found(file: Path) -> None:
    finding = only(load(file, f"{SMALLEST}[sites.shop.alarms]\nmial = []\n"))
    assert finding.number == "AK103" and "mail" in finding.hint
