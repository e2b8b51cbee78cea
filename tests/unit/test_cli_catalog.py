"""The commands around the catalog: what they print, write and refuse."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from akkoord.catalog import catalog
from akkoord.sites import load_sites
from tests.unit.commands import CONFIG, Akkoord, Ended

CSV = """\
ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,\
User Privacy & GDPR Rights Portals,Wildcard match
1,Acme,Functional,acme_id,,Knows you,1 year,Acme BV,https://acme.example/privacy,0
2,Acme,Functional,acme_,acme.example (3rd party),"Knows, too",Session,Acme BV,https://acme.example/privacy,1
3,Google Analytics,Marketing,_ga,,Counts,3 years,Google,https://google.example/privacy,0
4,Google Analytics,Analytics,_gid,,Counts,1 day,Google,https://google.example/privacy,0
5,Acme,Functional,odd,,Odd,Varies,Acme BV,,0
"""


@pytest.mark.parametrize("word", ["_hjid", "static.hotjar.com", "https://static.hotjar.com/c/x.js?sv=6", "HotJar"])
def test_search_finds_by_name_host_cookie_or_address(akkoord: Akkoord, word: str) -> None:
    assert akkoord("catalog", "search", word) == Ended(0, "hotjar  analytics  Hotjar  Hotjar Limited\n", "")


def test_search_prints_one_service_a_line(akkoord: Akkoord) -> None:
    lines = akkoord("catalog", "search", "Google Ireland").out.splitlines()
    assert {line.split()[0] for line in lines} >= {"google-analytics", "youtube", "google-maps"}
    assert len({line.index("Google Ireland Limited") for line in lines}) == 1


def test_search_that_finds_nothing_says_so_and_fails(akkoord: Akkoord) -> None:
    ended = akkoord("catalog", "search", "nobody.example")
    assert (ended.code, ended.out) == (1, "")
    assert "Nothing known has 'nobody.example'" in ended.err


def test_search_needs_no_akkoord_toml_and_knows_the_owners_services(akkoord: Akkoord, config: Path) -> None:
    own = '\n[services.teller]\nname = "T"\ncategory = "analytics"\nprovider = "T BV"\npurpose = "measure-audience"\n'
    config.write_text(f'{CONFIG}{own}hosts = ["teller.example"]\n')
    assert akkoord("catalog", "search", "teller.example").out.startswith("teller  ")
    config.unlink()
    assert akkoord("catalog", "search", "teller.example").code == 1
    assert akkoord("catalog", "search", "_hjid").code == 0


def test_show_prints_the_facts_and_their_sources(akkoord: Akkoord) -> None:
    out = akkoord("catalog", "show", "adyen").out
    service = catalog()["adyen"]
    for fact in (service.name, service.provider, service.privacy, service.reason, service.source, "_rp_uid"):
        assert fact in out
    assert service.cookies_source in out
    assert "kept by doubleclick.net" in akkoord("catalog", "show", "google-marketing-platform").out


@pytest.mark.parametrize("id", list(catalog()))
def test_show_as_toml_can_be_pasted(akkoord: Akkoord, config: Path, id: str) -> None:
    table = akkoord("catalog", "show", id, "--toml").out
    assert max(map(len, table.splitlines())) < 400
    config.write_text(CONFIG.replace("google-analytics", id) + table)
    loaded = load_sites(config)
    assert [finding for finding in loaded.findings if finding.severity == "error"] == []
    assert loaded.services[id] == catalog()[id]


def test_show_of_an_unknown_id_names_the_nearest(akkoord: Akkoord) -> None:
    ended = akkoord("catalog", "show", "hotjer")
    assert (ended.code, ended.out) == (1, "")
    assert "Did you mean 'hotjar'?" in ended.err


def test_add_lists_the_service_and_keeps_the_rest(akkoord: Akkoord, config: Path) -> None:
    before = "# ours\n" + CONFIG.replace('"]\n', '"]  # kept\n')
    config.write_text(before)
    ended = akkoord("catalog", "add", "hotjar", "--site", "shop")
    assert (ended.code, ended.err) == (0, "")
    assert config.read_text() == before.replace('"google-analytics"]', '"google-analytics", "hotjar"]')
    assert [service.id for service in load_sites(config).sites["shop"].services] == ["google-analytics", "hotjar"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("hotjer", "--site", "shop"), "The service 'hotjer' is not known. Did you mean 'hotjar'?"),
        (("google-analytics", "--site", "shop"), "The site 'shop' lists 'google-analytics' already."),
        (("hotjar", "--site", "shoe"), "There is no site 'shoe' in akkoord.toml: shop."),
    ],
)
def test_add_refuses_and_leaves_the_file(
    akkoord: Akkoord, config: Path, arguments: tuple[str, ...], message: str
) -> None:
    ended = akkoord("catalog", "add", *arguments)
    assert (ended.code, ended.out) == (1, "")
    assert message in ended.err
    assert config.read_text() == CONFIG


def test_add_refuses_a_file_with_an_error(akkoord: Akkoord, config: Path) -> None:
    config.write_text(CONFIG.replace("https://www", "www"))
    ended = akkoord("catalog", "add", "hotjar", "--site", "shop")
    assert ended.code == 1
    assert "AK107" in ended.err
    assert config.read_text() == CONFIG.replace("https://www", "www")


def test_add_needs_a_site(akkoord: Akkoord) -> None:
    assert akkoord("catalog", "add", "hotjar").code == 2


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "open-cookie-database.csv"
    path.write_text(CSV, "utf-8")
    return path


def test_import_says_where_each_row_went(akkoord: Akkoord, database: Path) -> None:
    assert akkoord("catalog", "import", str(database)).out.splitlines() == [
        "In conflict with the catalog, which is kept:",
        "line  name  platform          what      theirs     catalog    service",
        "4     _ga   Google Analytics  category  marketing  analytics  google-analytics",
        "4     _ga   Google Analytics  lifetime  3 years    2 years    google-analytics",
        "line 6: left out, the retention period 'Varies' is not a lifetime.",
        "2 cookies taken over, 1 known already, 1 in conflict, 1 left out.",
        "open-cookie-database.toml: 1 services. To list them, write at the top of akkoord.toml:",
        'catalog = "open-cookie-database.toml"',
    ]


def test_what_was_imported_can_be_listed_and_says_what_it_cannot_hold(
    akkoord: Akkoord, config: Path, database: Path
) -> None:
    last = akkoord("catalog", "import", str(database)).out.splitlines()[-1]
    config.write_text(f"{last}\n{CONFIG}")
    assert akkoord("catalog", "add", "acme", "--site", "shop").code == 0
    ended = akkoord("check")
    assert ended.code == 0
    assert "AK126 warning: sites.shop.services: No host of 'acme' is known" in ended.out
    loaded = load_sites(config)
    acme = loaded.sites["shop"].services[1]
    assert (acme.id, acme.category, acme.hosts) == ("acme", "functional", ())
    assert [(cookie.name, cookie.host) for cookie in acme.cookies] == [("acme_id", ""), ("acme_*", "acme.example")]
    config.write_text(config.read_text() + '\n[services.acme]\nhosts = ["acme.example"]\n')
    assert "AK126" not in akkoord("check").out
    assert load_sites(config).sites["shop"].services[1].hosts == ("acme.example",)
    assert akkoord("catalog", "show", "acme").out.startswith("acme\n")


def test_the_imported_file_names_where_it_is_from(akkoord: Akkoord, database: Path, tmp_path: Path) -> None:
    akkoord("catalog", "import", str(database))
    text = (tmp_path / "open-cookie-database.toml").read_text("utf-8")
    assert "Open Cookie Database, https://github.com/jkwakman/Open-Cookie-Database, under the Apache License" in text
    assert list(tomllib.loads(text)["services"]) == ["acme"]
    assert "Knows you" not in text


def test_import_replaces_nothing_unasked(akkoord: Akkoord, database: Path, tmp_path: Path) -> None:
    target = tmp_path / "open-cookie-database.toml"
    target.write_text("# mine\n")
    ended = akkoord("catalog", "import", str(database))
    assert (ended.code, ended.out) == (1, "")
    assert "is there already" in ended.err
    assert target.read_text() == "# mine\n"
    assert akkoord("catalog", "import", str(database), "--to", "other.toml").code == 0
    assert (tmp_path / "other.toml").exists()
    assert akkoord("catalog", "import", str(database), "--replace").code == 0
    assert "acme" in target.read_text()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2\n", "This is not the Open Cookie Database: line 1 has no column 'Platform'"),
        (CSV.encode() + b'"x\n', "Line 7 is not CSV: "),
        (CSV.encode() + b"\xff\n", "open-cookie-database.csv, line 7: this is not UTF-8."),
        (b"", "This is not the Open Cookie Database"),
    ],
)
def test_import_refuses_another_table_with_the_line(
    akkoord: Akkoord, database: Path, tmp_path: Path, content: bytes, message: str
) -> None:
    database.write_bytes(content)
    ended = akkoord("catalog", "import", str(database))
    assert (ended.code, ended.out) == (1, "")
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "open-cookie-database.toml").exists()


def test_a_file_that_cannot_be_written_is_named(akkoord: Akkoord, database: Path) -> None:
    ended = akkoord("catalog", "import", str(database), "--to", "nowhere/else.toml")
    assert ended.code == 1
    assert "nowhere/else.toml cannot be written: No such file or directory." in ended.err
