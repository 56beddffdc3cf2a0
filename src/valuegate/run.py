"""A run: one policy, what is registered, and a day; it turns tickets into verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from .baseline import NONE, Baseline, Entry, entry_for
from .case import Case
from .check import Check
from .engine import Plan, evaluate, exempt, unreadable
from .errors import TicketError
from .finding import BASELINE, Finding, Verdict
from .language import Pack, load
from .plugins import Registry
from .policy import Gate, Policy, day_of_entry, exempt_by, gates_for, merged
from .reader import Reader
from .records import NamedTuple
from .ticket import Ticket
from .typed import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .waiver import Claim


class Target(Protocol):
    """The target branch of a change, as far as tickets go."""

    def before(self, ticket: Ticket, readers: Mapping[str, Reader]) -> Ticket | None:
        """The ticket as it is there; None if it is new."""


class _Subject(NamedTuple):
    """A ticket that is judged, with its waivers; in a ``change``, also as it was before (None: it is new)."""

    ticket: Ticket
    claims: Sequence[Claim]
    change: bool = False
    before: Ticket | None = None

    def day_of_entry(self, gate: Gate, today: date) -> date:
        """The day for which the gate judges. What a change brings into its status enters today.

        Else a change could write itself a day on which its waiver still counted, or its review was to come.
        """
        told = self.before if self.change else self.ticket
        return day_of_entry(gate, told, today) if told else today


class Run:
    """Judges tickets by a policy. ``gate`` forces one gate; ``speech`` the language of messages.

    What the ``baseline`` holds is not judged; the ``target`` branch says which waivers of a change count.
    """

    def __init__(
        self,
        policy: Policy,
        registry: Registry,
        today: date,
        *,
        gate: str | None = None,
        speech: str | None = None,
        baseline: Baseline = NONE,
        target: Target | None = None,
    ) -> None:
        self.policy = policy
        self.registry = registry
        self.today = today
        self.forced = gate
        self.baseline = baseline
        self.target = target
        self.speech: Pack | None = load(speech) if speech else None
        self.packs: Sequence[Pack] = tuple(load(code) for code in policy.languages)
        self._plans: dict[tuple[str, bool], Plan] = {}
        self._others: dict[tuple[int, ...], Run] = {}

    @property
    def checks(self) -> dict[str, Check]:
        """The checks that the gates of the policy ask for."""
        lists = [names for gate in self.policy.gates for names in (gate.require, gate.advise)]
        for override in self.policy.overrides:
            lists += [
                names or () for gate in override.gates.values() for names in (gate.require, gate.advise)
            ]
        asked = {name for names in lists for name in names}
        return {name: check for name, check in self.registry.checks.items() if name in asked}

    def judge(self, ticket: Ticket) -> list[Verdict]:
        """The verdicts of the gates that judge this ticket (or template); at least one."""
        if self.policy.overrides:
            return self._at(ticket.source.name).judge(ticket)
        if ticket.kind == "template":
            from .template import judge_template  # half a millisecond that most starts save

            return [judge_template(ticket, self.plan(self._first(), True), self.today)]
        subject = self._subject(ticket)
        return [self._judge(subject, *selection) for selection in gates_for(self.policy, ticket, self.forced)]

    def judge_entry(self, ticket: Ticket, gate: Gate, broken: TicketError | None = None) -> Verdict:
        """What one gate says of a ticket that entered it on the day ``entered``, as its tracker tells.

        A ticket that is not in the gate is judged as if it entered today: may it? One whose text is
        ``broken`` has failed, unless a rule exempts it.
        """
        run = self._at(ticket.source.name) if self.policy.overrides else self
        gate = run.policy.gate(gate.name)
        if broken and not exempt_by(gate, ticket):
            day = day_of_entry(gate, ticket, self.today)
            verdict = unreadable(broken, run.plan(gate, True), day)
            return verdict._replace(source=ticket.source.name, key=ticket.key, title=ticket.title)
        return run._judge(_Subject(ticket, _claims(ticket)), gate, binding=True)

    def let_through(self, ticket: Ticket, gate: Gate, rule: str) -> Verdict:
        """The verdict on a ticket that a rule beside those of the policy exempts: a decision of people."""
        return exempt(ticket, self.plan(gate, True), self.today, rule)

    def speech_of(self, ticket: Ticket) -> Pack:
        """The language in which a ticket is spoken to."""
        return _speech(ticket, self.plan(self._first(), True))

    def _subject(self, ticket: Ticket) -> _Subject:
        """What a tracker vouches for, or what nobody does, has nothing to do with a branch."""
        now = _claims(ticket)
        if self.target is None or not ticket.vouched:
            return _Subject(ticket, now)
        from .waiver import confirmed

        before = self.target.before(ticket, self.registry.readers)
        return _Subject(ticket, confirmed(now, _claims(before) if before else ()), True, before)

    def entries(self, ticket: Ticket, verdicts: Iterable[Verdict]) -> list[tuple[Entry, bool]]:
        """For a baseline: the entry that each verdict on a ticket would need, and whether it refuses."""
        run = self._at(ticket.source.name) if self.policy.overrides else self
        path = self.policy.below(ticket.source.name)
        return [
            (entry_for(ticket, path, run.plan(run.policy.gate(verdict.gate), True)), verdict.refused)
            for verdict in verdicts
            if verdict.kind == "ticket"
        ]

    def _at(self, source: str) -> Run:
        """The run by the policy as it holds for this source: there are as many as sets of overrides."""
        numbers = self.policy.overriding(self.policy.below(source))
        if numbers not in self._others:
            from .overrides import overridden  # most policies have none

            self._others[numbers] = Run(
                overridden(self.policy, numbers),
                self.registry,
                self.today,
                gate=self.forced,
                speech=self.speech.code if self.speech else None,
                baseline=self.baseline,
                target=self.target,
            )
        return self._others[numbers]

    def refuse(self, error: TicketError) -> Verdict:
        """The verdict on a ticket that cannot be read."""
        return unreadable(error, self.plan(self._first(), True), self.today)

    def _judge(self, subject: _Subject, gate: Gate, binding: bool) -> Verdict:
        ticket, plan = subject.ticket, self.plan(gate, binding)
        rule = exempt_by(gate, ticket)
        if not rule and binding and self.baseline:
            path = self.policy.below(ticket.source.name)
            rule = BASELINE if self.baseline.holds(ticket, path, plan) else None
        if rule:
            return self._exempt(subject, gate, plan, rule)
        day = subject.day_of_entry(gate, self.today) if binding else self.today
        verdict = evaluate(ticket, plan, day, self.today)
        if not subject.claims:
            return verdict
        from .waiver import Rules, waive

        rules = Rules(self.policy.waivers, plan.checks, _speech(ticket, plan), self.today)
        return waive(verdict, subject.claims, rules)

    def _exempt(self, subject: _Subject, gate: Gate, plan: Plan, rule: str) -> Verdict:
        """Not judged. A change that brings this about says so: a label is quickly set."""
        verdict = exempt(subject.ticket, plan, self.today, rule)
        if rule == BASELINE or not subject.before or exempt_by(gate, subject.before):
            return verdict
        text = _speech(subject.ticket, plan).says("ticket.exempted")
        message, url = text.message.format_map({"rule": rule}), "docs/exceptions.md#exemptions"
        told = Finding("ticket", "ticket.exempted", "warning", message, text.fix, 1, 1, url=url)
        return verdict._replace(findings=(*verdict.findings, told))

    def _first(self) -> Gate:
        return self.policy.gate(self.forced) if self.forced else self.policy.gates[0]

    def plan(self, gate: Gate, binding: bool) -> Plan:
        """A gate resolved with its checks, options and languages."""
        key = (gate.name, binding)
        if key not in self._plans:
            self._plans[key] = self._resolve(gate, binding)
        return self._plans[key]

    def _resolve(self, gate: Gate, binding: bool) -> Plan:
        options = merged(self.policy.options, gate.options)
        return Plan(
            gate.name,
            self.registry.checks,
            gate.require,
            self.packs,
            gate.advise,
            options,
            {name: chosen["labels"] for name, chosen in options.items() if chosen.get("labels")},
            [_fault(error.message, error.fix) for error in self.registry.errors],
            self.speech,
            binding,
            self.registry.owners,
        )


def _fault(message: str, fix: str) -> Finding:
    return Finding("policy", "policy.plugin", "error", message, fix)


def _claims(ticket: Ticket) -> Sequence[Claim]:
    """The waivers of a ticket. Where none can stand, nothing is loaded to read them."""
    if not (ticket.waivers or ticket.fields or any(block.kind == "comment" for block in ticket.blocks)):
        return ()
    from .waiver import claims

    return claims(ticket)


def _speech(ticket: Ticket, plan: Plan) -> Pack:
    """The language of messages about a ticket beside those of its checks."""
    return plan.speech or Case(ticket, plan.packs, plan.labels).pack
