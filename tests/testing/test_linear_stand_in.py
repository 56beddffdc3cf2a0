"""The stand-in of Linear does what is known of Linear. (That its schema is Linear's: tests/trackers.)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from graphql import parse

from valuegate.testing.linear import stand_in
from valuegate.testing.linear.answers import Answer, answer
from valuegate.testing.linear.complexity import complexity
from valuegate.testing.linear.filters import matches, page
from valuegate.testing.linear.server import StandIn


@pytest.fixture
def there() -> Iterator[StandIn]:
    with stand_in() as found:
        yield found


def ask(there: StandIn, document: str, **variables: Any) -> Answer:
    return answer(there.space, there.space.users["ana"], document, variables, there.largest)


def code(found: Answer) -> str:
    return str(found.errors[0]["extensions"]["code"])


@pytest.mark.parametrize(
    ("document", "cost"),
    [
        ("{ viewer { id name } }", 2),  # 1 + 0.2, rounded up
        ("{ issues(first: 10) { nodes { id title } } }", 12),  # 10 × (1 + 0.2)
        ("{ issues { nodes { id } } }", 55),  # 50 if nobody says
        ("query Q($n: Int) { issues(first: $n) { nodes { id } } }", 6),
        ("{ issues(first: 2) { nodes { labels(first: 3) { nodes { id } } } } }", 9),  # 2 × (1 + 3 × 1.1)
        ("{ viewer { ...A } } fragment A on User { id ... on User { name organization { id } } }", 3),
    ],
)
def test_a_document_costs_what_linear_says(document: str, cost: int) -> None:
    assert complexity(parse(document), {"n": 5}) == cost


def test_what_is_no_graphql_or_not_in_the_schema_is_refused(there: StandIn) -> None:
    assert code(ask(there, "{ viewer {")) == "GRAPHQL_PARSE_FAILED"
    assert code(ask(there, "{ viewer { password } }")) == "GRAPHQL_VALIDATION_FAILED"
    there.largest = 1
    found = ask(there, "{ viewer { id name } }")
    assert (found.status, found.errors[0]["message"][:17]) == (400, "Query too complex")


@pytest.mark.parametrize(
    "document",
    [
        '{ issue(id: "ENG-9") { id } }',
        '{ team(id: "x") { id } }',
        '{ comment(id: "x") { id } }',
        '{ template(id: "x") { id } }',
        'mutation { commentDelete(id: "x") { success } }',
        'mutation { issueUpdate(id: "ENG-9", input: {}) { success } }',
    ],
)
def test_what_is_not_there_is_not_found(there: StandIn, document: str) -> None:
    found = ask(there, document)
    assert found.errors[0]["message"].startswith("Entity not found: ")


CREATE = """
mutation C($input: IssueCreateInput!) { issueCreate(input: $input) { issue { identifier state { name } } } }
"""


def test_an_issue_may_be_created_in_a_started_status(there: StandIn) -> None:
    team, state = there.space.teams["ENG"], there.space.state("In Progress")
    about = {
        "teamId": team["id"],
        "title": "x",
        "stateId": state["id"],
        "labelIds": [there.space.label("value-gate")["id"]],
    }
    made = ask(there, CREATE, input=about).data["issueCreate"]["issue"]
    assert made == {"identifier": "ENG-1", "state": {"name": "In Progress"}}
    found = ask(
        there, '{ issue(id: "ENG-1") { labelIds labels { nodes { name } } children { nodes { id } } } }'
    ).data
    assert found["issue"]["labels"]["nodes"] == [{"name": "value-gate"}]


COMMENT = "mutation C($input: CommentCreateInput!) { commentCreate(input: $input) { comment { id } } }"
GOOD = "b3c1f4c0-7d4e-4b8e-9c55-0d9f8e1a2b3c"


@pytest.mark.parametrize("id", ["x", "b3c1f4c0-7d4e-1b8e-9c55-0d9f8e1a2b3c"])
def test_an_id_must_be_of_version_four(there: StandIn, id: str) -> None:
    there.space.create(there.space.users["ana"], "x")
    assert code(ask(there, COMMENT, input={"id": id, "issueId": "ENG-1", "body": "x"})) == "INPUT_ERROR"


def test_an_id_is_taken_once(there: StandIn) -> None:
    there.space.create(there.space.users["ana"], "x")
    about = {"id": GOOD, "issueId": "ENG-1", "body": "x"}
    assert ask(there, COMMENT, input=about).data["commentCreate"]["comment"]["id"] == GOOD
    assert code(ask(there, COMMENT, input=about)) == "INPUT_ERROR"


def test_a_comment_is_edited_by_its_author_only(there: StandIn) -> None:
    issue = there.space.create(there.space.users["ana"], "x")
    made = there.space.comment(issue, there.space.users["ben"], "mine")
    document = 'mutation U($id: String!) { commentUpdate(id: $id, input: {body: "yours"}) { success } }'
    assert code(ask(there, document, id=made["id"])) == "INPUT_ERROR"
    assert made["body"] == "mine"


def test_a_status_of_another_team_is_refused(there: StandIn) -> None:
    there.space.create(there.space.users["ana"], "x")
    document = 'mutation U($to: String!) { issueUpdate(id: "ENG-1", input: {stateId: $to}) { success } }'
    assert code(ask(there, document, to=there.space.state("Todo", "OPS")["id"])) == "INPUT_ERROR"


def test_a_label_has_its_name_alone_where_it_counts(there: StandIn) -> None:
    document = "mutation L($input: IssueLabelCreateInput!) { issueLabelCreate(input: $input) { success } }"
    assert code(ask(there, document, input={"name": "Value-Gate"})) == "INPUT_ERROR"


def test_a_template_takes_json_as_a_text_only(there: StandIn) -> None:
    document = "mutation T($input: TemplateCreateInput!) { templateCreate(input: $input) { success } }"
    about = {"name": "x", "type": "issue", "templateData": "[]"}
    assert code(ask(there, document, input=about)) == "INPUT_ERROR"


def test_pages_are_of_at_most_250_and_a_cursor_must_be_known(there: StandIn) -> None:
    assert code(ask(there, "{ issues(first: 251) { nodes { id } } }")) == "INPUT_ERROR"
    assert code(ask(there, '{ issues(after: "x") { nodes { id } } }')) == "INPUT_ERROR"


def test_what_happens_in_the_first_three_minutes_leaves_a_stay_and_no_entry(there: StandIn) -> None:
    space = there.space
    issue = space.create(space.users["ana"], "x")
    space.change(issue, space.users["ana"], state=space.state("Todo"))
    space.clock.pass_by(timedelta(minutes=3))
    space.change(issue, space.users["ana"], state=space.state("Done"))
    assert [entry["toState"]["name"] for entry in issue["_entries"]] == ["Done"]
    assert [stay["state"]["name"] for stay in issue["_spans"]] == ["Backlog", "Todo", "Done"]


NODE = {"n": 3, "name": "Night Notes", "at": "2026-11-23T08:00:00.000Z", "team": {"key": "ENG"}, "gone": None}


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"n": {"eq": 3, "neq": 4, "in": [3], "nin": [4], "gt": 2, "gte": 3, "lt": 4, "lte": 3}},
        {
            "name": {
                "contains": "Notes",
                "containsIgnoreCase": "NOTES",
                "startsWith": "Night",
                "endsWith": "Notes",
            }
        },
        {"name": {"eqIgnoreCase": "night notes"}},
        {"at": {"gte": "2026-11-23T09:00:00+01:00", "lt": "2026-11-23T08:00:01Z"}},
        {"team": {"key": {"eq": "ENG"}}, "gone": {"null": True}},
        {"or": [{"n": {"eq": 9}}, {"and": [{"n": {"eq": 3}}, {"team": {"key": {"in": ["ENG"]}}}]}]},
        {"n": None},
    ],
)
def test_a_filter_finds_what_fulfils_all_of_it(wanted: dict[str, Any]) -> None:
    assert matches(NODE, wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        {"n": {"eq": 4}},
        {"n": {"eq": 3, "lt": 3}},
        {"gone": {"key": {"eq": "x"}}},
        {"gone": {"gt": 1}},
        {"team": {"null": True}},
        {"or": []},
    ],
)
def test_and_nothing_else(wanted: dict[str, Any]) -> None:
    assert not matches(NODE, wanted)


def test_some_or_every_one_of_several() -> None:
    labels = {"_labels": [{"name": "a"}, {"name": "b"}]}
    assert matches(labels, {"labels": {"some": {"name": {"eq": "a"}}}})
    assert not matches(labels, {"labels": {"every": {"name": {"eq": "a"}}}})


def test_pages_follow_each_other_to_the_last() -> None:
    nodes = [{"id": str(number), "createdAt": f"2026-11-{number:02}"} for number in range(1, 8)]
    seen, after = [], None
    while True:
        found = page(nodes, {"first": 3, "after": after})
        seen += [node["id"] for node in found["nodes"]]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["7", "6", "5", "4", "3", "2", "1"]
