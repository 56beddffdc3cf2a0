import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.language import Pack, load
from valuegate.text.calendar import bounds, next_day
from valuegate.text.dates import MOST, DateMention, find_dates, masks
from valuegate.text.lexicon import pieces
from valuegate.words import tokenize

TODAY = date(2026, 11, 23)
EN, FR = load("en"), load("fr")
EXAMPLES = tomllib.loads((Path(__file__).parent / "dates.toml").read_text(encoding="utf-8"))
WORDS = (
    "8 31 30 29 0 99 1er 3rd March mars May may février February lundi Friday Q3 T1 S12 W12 2027 1999 - "
    "– / . , ( ) to au et and between entre week semaine of du de fin mid mi- in dans after après 6 "
    "weeks mois J + 2027-02-30 15/03/2027 03/04 15.03.27 soon bientôt https:// \n the le first half "
    "trimestre printemps cet '"
)
PIECES = st.sampled_from(WORDS.split(" "))
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)


def told(mention: DateMention) -> str:
    if mention.kind != "day":
        return f"{mention.kind} {mention.text}"
    marks = (" ?" if not mention.year_given else "") + (" !" if mention.weekday_ok is False else "")
    return f"day {mention.day}{marks}"


def numbers(text: str) -> set[int]:
    return {int(n) for n in "".join(c if c.isdecimal() else " " for c in text).split()}


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [(code, text, expected) for code, texts in EXAMPLES.items() for text, expected in texts.items()],
)
def test_examples(code: str, text: str, expected: list[str]) -> None:
    assert [told(m) for m in find_dates(text, load(code), today=TODAY)] == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [("dmy", "day 2027-04-03"), ("mdy", "day 2027-03-04"), ("auto", "ambiguous 03/04/2027")],
)
def test_the_policy_may_say_how_to_read_numbers(order: str, expected: str) -> None:
    assert [told(m) for m in find_dates("03/04/2027", EN, today=TODAY, order=order)] == [expected]


def test_month_first_in_french_if_the_policy_says_so() -> None:
    assert [told(m) for m in find_dates("le 03/15/2027", FR, today=TODAY, order="mdy")] == ["day 2027-03-15"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q3 2027", date(2027, 7, 1), date(2027, 9, 30)),
        ("H2 2027", date(2027, 7, 1), date(2027, 12, 31)),
        ("March 2027", date(2027, 3, 1), date(2027, 3, 31)),
        ("2027-W01", date(2027, 1, 4), date(2027, 1, 10)),
        ("week of 3 May 2027", date(2027, 5, 3), date(2027, 5, 9)),
        ("19 Oct - 15 Nov 2026", date(2026, 10, 19), date(2026, 11, 15)),
        ("Nov-Jan 2027", date(2026, 11, 1), date(2027, 1, 31)),
        ("end of 2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("03/04/2027", date(2027, 3, 4), date(2027, 4, 3)),
        ("3-5 March", date(2027, 3, 3), date(2027, 3, 5)),
        ("Q3", None, None),
    ],
)
def test_periods_have_bounds(text: str, first: date | None, last: date | None) -> None:
    (mention,) = find_dates(text, EN, today=TODAY)
    assert (mention.first, mention.last, mention.day) == (first, last, None)


def test_a_year_without_a_53rd_week_has_no_bounds_for_it() -> None:
    assert bounds("week", 53, 2027) == (None, None)
    assert bounds("year", 1, 2027) == (date(2027, 1, 1), date(2027, 12, 31))


def test_the_next_day_ends_with_the_calendar() -> None:
    assert next_day(date(9998, 12, 31), 12, 31) is None


def test_masks_leave_durations_alone() -> None:
    text = "8 March 2027, paid in 3 days, soon"
    assert [text[a:b] for a, b in masks(find_dates(text, EN, today=TODAY))] == ["8 March 2027"]


def test_tokens_may_be_given() -> None:
    text = "review on 8 March 2027"
    assert find_dates(text, EN, today=TODAY, tokens=pieces(tokenize(text), text)) == find_dates(
        text, EN, today=TODAY
    )


def test_a_pack_without_a_calendar_still_reads_iso_dates() -> None:
    bare = Pack({"code": "xx", "name": "x"})
    assert [told(m) for m in find_dates("2027-03-15 8 March", bare, today=TODAY)] == ["day 2027-03-15"]


def test_no_more_than_the_most() -> None:
    assert len(find_dates("soon, 2027-03-15, " * 500, EN, today=TODAY)) == MOST


@given(TEXTS, st.sampled_from([EN, FR]), st.sampled_from(["auto", "dmy", "mdy"]))
def test_mentions_lie_in_the_text_in_order(text: str, pack: Pack, order: str) -> None:
    end = 0
    for mention in find_dates(text, pack, today=TODAY, order=order):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert (mention.day is not None) == (mention.kind == "day")
        end = mention.end


@given(TEXTS, st.sampled_from([EN, FR]))
def test_a_day_is_written_in_the_text(text: str, pack: Pack) -> None:
    """Its number stands in the mention, in digits or in words, and its year too if it was given."""
    words = {**pack.table("numbers")["cardinals"], **pack.table("numbers")["ordinal_words"]}
    for mention in find_dates(text, pack, today=TODAY):
        if mention.day is None:
            continue
        spelled = {n for word, n in words.items() if word in mention.text.lower()}
        assert mention.day.day in numbers(mention.text) | spelled
        year = mention.day.year
        if mention.year_given:  # perhaps by the day that it is joined to: "20 December and 4 January 2027"
            assert {year, year % 100, year + 1} & numbers(text)
        else:
            assert mention.day > TODAY


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    en = [names[0].capitalize() for names in EN.table("calendar")["months"]][day.month - 1]
    fr = [names[0] for names in FR.table("calendar")["months"]][day.month - 1]
    weekday = FR.table("calendar")["weekdays"][day.weekday()][0]
    forms = [
        (EN, day.isoformat()),
        (EN, f"{day.day} {en} {day.year}"),
        (EN, f"{en} {day.day}, {day.year}"),
        (EN, f"{day.day}.{day.month}.{day.year}"),
        (FR, f"{day.day:02}/{day.month:02}/{day.year}"),
        (FR, f"{weekday} {day.day} {fr} {day.year}"),
    ]
    for pack, text in forms:
        (mention,) = find_dates(text, pack, today=TODAY)
        assert mention.day == day
        assert mention.weekday_ok in (None, True)


@given(st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=365)))
def test_a_day_without_a_year_is_the_next_one(day: date) -> None:
    month = FR.table("calendar")["months"][day.month - 1][0]
    (mention,) = find_dates(f"le {day.day} {month}", FR, today=TODAY)
    assert (mention.day, mention.year_given) == (day, False)
