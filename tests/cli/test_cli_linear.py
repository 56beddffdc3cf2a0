"""``valuegate linear``, and signing in to Linear: the whole way, up to a stand-in that answers GraphQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from command_line import Result

from keyrings import Memory
from valuegate.testing.linear import stand_in
from valuegate.testing.linear.server import StandIn

Call = Callable[..., Result]


@pytest.fixture(autouse=True)
def memory() -> Iterator[Memory]:
    before, fresh = keyring.get_keyring(), Memory()
    keyring.set_keyring(fresh)
    yield fresh
    keyring.set_keyring(before)


@pytest.fixture
def there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A stand-in, and a policy that names it; the environment has a key for it."""
    with stand_in() as found:
        policy = {
            "version": 1,
            "extends": ["valuegate:recommended"],
            "languages": ["en", "fr"],
            "trackers": {"linear": {"url": found.url, "teams": ["ENG", "OPS"]}},
            "guard": {"tracker": "linear"},
        }
        (folder / "valuegate.yaml").write_text(json.dumps(policy), encoding="utf-8")
        monkeypatch.setenv("VALUEGATE_LINEAR_TOKEN", found.key_of(found.space.users["valuegate"]))
        monkeypatch.setenv("VALUEGATE_LINEAR_URL", found.url)
        found.space.labels.clear()
        yield found


def names(there: StandIn) -> list[str]:
    return [label["name"] for label in there.space.labels]


def templates(there: StandIn) -> list[tuple[str, str]]:
    return [(each["team"]["key"], each["name"]) for each in there.space.templates]


def test_setup_makes_the_labels_and_a_template_per_team_and_language(there: StandIn, valuegate: Call) -> None:
    done = valuegate("linear", "setup")
    assert done.code == 0, done.err
    assert names(there) == ["value-gate", "value-gate-contested", "value-gate-overturned"]
    assert sorted(templates(there)) == [
        ("ENG", "Product ticket"),
        ("ENG", "Ticket produit"),
        ("OPS", "Product ticket"),
        ("OPS", "Ticket produit"),
    ]
    assert done.out.splitlines()[0] == "+ made label value-gate"
    assert "+ made template “Ticket produit” of OPS" in done.out


def test_done_again_it_does_nothing(there: StandIn, valuegate: Call) -> None:
    valuegate("linear", "setup")
    before = [(each["id"], each["updatedAt"]) for each in there.space.templates]
    done = valuegate("linear", "setup")
    assert [(each["id"], each["updatedAt"]) for each in there.space.templates] == before
    assert done.out.splitlines()[-1] == "Nothing to do."
    assert len(names(there)) == 3


def test_a_dry_run_changes_nothing_and_says_what_it_would_do(there: StandIn, valuegate: Call) -> None:
    done = valuegate("linear", "setup", "--dry-run", "--team", "ENG", "--lang", "fr")
    assert (names(there), templates(there)) == ([], [])
    assert done.out == (
        "+ make label value-gate\n"
        "+ make label value-gate-contested\n"
        "+ make label value-gate-overturned\n"
        "+ make template “Ticket produit” of ENG\n"
        "\n"
        "Nothing was changed: this was a dry run.\n"
    )


def test_what_people_made_or_changed_stays(there: StandIn, valuegate: Call) -> None:
    there.space.add_label("Value-Gate")
    valuegate("linear", "setup", "--team", "ENG", "--lang", "en")
    (template,) = there.space.templates
    template["templateData"] = json.dumps({"title": "ours now"})
    done = valuegate("linear", "setup", "--team", "ENG", "--lang", "en")
    assert template["templateData"] == json.dumps({"title": "ours now"})
    assert "left template “Product ticket” of ENG: is there, and somebody has changed it" in done.out
    done = valuegate("linear", "remove")
    assert names(there) == ["Value-Gate"]
    assert templates(there) == [("ENG", "Product ticket")]
    assert "· left label Value-Gate: was not made by valuegate" in done.out


def test_a_template_of_an_older_valuegate_is_brought_up_to_date(there: StandIn, valuegate: Call) -> None:
    from valuegate.trackers.linear.setup import _digest

    valuegate("linear", "setup", "--team", "ENG", "--lang", "en")
    (template,) = there.space.templates
    now, old = template["templateData"], json.dumps({"title": "older"})
    template |= {"templateData": old, "description": f"valuegate: older ({_digest(old)})"}
    done = valuegate("linear", "setup", "--team", "ENG", "--lang", "en")
    assert "~ changed template “Product ticket” of ENG" in done.out
    assert template["templateData"] == now


def test_where_a_team_has_its_own_label_the_others_get_their_own(there: StandIn, valuegate: Call) -> None:
    there.space.add_label("value-gate", team=there.space.teams["ENG"])
    done = valuegate("linear", "setup")
    assert "+ made label value-gate of OPS" in done.out
    assert [label["team"] and label["team"]["key"] for label in there.space.labels] == [
        "ENG",
        "OPS",
        None,
        None,
    ]


def test_remove_takes_away_what_setup_made(there: StandIn, valuegate: Call) -> None:
    valuegate("linear", "setup")
    assert "- take away label value-gate" in valuegate("linear", "remove", "--dry-run").out
    valuegate("linear", "remove", "--team", "OPS")
    assert len(names(there)) == 3
    assert {team for team, _ in templates(there)} == {"ENG"}
    done = valuegate("linear", "remove")
    assert (done.code, names(there), templates(there)) == (0, [], [])
    assert valuegate("linear", "remove").out == "Nothing to do.\n"


def test_a_team_that_is_not_there_is_told(there: StandIn, valuegate: Call) -> None:
    done = valuegate("linear", "setup", "--team", "EGN")
    assert done.code == 2
    assert "Did you mean 'ENG'?" in done.err


def test_who_may_not_is_told_which_permission_lacks(there: StandIn, valuegate: Call) -> None:
    there.fault = "forbidden"
    done = valuegate("linear", "setup")
    assert done.code == 3
    assert "does not let us" in done.err


def text_of(node: Any) -> str:
    return "".join([node.get("text", ""), *map(text_of, node.get("content", ()))])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_issue_that_nobody_filled_in_is_refused_by_every_check(
    there: StandIn, valuegate: Call, folder: Path, lang: str
) -> None:
    """The hints of a template stay in the issue until somebody writes over them."""
    valuegate("linear", "setup", "--team", "ENG", "--lang", lang)
    (template,) = there.space.templates
    document = json.loads(template["templateData"])["descriptionData"]
    parts = [("## " if n["type"] == "heading" else "") + text_of(n) for n in document["content"]]
    assert [n["content"][0].get("marks") for n in document["content"][:2]] == [None, [{"type": "em"}]]
    (folder / "a.md").write_text("\n\n".join(parts), encoding="utf-8")
    report = json.loads(valuegate("check", "a.md", "--format", "json").out)
    (verdict,) = report["verdicts"]
    asked = ("problem", "evidence", "metric", "review-date")
    assert {verdict["checks"][name]["outcome"] for name in asked} == {"failed"}


# --- signing in ---------------------------------------------------------------------------------------------


def test_one_signs_in_with_a_key_and_out_again(
    there: StandIn, valuegate: Call, monkeypatch: pytest.MonkeyPatch, memory: Memory
) -> None:
    for name in ("TOKEN", "URL"):
        monkeypatch.delenv(f"VALUEGATE_LINEAR_{name}")
    key = there.key_of(there.space.users["ana"])
    done = valuegate("login", "linear", "--token-stdin", stdin=f"{key}\n")
    assert done.code == 0, done.err
    assert "as ana" in done.out
    assert key not in done.out + done.err
    assert "as ana" in valuegate("whoami", "linear").out or "ana" in valuegate("whoami", "linear").out
    assert valuegate("logout", "linear").code == 0
    assert valuegate("whoami", "linear").code == 3


def test_a_key_that_does_not_work_is_not_kept(there: StandIn, valuegate: Call, memory: Memory) -> None:
    done = valuegate("login", "linear", "--token-stdin", stdin="lin_api_wrong\n")
    assert done.code == 3
    assert "does not know us" in done.err
    assert "lin_api_wrong" not in done.out + done.err
    assert memory.kept == {}


def test_an_app_signs_in_by_the_environment(
    there: StandIn, valuegate: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.apps["client-1"] = ("app-secret", there.space.users["valuegate"])
    monkeypatch.delenv("VALUEGATE_LINEAR_TOKEN")
    monkeypatch.setenv("VALUEGATE_LINEAR_CLIENT_ID", "client-1")
    monkeypatch.setenv("VALUEGATE_LINEAR_CLIENT_SECRET", "app-secret")
    done = valuegate("whoami", "linear")
    assert done.code == 0, done.err
    assert "valuegate" in done.out
