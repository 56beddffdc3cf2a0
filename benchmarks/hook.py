"""What the hook costs a commit without tickets: git alone and git with the hook, in turn, in one repository.

    python benchmarks/hook.py [ROUNDS]

Prints the median (and least) milliseconds of a commit by git alone, and what the hook adds to it: by the
clock, and of the processor, which tells more on a machine that has other things to do.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

FILES = 3000
TARGET = 10
"""Milliseconds that the hook may add."""

POLICIES = {
    "no policy": "",
    "a policy": "version: 1\nextends: [valuegate:recommended]\n",
    "a policy with keys": "version: 1\nextends: [valuegate:recommended]\nhook: {keys: [SHOP, PAY]}\n",
}


Times = list[tuple[float, float]]
"""Milliseconds by the clock, and of the processor."""


def main(rounds: int) -> None:
    """Measure with each policy, and print a line for each."""
    print(f"{rounds} rounds, {FILES} files; median (least) ms; the hook may add {TARGET} ms")
    for name, policy in POLICIES.items():
        with tempfile.TemporaryDirectory() as folder:
            alone, hooked = measure(prepared(Path(folder), policy), rounds)
        for number, what in enumerate(("by the clock", "of the processor")):
            git, both = [each[number] for each in alone], [each[number] for each in hooked]
            adds = median(with_hook - without for without, with_hook in zip(git, both, strict=True))
            print(f"{name:19} {what:17} git alone {median(git):5.1f} ({min(git):4.1f}), "
                  f"the hook adds {adds:5.1f} ({min(both) - min(git):4.1f})")  # fmt: skip


def prepared(folder: Path, policy: str) -> Callable[..., None]:
    """A repository with the hook in it; what runs a command there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env = {**kept, "HOME": str(folder), "GIT_CONFIG_GLOBAL": os.devnull}
    identity = {f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def run(*command: str) -> None:
        subprocess.run(command, cwd=folder, env={**env, **identity}, check=True, capture_output=True)

    run("git", "init", "--quiet", "--template=", ".")
    run("git", "config", "gc.auto", "0")
    for number in range(FILES):
        path = folder / f"src/{number % 50}/{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(number))
    (folder / "tickets").mkdir()
    (folder / "tickets/a.md").write_text("# A ticket\n")
    if policy:
        (folder / "valuegate.yaml").write_text(policy)
    run("git", "add", ".")
    run("git", "commit", "--quiet", "-m", "First")
    run(sys.executable, "-P", "-m", "valuegate", "hook", "install")
    return run


def measure(run: Callable[..., None], rounds: int) -> tuple[Times, Times]:
    """Commits without the hook and with it, in turn; the first two do not count."""
    times: tuple[Times, Times] = ([], [])
    for number in range(rounds + 2):
        for which, options in enumerate((("-c", "core.hooksPath=/dev/null"), ())):
            run("sh", "-c", f"echo {number} {which} >src/0/0.txt && git add src/0/0.txt")
            clock, processor = perf_counter(), of_processor()
            run("git", *options, "commit", "--quiet", "-m", "A change without a ticket")
            times[which].append(((perf_counter() - clock) * 1000, (of_processor() - processor) * 1000))
    return times[0][2:], times[1][2:]


def of_processor() -> float:
    """The seconds that all processes which have ended took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
