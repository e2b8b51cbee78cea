"""The shape of the house: who may import whom, and where the outside world comes in."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2] / "server"

TOP = (
    "akkoord",
    "akkoord.__main__",
    "akkoord.cli",
    "akkoord.cli_*",
    "akkoord.serving",
    "akkoord.web",
    "akkoord.web.*",
    "akkoord.gate",
    "akkoord.gate.*",
)
"""What people, browsers and other programs speak to."""
LOW = ("akkoord.consent", "akkoord.store", "akkoord.store.*", "akkoord.proof.tree")
"""The one rule, and the stores, which know rows and tiles, and no rules."""
BOTTOM = ("akkoord.model", "akkoord.errors")
"""The words."""

ONLY_IN = {
    "flask": "akkoord.web* akkoord.gate.flask",
    "flask_cors": "akkoord.web*",
    "werkzeug": "akkoord.web* akkoord.gate.flask",
    "django": "akkoord.gate.django",
    "starlette": "akkoord.gate.starlette",
    "publicsuffixlist": "akkoord.domains",
    "brotli": "akkoord.web.embed_files",
    "openapi_pydantic": "akkoord.web.openapi",
    "sqlalchemy": "akkoord.store.sql* akkoord.store.tables akkoord.store.postgresql akkoord.store.migrations*",
    "sqlite3": "akkoord.store.sql*",
    "alembic": "akkoord.store.sql_schema akkoord.store.migrations*",
    "psycopg": "akkoord.store.postgresql",
    "redis": "akkoord.store.redis*",
    "granian": "akkoord.serving",
    "limits": "akkoord.limiting",
    "prometheus_client": "akkoord.web.metrics akkoord.worker_metrics",
    "opentelemetry": "akkoord.web.traces",
    "click": "akkoord.cli*",
    "jinja2": "akkoord.report",
    "markupsafe": "akkoord.web.demo.languages",
    "playwright": "akkoord.lint.browser",
    "csv": "akkoord.open_cookie_rows akkoord.export_csv akkoord.figures_csv akkoord.comparison_csv",
    "pyarrow": "akkoord.export_parquet",
    "argon2": "akkoord.accounts.passwords",
    "authlib": "akkoord.accounts.oidc",
    "joserfc": "akkoord.accounts.oidc",
    "requests": "akkoord.accounts.oidc",
    "smtplib": "akkoord.alarms.mail",
    "tomlkit": "akkoord.site_edit",
    "babel": "akkoord.translate akkoord.names",
    "gettext": "akkoord.translate",
}
"""What comes from outside -> the modules that may import it."""

PURE = "abc base64 codecs collections dataclasses html inspect ipaddress itertools json re string urllib"
"""Parts of the standard library that know nothing of the world."""


@dataclass(frozen=True)
class Import:
    """That one module imports another.

    :param early: at once when the importing module is loaded, and not within a function or for types only.
    """

    source: str
    target: str
    early: bool


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its name."""
    found = {}
    for path in sorted((SERVER / "akkoord").rglob("*.py")):
        parts = path.relative_to(SERVER).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def statements(node: ast.AST, early: bool = True) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, early
        lazy = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or (
            isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        )
        yield from statements(child, early and not lazy)


def targets(source: str, statement: ast.Import | ast.ImportFrom) -> list[str]:
    """The modules that a statement names, in full."""
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    parts = source.split(".")
    is_package = modules()[source].name == "__init__.py"
    package = parts[: len(parts) - statement.level + is_package] if statement.level else []
    base = ".".join([*package, *([statement.module] if statement.module else [])])
    # `from . import api` names a module, `from .api import show` does not
    named = [f"{base}.{alias.name}" for alias in statement.names]
    return [name if name in modules() else base for name in named]


@cache
def imports() -> frozenset[Import]:
    """Every import of the package."""
    return frozenset(
        Import(source, target, early)
        for source, path in modules().items()
        for statement, early in statements(ast.parse(path.read_text("utf-8")))
        for target in targets(source, statement)
    )


def height(module: str) -> int:
    """How high a module stands; whatever does the work stands between those at the door and those below."""
    named = {3: TOP, 1: LOW, 0: BOTTOM}
    heights = [of for of, patterns in named.items() if any(fnmatch(module, pattern) for pattern in patterns)]
    return heights[0] if heights else 2


@pytest.mark.parametrize("module", modules())
def test_imports_point_down_only(module: str) -> None:
    own = [each.target for each in imports() if each.source == module and each.target in modules()]
    assert [target for target in own if height(target) > height(module)] == []


def test_every_layer_has_modules() -> None:
    assert {height(module) for module in modules()} == {0, 1, 2, 3}
    for name in (*TOP, *LOW, *BOTTOM):
        assert any(fnmatch(module, name) for module in modules())


def test_there_are_no_circles() -> None:
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for each in imports():
        # the package's own page of names is at the top and at the door: who asks it for the version comes in by it
        if each.early and each.target in modules() and each.target != "akkoord" and each.target != each.source:
            graph[each.source].add(each.target)
    assert set(TopologicalSorter(graph).static_order()) == set(modules())


@pytest.mark.parametrize(("library", "where"), ONLY_IN.items())
def test_the_outside_world_comes_in_at_one_place(library: str, where: str) -> None:
    users = {each.source for each in imports() if each.target.split(".")[0] == library}
    assert users
    assert {user for user in users if not any(fnmatch(user, each) for each in where.split())} == set()


def test_what_the_server_gate_decides_it_decides_by_rules_alone() -> None:
    """Only the gate itself reads files and clock, and only its words for a framework know one."""
    wiring = {f"akkoord.gate.{name}" for name in ("gate", "flask", "django", "starlette")}
    rules = {module for module in modules() if module.startswith("akkoord.gate.")} - wiring
    known = {"akkoord", "akkoord.holding", "akkoord.model", "akkoord.errors", "akkoord.policy", "akkoord.domains"}
    known |= {"akkoord.change"}
    pure = frozenset(PURE.split())
    used = {each.target for each in imports() if each.source in rules and each.early}
    own = {target for target in used if target in modules() and not target.startswith("akkoord.gate.")}
    assert rules and own <= known
    outside = {target.split(".")[0] for target in used if target not in modules()}
    assert outside - pure - {"__future__", "typing"} == set()


def test_within_the_package_imports_are_relative() -> None:
    for module, path in modules().items():
        for statement, _ in statements(ast.parse(path.read_text("utf-8"))):
            assert not re.match(r"(from|import) akkoord\b", ast.unparse(statement)), module


def test_only_one_place_reads_the_clock() -> None:
    readers = {
        module
        for module, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("datetime.now", "datetime.utcnow", "time.time")
    }
    assert readers == {"akkoord.model"}


def test_no_name_says_nothing() -> None:
    words = {word for module in modules() for word in re.split(r"[._]+", module)}
    assert not words & {"manager", "handler", "helper", "helpers", "util", "utils", "data", "info"}


@pytest.mark.parametrize(
    ("program", "absent"),
    [
        ("import akkoord; akkoord.verify_token", "flask werkzeug sqlalchemy redis granian click babel pydantic"),
        ("import akkoord; akkoord.create_app", "sqlalchemy redis granian prometheus_client opentelemetry authlib"),
        ("import akkoord.cli", "flask sqlalchemy redis granian tomlkit jinja2 playwright argon2"),
        ("import akkoord.gate", "flask werkzeug django starlette sqlalchemy redis granian click"),
        ("from akkoord.store import open_store; open_store('sqlite:///akkoord.db').close()", "redis flask"),
    ],
)
def test_what_is_not_used_is_not_imported(program: str, absent: str, tmp_path: Path) -> None:
    check = f"import sys; print(*(set({absent.split()}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; {check}"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(SERVER)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == []
