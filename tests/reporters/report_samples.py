"""Reports as runs would make them: one for each thing that a reporter must be able to say."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from fake_checks import register_checks
from valuegate.errors import PluginError, PolicyError, ValuegateError
from valuegate.finding import Finding, Ground, Judgement, Verdict, Waiver
from valuegate.report import Head, Reporter, Style, render

TODAY = date(2026, 11, 23)

PROBLEM = Judgement(
    "passed",
    8,
    1,
    "Problem",
    (
        Ground("who", "night nurses", 8, 1),
        Ground("pain", "copy the notes of every patient by hand and lose about one in ten", 8, 21),
    ),
    (),
    "a group, and what goes wrong for it",
)
METRIC = Judgement(
    "passed",
    21,
    1,
    "Success metric",
    (
        Ground("indicator", "notes lost", 21, 1),
        Ground("baseline", "12", 21, 20),
        Ground("target", "2", 21, 26),
    ),
    (),
    "an indicator, its value today, its target",
)
AUTHORITY = Finding(
    "evidence",
    "evidence.authority",
    "error",
    "A wish from above is no evidence: it says who wants this, and nothing that a colleague can check.",
    "Add one thing that can be looked up: a link to an interview, a ticket, a count and its source.",
    14,
    1,
    "The CEO asked for this in September, and the board agrees.",
    "docs/checks/evidence.md#authority",
)
NOT_A_DAY = Finding(
    "review-date",
    "review-date.not-a-day",
    "error",
    "“Q3” is a quarter. Nobody can put it in a calendar, so nobody will look.",
    "Name one day on which somebody looks at the result: 2027-03-01.",
    25,
    14,
    "Q3",
    "docs/checks/review-date.md#not-a-day",
)
DUE = Finding(
    "review-date",
    "review-date.due",
    "warning",
    "The review day has come: 2026-11-20.",
    "Look at the result, write down what was measured and decided, and close the ticket.",
    25,
    14,
    "2026-11-20",
    "docs/checks/review-date.md#due",
)


def failed(finding: Finding, label: str, rule: str, *grounds: Ground) -> Judgement:
    return Judgement("failed", finding.line, finding.column, label, grounds, (finding,), rule)


PASSED = Verdict(
    "tickets/batteries.md",
    "ticket",
    "SHOP-9",
    "Couriers carry empty batteries home",
    "ready",
    True,
    TODAY,
    "passed",
    None,
    {
        "problem": PROBLEM,
        "evidence": Judgement(
            "passed",
            14,
            1,
            "Evidence",
            (Ground("source", "Interviews 3 to 9", 14, 3),),
            (),
            "something to look up",
        ),
        "metric": METRIC,
        "review-date": Judgement(
            "passed", 25, 1, "", (Ground("day", "2027-03-01", 25, 14),), (), "a day after the entry"
        ),
        "impact": Judgement("skipped"),
    },
)
REFUSED = Verdict(
    "tickets/night-notes.md",
    "ticket",
    "SHOP-12",
    "Night nurses lose notes at shift change",
    "ready",
    True,
    TODAY,
    "failed",
    None,
    {
        "problem": PROBLEM,
        "evidence": failed(AUTHORITY, "Evidence", "authority", Ground("authority", "The CEO", 14, 1)),
        "metric": METRIC,
        "review-date": failed(NOT_A_DAY, "Review", "not-a-day"),
        "impact": Judgement("skipped"),
    },
    (AUTHORITY, NOT_A_DAY),
)
ENTERED_EARLIER = PASSED._replace(
    day=date(2026, 9, 1),
    judgements={
        **PASSED.judgements,
        "review-date": PASSED.judgements["review-date"]._replace(findings=(DUE,)),
    },
    findings=(DUE,),
)
DRAFT = REFUSED._replace(binding=False, key="SHOP-14", source="tickets/draft.md")
DRAFT_THAT_HOLDS = PASSED._replace(binding=False, key="SHOP-15", source="tickets/good-draft.md")
EXEMPT = Verdict(
    "tickets/upgrade.md",
    "ticket",
    "SHOP-3",
    "Upgrade the database driver",
    "ready",
    True,
    TODAY,
    "exempt",
    "except.labels: chore",
)
OLD = EXEMPT._replace(source="tickets/2019.md", key="SHOP-2", title="Search by colour", exempt_by="baseline")
UNREADABLE = Verdict(
    "tickets/scan.md",
    "ticket",
    "",
    "",
    "ready",
    True,
    TODAY,
    "failed",
    None,
    {},
    (
        Finding(
            "ticket",
            "ticket.unreadable",
            "error",
            "is not UTF-8 text (byte 0xff)",
            "Save the file as UTF-8.",
            3,
            7,
        ),
    ),
)
CRASH = Finding(
    "evidence",
    "evidence.undecided",
    "error",
    "the check 'evidence' crashed (ZeroDivisionError: division by zero)",
    "Report it to the check's author.",
    1,
    1,
)
BROKEN_PLUGIN = Finding(
    "policy",
    "policy.plugin",
    "error",
    "plugin 'legal' of acme-legal 1.4 could not be loaded (ModuleNotFoundError: No module named 'acme')",
    "Mend or update acme-legal, or add 'legal' to plugins.disable.",
)
UNDECIDED = REFUSED._replace(
    outcome="undecided",
    judgements={
        **REFUSED.judgements,
        "evidence": Judgement("undecided", findings=(CRASH,), rule="undecided"),
    },
    findings=(BROKEN_PLUGIN, CRASH, NOT_A_DAY),
)
WAIVER = Waiver(
    "evidence", "ana@example.org", date(2026, 12, 31), "the survey ends in December, results then", 16, 1
)
WAIVED = PASSED._replace(findings=(AUTHORITY._replace(waived_by=WAIVER),))
TEMPLATE = Verdict(
    ".github/ISSUE_TEMPLATE/feature.yml",
    "template",
    "",
    "Feature request",
    "ready",
    True,
    TODAY,
    "failed",
    None,
    {"problem": Judgement("passed", 4, 5, "Problem"), "evidence": Judgement("failed", rule="missing-field")},
    (
        Finding(
            "evidence",
            "template.missing-field",
            "error",
            "Nothing in this template asks for evidence.",
            "Add a field: {type: textarea, attributes: {label: Evidence}, validations: {required: true}}",
            1,
            1,
            url="docs/templates.md#missing-field",
        ),
    ),
)
HOSTILE = REFUSED._replace(
    title="Red \x1b[31malert\x1b[0m \u202egnp.exe \x9b2J tag\U000e0041 nul\x00 lone\udc80",
    source="tickets/\x1b]0;owned\x07.md",
    findings=(
        AUTHORITY._replace(excerpt="line\r\x1b[2K\u2066hidden\u2069 zero\u200bwidth soft\u00adhyphen"),
    ),
)
WIDE = REFUSED._replace(
    title="夜勤の看護師は交代時に申し送りを失う。夜勤の看護師は交代時に申し送りを失う。夜勤の看護師は交代時に申し送りを失う",
    findings=(
        AUTHORITY._replace(
            message="Preuve d\u2019autorité\u00a0: «\u00a0le PDG le veut\u00a0» 👩‍💻 cafe\u0301"
        ),
    ),
)
BROKEN_POLICY = PolicyError(
    [
        ValuegateError(
            "unknown key 'requires'", fix="did you mean 'require'?", source="valuegate.yaml", line=7, column=5
        ),
        ValuegateError(
            "'enters' is missing", fix="enters: [Ready]", source="valuegate.yaml", line=5, column=3
        ),
    ]
)
LOOSENED = ValuegateError(
    "the policy of this change requires less: gates.ready.require is [problem]",
    fix="Judged was by the policy of origin/main.",
    source="valuegate.yaml",
    line=6,
)
MISSING_PLUGIN = PluginError(
    "the required plugin 'acme-legal' is not installed",
    fix="Install it in this environment, or take it out of plugins.require.",
)


HEAD = Head(TODAY, "valuegate.yaml", {check.id: check for check in register_checks()})


class Report(NamedTuple):
    """What a run tells its reporters."""

    verdicts: tuple[Verdict, ...]
    errors: tuple[ValuegateError, ...]
    notes: tuple[ValuegateError, ...] = ()

    def by(self, reporter: Reporter, style: Style | None = None) -> str:
        """The report as one reporter writes it."""
        head = HEAD._replace(notes=self.notes)
        return render(reporter, head, self.verdicts, self.errors, style)


def report(
    *verdicts: Verdict, errors: tuple[ValuegateError, ...] = (), notes: tuple[ValuegateError, ...] = ()
) -> Report:
    return Report(verdicts, errors, notes)


REPORTS = {
    "empty": report(),
    "passed": report(PASSED),
    "refused": report(PASSED, REFUSED),
    "everything": report(
        PASSED,
        REFUSED,
        ENTERED_EARLIER,
        DRAFT,
        DRAFT_THAT_HOLDS,
        EXEMPT,
        OLD,
        UNREADABLE,
        UNDECIDED,
        WAIVED,
        TEMPLATE,
        errors=(MISSING_PLUGIN,),
        notes=(LOOSENED,),
    ),
    "errors": report(errors=(BROKEN_POLICY,)),
    "hostile": report(HOSTILE),
    "wide": report(WIDE),
}
