"""An audit of Jira: ``python benchmarks/jira_audit.py [ISSUES]`` (1,000, if nothing is said).

As many issues are made on the stand-in of Jira Cloud, half of them in a gated status with a past, and judged
by ``valuegate audit``: how many requests of which kind that takes, and how many seconds. The stand-in
answers at once. A real site takes its time for each request, so the last line says what a fifth of a second
would make of it. The tickets are those of tests/corpus/grown, each heading with its paragraphs as a document.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from valuegate.cli import run
from valuegate.testing.jira import JiraServer, Site
from valuegate.testing.jira.operations import find

FOLDER = Path(__file__).parent.parent / "tests" / "corpus" / "grown" / "tickets"
STATUSES = {"Draft": "new", "Ready": "new", "In Progress": "indeterminate", "Done": "done"}
POLICY = """\
version: 1
extends: [valuegate:recommended]
trackers: {{jira: {{url: "{url}", projects: [SHOP]}}}}
guard: {{mode: observe}}
gates: {{done: {{enters: [Done]}}}}
"""
LATENCY = 0.2


def texts() -> list[str]:
    """The tickets, as Markdown."""
    return [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))]


def document(text: str) -> dict[str, Any]:
    """Lines as headings and paragraphs."""
    content = []
    for line in filter(str.strip, text.split("\n")):
        words = [{"type": "text", "text": line.lstrip("# ").strip() or "-"}]
        if line.startswith("#"):
            level = min(len(line) - len(line.lstrip("#")), 6)
            content.append({"type": "heading", "attrs": {"level": level}, "content": words})
        else:
            content.append({"type": "paragraph", "content": words})
    return {"type": "doc", "version": 1, "content": content}


def fill(site: Site, count: int) -> None:
    """People, a project, and issues of which half went on from Draft."""
    site.add_user("ana", "Ana", "ana@acme.example")
    site.add_user("guard", "Guard", "guard@acme.example", "token")
    site.add_project("SHOP", "Shop")
    site.add_type("Story")
    for status, category in STATUSES.items():
        site.add_status(status, category)
    written = texts()
    for number in range(count):
        described = document(written[number % len(written)])
        issue = site.create("SHOP", f"Ticket {number}", by="ana", status="Draft", description=described)
        for status in (["Ready"], ["Ready", "In Progress"], [], [])[number % 4]:
            site.to(issue, status, "ana")


def audit(server: JiraServer) -> float:
    """How many seconds it takes."""
    os.environ |= {
        "VALUEGATE_JIRA_URL": server.url,
        "VALUEGATE_JIRA_EMAIL": "guard@acme.example",
        "VALUEGATE_JIRA_TOKEN": "token",
    }
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("valuegate.yaml").write_text(POLICY.format(url=server.url), encoding="utf-8")
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = run(["audit", "--summary"])
        seconds = time.perf_counter() - start
        print("\n".join(out.getvalue().split("\n")[:3]))
        print(f"exit code {code}")
    return seconds


def main(count: int) -> None:
    site = Site(lambda: datetime.now(UTC))
    fill(site, count)
    with JiraServer(site) as server:
        seconds = audit(server)
        asked = Counter(found[0].method + " " + found[0].path.removeprefix("/rest/api/3/")
                        for seen in server.seen if (found := find(seen.method, seen.path)))  # fmt: skip
    for name, times in asked.most_common():
        print(f"{times:6,}  {name}")
    total = sum(asked.values())
    print(f"{total:6,}  requests for {count:,} issues, in {seconds:.1f} s")
    print(f"        and about {seconds + total * LATENCY:.0f} s where each request takes {LATENCY} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
