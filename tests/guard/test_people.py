from __future__ import annotations

from typing import Any

import pytest

from guard_histories import at, history, labelled, person, policy, snapshot
from valuegate.guard.people import Contest, contest, may_decide, vouched
from valuegate.policy import GuardLabels, Waivers
from valuegate.tracker import Comment, Labelling
from valuegate.waiver import claims

LEADS = policy(waivers=Waivers(people=("lea",)))
LABELS = GuardLabels()
MAY = LABELS.contested


def comment(text: str, by: str = "lea", **said: Any) -> Comment:
    return Comment("c1", person(by), at(2), text)._replace(**said)


def labels_of(labels: tuple[str, ...], *labellings: Labelling) -> tuple[str, ...]:
    told = history("Draft", "Ready", labels=labellings)
    return vouched(snapshot("Ready", labels).ticket, told, (), LEADS).labels


def test_people_are_known_by_names_that_nobody_can_choose() -> None:
    assert may_decide(person("lea"), policy(waivers=Waivers(people=("lea@example.org",))))
    assert may_decide(person("lea"), policy(waivers=Waivers(people=("@lea",))))
    assert not may_decide(person("ana")._replace(shown="Lea"), LEADS)
    assert not may_decide(None, policy())


def test_without_a_list_of_people_anybody_known_may_decide() -> None:
    assert may_decide(person("ana"), policy())


def test_an_exempting_label_counts_if_the_history_says_that_one_of_the_people_set_it() -> None:
    assert labels_of(("chore", "ux"), labelled("chore", "lea")) == ("chore", "ux")
    assert labels_of(("chore", "ux"), labelled("chore", "ana")) == ("ux",)
    assert labels_of(("chore", "ux"), labelled("chore", None)) == ("ux",)


def test_a_label_of_which_nothing_is_told_was_set_by_the_author() -> None:
    told = history("Draft", by="lea")
    assert vouched(snapshot("Draft", ("Chore",)).ticket, told, (), LEADS).labels == ("Chore",)
    assert labels_of(("chore",)) == ()


def test_the_last_one_who_set_a_label_answers_for_it() -> None:
    again = (
        labelled("chore", "lea", 1),
        labelled("chore", "ana", 2, added=False),
        labelled("chore", "ana", 3),
    )
    assert labels_of(("chore",), *again) == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("valuegate: waive problem until 2027-01-31: the survey ends then", ("problem", "lea")),
        ("valuegate: waive problem until 2027-01-31 by ana: it is hers", ("problem", "lea")),
        ("Valuegate waive problem, metric until 2027-01-31: law", ("problem", "lea")),
    ],
)
def test_a_waiver_in_a_comment_is_in_the_name_of_who_wrote_it(said: str, told: tuple[str, str]) -> None:
    ticket = vouched(snapshot("Ready").ticket, history("Draft", "Ready"), [comment(said)], LEADS)
    first = claims(ticket)[0]
    assert (first.check, first.person) == told
    assert first.vouched


def test_an_account_id_with_a_colon_is_a_name_like_any_other() -> None:
    nobody = comment("valuegate: waive problem until 2027-01-31: law", by="ana")
    ticket = vouched(snapshot("Ready").ticket, history("Draft", "Ready"), [nobody], LEADS)
    (claim,) = claims(ticket)
    assert (claim.person, claim.until, claim.reason) == ("557:ana", "2027-01-31", "law")


@pytest.mark.parametrize(
    "wrong",
    [
        comment("valuegate: waive problem until 2027-01-31: law", by="ana", edited_by=person("lea")),
        comment("valuegate: waive problem until 2027-01-31: law", edited_by=person("ana")),
        comment("valuegate: waive problem until 2027-01-31: law", by="lea", ours=True),
        Comment("c1", None, at(2), "valuegate: waive problem until 2027-01-31: law"),
        comment("We could let valuegate: waive problem"),
    ],
)
def test_what_nobody_answers_for_waives_nothing(wrong: Comment) -> None:
    ticket = vouched(snapshot("Ready").ticket, history("Draft", "Ready"), [wrong], LEADS)
    assert ticket.waivers == ()


def test_a_waiver_that_cannot_be_read_is_told() -> None:
    broken = comment("valuegate: waives problem")
    ticket = vouched(snapshot("Ready").ticket, history("Draft", "Ready"), [broken], LEADS)
    assert [claim.check for claim in claims(ticket)] == [""]


def state(labels: tuple[str, ...], *labellings: Labelling, author: str = "ana") -> Contest:
    told = history("Draft", "Ready", by=author, labels=labellings)
    return contest(snapshot("Ready", labels).ticket, told, LABELS, LEADS)


def test_nobody_contests_anything() -> None:
    assert state(()).state == "none"


def test_anybody_may_contest() -> None:
    assert state((MAY,), labelled(MAY, "ana")) == Contest("open", person("ana"), at(1))
    assert state((MAY,), labelled(MAY, None)).state == "open"
    assert state((MAY,)).state == "open"


def test_who_contested_may_take_it_back_and_who_decides_may_end_it() -> None:
    assert state((), labelled(MAY, "ana", 1), labelled(MAY, "ana", 2, added=False)).state == "upheld"
    assert state((), labelled(MAY, "ana", 1), labelled(MAY, "lea", 2, added=False)).state == "upheld"


def test_nobody_else_ends_a_contest() -> None:
    gone = (labelled(MAY, "ana", 1), labelled(MAY, "ben", 2, added=False))
    assert state((), *gone).state == "open"
    assert state((), *gone[:1], labelled(MAY, None, 2, added=False)).state == "open"


def test_the_label_of_people_who_decide_overturns_a_refusal_whatever_else_is_there() -> None:
    label = LABELS.overturned
    assert state((label, MAY), labelled(MAY, "ana"), labelled(label, "lea", 2)).state == "overturned"
    assert state((label, MAY), labelled(MAY, "ana"), labelled(label, "ana", 2)).state == "open"
    assert state((label,), labelled(label, "ana", 2)).state == "none"
    assert state((label,), author="lea").state == "overturned"


@pytest.mark.parametrize("other", ["Chore", "CHORE", "cho_re"])
def test_who_takes_one_spelling_of_a_label_away_has_not_set_another(other: str) -> None:
    told = (
        labelled(other, "ana", 1),
        labelled("chore", "ana", 2),
        labelled("chore", "lea", 3, added=False),
    )
    assert labels_of((other,), *told) == ()


def test_who_takes_one_spelling_of_the_decision_away_has_not_taken_it() -> None:
    other = LABELS.overturned.upper()
    told = (
        labelled(other, "ana", 1),
        labelled(LABELS.overturned, "ana", 2),
        labelled(LABELS.overturned, "lea", 3, added=False),
    )
    ticket = snapshot("Ready", (other,)).ticket
    assert contest(ticket, history("Draft", "Ready", labels=told), LABELS, LEADS) == Contest()
