"""What the guard needs in a workspace: three labels, and a template for each team that asks for the case.

Nothing is done twice, and nothing that people made or changed is touched: what was made here says so in its
description. First comes a plan; its steps can be shown, or done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal

from ...errors import UsageError
from ...naming import suggestion
from ...records import NamedTuple
from ...ticket import Block
from . import documents, scope
from .tracker import LinearTracker
from .translate import Node
from .understood import understood

OURS = "valuegate: "
"""Begins the description of what was made here."""

_COLOR = "#95A2B3"


class Form(NamedTuple):
    """A template of issues: its name, what it is for, and the headings and hints in it."""

    name: str
    about: str
    blocks: tuple[Block, ...]


class Step(NamedTuple):
    """Something that is done, or left, and what is sent for it; nothing is if it is ``left``."""

    does: Literal["make", "change", "take away", "left"]
    what: str
    why: str = ""
    document: str = ""
    variables: Mapping[str, Any] = {}


def do(tracker: LinearTracker, step: Step) -> None:
    """Do a step of a plan."""
    if step.document:
        tracker.client.do(step.document, **step.variables)


@understood
def teams(tracker: LinearTracker, keys: Sequence[str] = ()) -> list[Node]:
    """The teams of the policy, or those of them that are named. UsageError if one is not there."""
    found = {team["key"]: team for team in scope.teams(tracker.client, tracker.teams)}
    for key in (*tracker.teams, *keys):
        if key not in found:
            raise UsageError(f"there is no team '{key}' in Linear", fix=suggestion(key, sorted(found)))
    return [found[key] for key in sorted(keys or found)]


@understood
def setup(
    tracker: LinearTracker, labels: Mapping[str, str], forms: Sequence[Form], homes: Sequence[Node]
) -> list[Step]:
    """What is to be made in these teams. ``labels`` are names, and what each means."""
    there = list(scope.labels(tracker.client))
    steps = [step for name, means in labels.items() for step in _label(name, means, there, homes)]
    templates = _templates(tracker)
    return [*steps, *(_template(form, home, templates) for home in homes for form in forms)]


def _label(name: str, means: str, there: Iterable[Node], homes: Sequence[Node]) -> Iterator[Step]:
    """One of the workspace serves all teams. Where some teams have their own, the others get theirs, too."""
    same = [label for label in there if label["name"].casefold() == name.casefold()]
    owners = {label["team"] and label["team"]["key"] for label in same}
    lacking = [home for home in homes if home["key"] not in owners]
    wanted = {"name": name, "description": f"{OURS}{means}", "color": _COLOR}
    if None in owners or not lacking:
        yield Step("left", f"label {name}", "is there")
    elif not owners:
        yield Step("make", f"label {name}", "", documents.CREATE_LABEL, {"input": wanted})
    else:
        for home in lacking:
            said = {"input": {**wanted, "teamId": home["id"]}}
            yield Step("make", f"label {name} of {home['key']}", "", documents.CREATE_LABEL, said)


def _templates(tracker: LinearTracker) -> dict[tuple[str, str], Node]:
    """The templates of issues, by team and name."""
    found = tracker.client.ask(documents.TEMPLATES)["templates"]
    of_teams = [each for each in found if each["type"] == "issue" and each["team"]]
    return {(each["team"]["key"], each["name"]): each for each in of_teams}


def _template(form: Form, home: Node, there: Mapping[tuple[str, str], Node]) -> Step:
    what = f"template “{form.name}” of {home['key']}"
    data = template_data(form)
    wanted = {"description": f"{OURS}{form.about} ({_digest(data)})", "templateData": data}
    found = there.get((home["key"], form.name))
    if found is None:
        said: dict[str, Any] = {"name": form.name, "type": "issue", "teamId": home["id"], **wanted}
        return Step("make", what, "", documents.CREATE_TEMPLATE, {"input": said})
    if _same(found["templateData"], data):
        return Step("left", what, "is there")
    if not _untouched(found):
        return Step("left", what, "is there, and somebody has changed it")
    said = {"id": found["id"], "input": wanted}
    return Step("change", what, "", documents.UPDATE_TEMPLATE, said)


@understood
def remove(
    tracker: LinearTracker,
    labels: Iterable[str],
    forms: Sequence[Form],
    homes: Sequence[Node],
    *,
    shared: bool,
) -> list[Step]:
    """What was made here and can go again, with what is ``shared`` by all teams or without it."""
    names, keys = {name.casefold() for name in labels}, {home["key"] for home in homes}
    steps = [
        _without(label, f"label {label['name']}", documents.DELETE_LABEL, _is_ours(label))
        for label in scope.labels(tracker.client)
        if label["name"].casefold() in names and (label["team"]["key"] in keys if label["team"] else shared)
    ]
    there = _templates(tracker)
    for home in homes:
        found = [there[home["key"], form.name] for form in forms if (home["key"], form.name) in there]
        for template in found:
            what = f"template “{template['name']}” of {home['key']}"
            steps.append(_without(template, what, documents.DELETE_TEMPLATE, _untouched(template)))
    return steps


def _without(thing: Node, what: str, document: str, ours: bool) -> Step:
    if not ours:
        return Step("left", what, "was not made by valuegate, or was changed since")
    return Step("take away", what, "", document, {"id": thing["id"]})


def _is_ours(thing: Node) -> bool:
    return (thing["description"] or "").startswith(OURS)


def _untouched(template: Node) -> bool:
    """Is it as it was made here? Its description has the digest of what it then held."""
    return _is_ours(template) and f"({_digest(template['templateData'])})" in template["description"]


def _digest(data: object) -> str:
    return sha256(_canonical(data).encode()).hexdigest()[:12]


def _same(one: object, two: object) -> bool:
    return _canonical(one) == _canonical(two)


def _canonical(data: object) -> str:
    """The data of a template, which Linear keeps as an object and tells as a text."""
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except ValueError:
            return str(data)
    return json.dumps(data, sort_keys=True, ensure_ascii=False)


def template_data(form: Form) -> str:
    """What a template gives a new issue, in the document format of Linear: headings, and hints in italics."""
    content = [_heading(block) if block.kind == "heading" else _hint(block) for block in form.blocks]
    return json.dumps({"descriptionData": {"type": "doc", "content": content}}, ensure_ascii=False)


def _heading(block: Block) -> dict[str, Any]:
    return {"type": "heading", "attrs": {"level": block.level}, "content": [_text(block)]}


def _hint(block: Block) -> dict[str, Any]:
    """A hint is a comment in files; Linear has none, and shows it until somebody writes over it."""
    return {"type": "paragraph", "content": [{**_text(block), "marks": [{"type": "em"}]}]}


def _text(block: Block) -> dict[str, Any]:
    return {"type": "text", "text": " ".join(block.text.split())}
