"""The contract of checks: one question about a case, answered with a judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from .case import Case
from .finding import Finding, Ground, Judgement, Severity, excerpt
from .language import Pack, ReasonText
from .passage import Passage
from .records import NamedTuple
from .typed import Any, Protocol, runtime_checkable


@runtime_checkable
class Check(Protocol):
    """One question. Checks know the case only: no file, no network, no clock."""

    @property
    def id(self) -> str:
        """Lower case with hyphens; it is the name in the policy, the docs and the reports."""

    @property
    def question(self) -> str:
        """What the check asks, in one short sentence."""

    @property
    def reasons(self) -> Sequence[str]:
        """Every reason that it may give, without the id: ``solution-only`` of ``problem.solution-only``."""

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """Option name → JSON Schema of its value, with a ``default`` and a ``description``."""

    @property
    def texts(self) -> Mapping[str, Mapping[str, ReasonText]]:
        """Language code → reason → what it says. Empty for built-in checks: the packs speak for them."""

    def judge(self, case: Case, context: Context) -> Judgement:
        """The judgement of one case. An exception makes the verdict undecided, in the check's name."""


def text_of(check: Check, reason: str, pack: Pack) -> ReasonText:
    """What a reason of a check says in the language of a pack, else in English."""
    full = f"{check.id}.{reason}"
    texts = check.texts
    if not texts:  # a built-in check: the packs speak for it
        return pack.says(full)
    own = texts.get(pack.code) or texts.get("en") or {}
    return own.get(reason) or pack.says(full)


class Context(NamedTuple):
    """What a check may know beside the case. ``day`` is the day that the gate judges for.

    ``speech`` is the language of its messages. ``options`` hold a value for every option of the check.
    ``today`` only serves warnings (a review that is due): a verdict depends on ``day``.
    """

    check: Check
    day: date
    options: Mapping[str, Any]
    speech: Pack
    today: date | None = None

    def text(self, reason: str) -> ReasonText:
        """What a reason says, in the language of the messages, else in English."""
        return text_of(self.check, reason, self.speech)

    def finding(
        self,
        reason: str,
        passage: Passage | None = None,
        start: int = 0,
        end: int | None = None,
        *,
        severity: Severity = "error",
        said: Mapping[str, str] | None = None,
        **words: str,
    ) -> Finding:
        """A finding about ``text[start:end]`` of a passage (default: all of it), or about the ticket.

        ``words`` (and ``said``, for names known only at run time) fill the {names} of the message and the
        mend, beside ``{quote}``, the words found.
        """
        return self._finding(reason, passage, (start, end), severity, {**(said or {}), **words})

    def _finding(
        self,
        reason: str,
        passage: Passage | None,
        piece: tuple[int, int | None],
        severity: Severity,
        words: Mapping[str, str],
    ) -> Finding:
        start, end = piece
        quote = excerpt(passage.text.string[start:end]) if passage else ""
        text = self.text(reason)
        words = {"quote": quote.rstrip(" .;:"), **words}
        place = passage.span(start) if passage else (1, 1)
        return Finding(
            self.check.id,
            f"{self.check.id}.{reason}",
            severity,
            text.message.format_map(words),
            text.fix.format_map(words),
            place[0],
            place[1],
            quote,
            f"docs/checks/{self.check.id}.md#{reason}",
        )

    def failed(
        self,
        reason: str,
        passage: Passage | None = None,
        start: int = 0,
        end: int | None = None,
        *,
        grounds: Sequence[Ground] = (),
        said: Mapping[str, str] | None = None,
        **words: str,
    ) -> Judgement:
        """The judgement that a passage (or the want of one) does not hold, for one reason."""
        finding = self._finding(reason, passage, (start, end), "error", {**(said or {}), **words})
        label = passage.label if passage else ""
        return Judgement("failed", finding.line, finding.column, label, tuple(grounds), (finding,), reason)

    def passed(
        self, passage: Passage, grounds: Sequence[Ground], rule: str, findings: Sequence[Finding] = ()
    ) -> Judgement:
        """The judgement that a passage holds: by these words, by this rule.

        The packs say the rules of built-in checks; any other ``rule`` is a text for people as it stands.
        """
        line, column = passage.span(0)
        said = self.speech.rule(f"{self.check.id}.{rule}", rule)
        return Judgement("passed", line, column, passage.label, tuple(grounds), tuple(findings), said)
