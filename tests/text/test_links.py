import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.text.links import find_keys, find_urls, host, url_words

TEXTS = st.text(alphabet="aAB1-#/.:w ()@ht", max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see PHY-12, B2B-RES-4 and FIN-Q3-park.", ["PHY-12", "B2B-RES-4", "FIN-Q3-park"]),
        ("SUP-4410/SUP-4475 (ACC-2026-02)", ["SUP-4410", "SUP-4475", "ACC-2026-02"]),
        ("#45 and org/repo#123", ["#45", "org/repo#123"]),
        ("UTF-8, COVID-19 and ISO-9001", []),
        ("https://x.org/ABC-12 and DEF-3", ["DEF-3"]),
        ("abc-12 A-1 xABC-12 ABC-12x &#39; p95 2027-03-15", []),
        ("nothing", []),
    ],
)
def test_keys(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in find_keys(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://x.org/a_b?c=1, then", ["https://x.org/a_b?c=1"]),
        ("(http://a.org/c_(d)).", ["http://a.org/c_(d)"]),
        ("(see http://a.org)", ["http://a.org"]),
        ("www.foo.com/bar and xwww.no.com", ["www.foo.com/bar"]),
        ("www.x.org", ["www.x.org"]),
        ("<https://x.org>", ["https://x.org"]),
        ("https:// and ://x and 1://x and www.", []),
        ("mail a@www.x.org", []),
        ("none", []),
    ],
)
def test_urls(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in find_urls(text)] == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user@WWW.Figma.com:80/x", "figma.com"),
        ("www.a.org?x", "a.org"),
        ("http://a.org#x", "a.org"),
        ("mailto:a@b.c", ""),
    ],
)
def test_host(url: str, expected: str) -> None:
    assert host(url) == expected


def test_url_words() -> None:
    assert url_words("https://www.figma.com/file/zq81/Flows-v2_x") == (
        "www", "figma", "com", "file", "zq", "flows", "v", "x",
    )  # fmt: skip
    assert url_words("www.a.org") == ("www", "a", "org")


@given(TEXTS)
def test_places_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    urls, end = find_urls(text), 0
    for start, stop in urls:
        assert end <= start < stop <= len(text)
        end = stop
    for start, stop in find_keys(text):
        assert 0 <= start < stop <= len(text)
        assert not any(a <= start < b for a, b in urls)
