"""HTML goes by as it comes: nothing waits longer than it must, and nothing is kept that is not needed."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkoord.gate.charset import PageRewriter
from akkoord.gate.rewrite import Rewriter
from akkoord.gate.tags import LIMIT
from tests.gate.shop import ADS, judge, rewritten


def test_what_is_before_a_tag_does_not_wait_for_it() -> None:
    rewriter = Rewriter(judge())
    assert rewriter.feed(b"<!doctype html><h1>Hallo</h1><im") == b"<!doctype html><h1>Hallo</h1>"
    assert rewriter.feed(f"g src={ADS}".encode()) == b""
    assert rewriter.feed(b">x") == f"<img data-akkoord-src={ADS}>x".encode()
    assert rewriter.close() == b""


@pytest.mark.parametrize(
    "begin",
    ["<p>", "<!--", "<?", "<title>", "<script>go();//", "<script>/*", "<svg><![CDATA[", "<plaintext>", "<noscript>"],
)
def test_memory_is_bounded(begin: str) -> None:
    rewriter = Rewriter(judge())
    size, piece = 0, b"x" * 65536
    rewriter.feed(begin.encode())
    tracemalloc.start()
    for _ in range(320):
        size += len(rewriter.feed(piece))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 20_000_000
    assert peak < 8 * LIMIT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<img src='{ADS}", "'>"),
        (f'<img alt="" src = "{ADS}?', '">'),
        (f"<img src={ADS}", " alt=''>"),
    ],
)
def test_an_endless_address_is_judged_by_its_beginning(before: str, after: str) -> None:
    html = f"{before}{'x' * LIMIT * 3}{after}<img src={ADS}>"
    aside = html.replace("src", "data-akkoord-src")
    assert rewritten(html, step=50_000) == aside
    assert rewritten(html) == aside


@pytest.mark.parametrize(
    "html",
    [
        f"<img src='data:image/gif;base64,{'A' * LIMIT * 2}' srcset='{ADS} 2x'>",
        f"<img{' ' * LIMIT * 2}srcset='{ADS} 2x'>",
        f"<img alt={'A' * LIMIT * 2} srcset='{ADS} 2x'>",
    ],
)
def test_what_comes_after_something_endless_is_held(html: str) -> None:
    assert rewritten(html, step=60_000) == html.replace("srcset", "data-akkoord-srcset")
    assert rewritten(html) == html.replace("srcset", "data-akkoord-srcset")


def test_one_byte_at_a_time_takes_no_longer_than_it_must() -> None:
    html = f'<p title="{"x" * 200_000}"><img src={ADS}>'
    assert rewritten(html, step=1) == html.replace("src", "data-akkoord-src")


@pytest.mark.parametrize("html", [f"<script>import('{ADS}')", f"<style>@import '{ADS}'", f"<img src={ADS}", "<", "<!-"])
def test_what_is_never_ended_comes_out_all_the_same(html: str) -> None:
    assert (
        rewritten(html).replace(' type="text/plain" data-akkoord="marketing"', "").replace("@akkoord held;", "") == html
    )


def written(body: bytes, content_type: str, step: int = 1000) -> bytes:
    rewriter = PageRewriter(content_type, judge())
    return b"".join(rewriter.feed(body[at : at + step]) for at in range(0, len(body), step)) + rewriter.close()


PAGE, INERT = f"<p>é€😀<img src={ADS}>é", f"<p>é€😀<img data-akkoord-src={ADS}>é"


@pytest.mark.parametrize("step", [1, 2, 3, 5, 1000])
@pytest.mark.parametrize(
    ("content_type", "encoding", "mark"),
    [
        ("text/html", "utf-8", b""),
        ("text/html; charset=utf-8", "utf-8", b"\xef\xbb\xbf"),
        ("text/html", "utf-16-le", b"\xff\xfe"),
        ("text/html; charset=utf-8", "utf-16-be", b"\xfe\xff"),
        ('text/html; Charset="UTF-16"', "utf-16-le", b""),
        ("text/html;charset=utf-16be", "utf-16-be", b""),
        ("text/html;charset=gb18030", "gb18030", b""),
    ],
)
def test_it_reads_a_page_in_its_encoding(content_type: str, encoding: str, mark: bytes, step: int) -> None:
    assert written(mark + PAGE.encode(encoding), content_type, step) == mark + INERT.encode(encoding)


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-15", "shift_jis", "big5", "euc-kr"])
def test_letters_of_other_encodings_stay_as_they_are(encoding: str) -> None:
    page = f"<p>{'表ソ' if encoding == 'shift_jis' else '功' if encoding == 'big5' else ''}<img src={ADS} alt='x'>"
    expected = page.replace("src", "data-akkoord-src").encode(encoding)
    assert written(page.encode(encoding), f"text/html; charset={encoding}", 3) == expected


def test_an_encoding_that_hides_tags_goes_by() -> None:
    page = f"<img src={ADS}>".encode()
    assert written(page, "text/html; charset=iso-2022-jp") == page


@given(st.binary(max_size=60), st.sampled_from(["utf-16", "utf-16be", "utf-8", "windows-1252"]), st.integers(1, 9))
@settings(max_examples=300, deadline=None)
def test_bytes_that_mean_nothing_go_by(body: bytes, charset: str, step: int) -> None:
    assert written(body, f"text/html; charset={charset}", step) == body


@pytest.mark.parametrize("body", [b"", b"a", b"<"])
def test_a_page_of_hardly_anything_comes_out(body: bytes) -> None:
    assert written(body, "text/html") == body
