"""What the HTML of a page says about how firmly it is shut."""

from __future__ import annotations

import pytest

from akkoord.gate.grade import page_grade
from akkoord.gate.judge import Judge
from akkoord.gate.rewrite import holds_within, rewritten
from akkoord.holding import Holding
from akkoord.policy import policy

HOLDING = Holding({"analytics": ("stats.example",)}, {}, ("shop.example",), unknown=True)
TAG = '<script src="https://consent.shop.example/sites/shop/akkoord.js"></script>'
SEAL = '<meta http-equiv="Content-Security-Policy" content="">'
SCRIPT = '<script src="https://stats.example/a.js"></script>'
STYLE = '<link rel="stylesheet" href="https://fonts.example/a.css">'


def held(site: str, html: str) -> str:
    assert site == "shop"
    return rewritten(Judge(HOLDING, ("necessary",), ("analytics",), "https://shop.example/", holds_within), html)[0]


def test_one_tag_holds_and_says_what_is_requested_ahead_of_it() -> None:
    found = page_grade(f"<head>\n{TAG}\n{SCRIPT}<img src=/logo.svg>\n{STYLE}", "", held)
    assert (found.site, found.grade, found.policy, found.problems) == ("shop", "held", False, [])
    assert found.ahead == [
        (3, "script", "https://stats.example/a.js"),
        (4, "link", "https://fonts.example/a.css"),
    ]


def test_a_sealed_page_has_style_sheets_and_frames_requested_alone() -> None:
    found = page_grade(f"{TAG}{SEAL}{SCRIPT}{STYLE}<iframe src=https://film.example></iframe>", "", held)
    assert found.grade == "sealed"
    assert [name for _, name, _ in found.ahead] == ["link", "iframe"]


def test_a_strict_page_has_nothing_requested_ahead() -> None:
    found = page_grade(TAG.replace("></", " data-strict></") + SEAL + SCRIPT + STYLE, "", held)
    assert (found.grade, found.ahead) == ("strict", [])


def test_nor_has_a_page_whose_server_sends_a_policy_of_ours() -> None:
    header = policy(HOLDING, ("necessary",), ("analytics",))
    found = page_grade(TAG + SCRIPT, f"frame-ancestors 'self', {header}", held)
    assert (found.grade, found.policy, found.ahead) == ("held", True, [])
    assert page_grade(TAG + SCRIPT, "default-src 'self'", held).ahead


def test_what_is_inert_or_for_browsers_without_scripts_is_not_requested() -> None:
    html = f'{TAG}<template data-akkoord="analytics">{SCRIPT}</template><noscript>{SCRIPT}</noscript>'
    assert page_grade(html + '<button data-akkoord-open="//x.example">', "", held).ahead == []


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        (SCRIPT, "no tag of Akkoord"),
        ("<!--" + TAG + "-->", "no tag of Akkoord"),
        (TAG.replace("<script", "<script async"), "the tag has 'async'"),
        (TAG.replace("<script", "<script defer"), "the tag has 'defer'"),
        (TAG.replace("<script", "<script type=module"), "the tag is a module"),
        ("\n\n" + SCRIPT + TAG, "line 3: <script> https://stats.example/a.js stands before the tag"),
    ],
)
def test_what_keeps_the_tag_from_its_work_is_said(head: str, problem: str) -> None:
    problems = page_grade(head, "", held).problems
    assert len(problems) == 1 and problem in problems[0]


def test_scripts_of_the_page_itself_may_stand_before_the_tag() -> None:
    assert page_grade(f"<script>lang = 'nl'</script><script src=/a.js></script>{TAG}", "", held).problems == []
