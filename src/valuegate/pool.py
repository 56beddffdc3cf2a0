"""Work on all cores: results in the order of what came, in flat memory, and nothing lost if a process dies.

Workers are forks of this process: they know what it knows (the policy, plugins) and start within
milliseconds. Where a system cannot fork (Windows), ``processes`` says 1, and there is no pool.
A worker gets its next items only when its results are taken, so that neither side can wait for the
other, and none of them get far ahead of whoever takes the results.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO, Any, Generic, TypeVar

CHUNK = 32
"""So many items travel together: a hundred times as long to work on as to send."""

CHUNK_BYTES = 256 * 1024
"""No more items travel with one that is large."""

AHEAD = 4
"""Chunks for each worker that may be under way, or wait for an earlier one, before no more are sent."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def processes(asked: int = 0) -> int:
    """How many processes to use: as asked for, else as many as the scheduler and the container let run."""
    if not hasattr(os, "fork"):
        return 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read().split()
        allowed = max(1, min(allowed, -(-int(quota) // int(period))))
    except (OSError, ValueError):  # there is no such container, or "max"
        pass
    return asked or allowed


def spread(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    count: int,
    lost: Callable[[_Item, str], _Result],
) -> Iterator[_Result]:
    """The results of ``work``, in the order of the items, from ``count`` processes.

    If a process dies, its items are tried once more, each alone; the one that kills again gets the
    result of ``lost(item, how it ended)``. What ``work`` raises is raised here.
    """
    pool = _Pool(work, count, lost)
    try:
        yield from pool.results(_chunks(items))
    finally:
        pool.stop()


def _chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """The items, some at a time."""
    items = iter(items)
    while chunk := list(islice(items, 1)):
        size = _size(chunk[0])
        for item in islice(items, CHUNK - 1):
            chunk.append(item)
            size += _size(item)
            if size > CHUNK_BYTES:
                break
        yield chunk


def _size(item: object) -> int:
    return len(getattr(item, "data", b""))


class _Pool(Generic[_Item, _Result]):
    def __init__(
        self, work: Callable[[_Item], _Result], count: int, lost: Callable[[_Item, str], _Result]
    ) -> None:
        self.work = work
        self.count = count
        self.lost = lost
        self.workers: list[_Worker] = []
        self.under_way: dict[_Worker, tuple[int, list[_Item]]] = {}
        self.done: dict[int, list[_Result]] = {}

    def results(self, chunks: Iterator[list[_Item]]) -> Iterator[_Result]:
        """Send chunks to whoever has nothing to do, and give the results in order."""
        numbered = enumerate(chunks)
        given = sent = 0
        more = True
        while more or self.under_way:
            while more and len(self.under_way) < self.count and sent - given < AHEAD * self.count:
                numbered_chunk = next(numbered, None)
                if numbered_chunk is None:
                    more = False
                else:
                    self._send(*numbered_chunk)
                    sent += 1
            self._receive()
            while given in self.done:
                yield from self.done.pop(given)
                given += 1

    def _send(self, number: int, chunk: list[_Item]) -> None:
        worker = self._idle()
        self.under_way[worker] = (number, chunk)
        worker.send(chunk)

    def _idle(self) -> _Worker:
        for worker in self.workers:
            if worker not in self.under_way:
                return worker
        self.workers.append(_Worker(self.work, self.workers))
        return self.workers[-1]

    def _receive(self) -> None:
        """Wait until somebody has results, and take them."""
        ready = select.select(list(self.under_way), [], [])[0] if self.under_way else []
        for worker in ready:
            number, chunk = self.under_way.pop(worker)
            answer = worker.receive()
            if answer is None:
                self._bury(worker)
                answer = [result for item in chunk for result in self._alone(item)]
            self.done[number] = answer

    def _alone(self, item: _Item) -> list[_Result]:
        """The result of one item of a chunk that a worker died over."""
        worker = self._idle()
        worker.send([item])
        answer = worker.receive()
        return [self.lost(item, self._bury(worker))] if answer is None else answer

    def _bury(self, worker: _Worker) -> str:
        self.workers.remove(worker)
        return worker.end()

    def stop(self) -> None:
        """No worker outlives the pool, whatever it does."""
        for worker in self.workers:
            os.kill(worker.pid, signal.SIGKILL)
            worker.end()


class _Worker:
    """A process that works on chunks, one after the other, until nobody sends any more."""

    def __init__(self, work: Callable[[Any], Any], others: list[_Worker]) -> None:
        inbox, to_worker = os.pipe()
        from_worker, outbox = os.pipe()
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        self.pid = os.fork()
        if self.pid == 0:  # Ctrl-C stays blocked: it is meant for the process that ends this one
            try:
                for worker in others:  # if they stayed open here, their workers would not see them close
                    worker.close()
                os.close(to_worker)
                os.close(from_worker)
                with os.fdopen(inbox, "rb") as orders, os.fdopen(outbox, "wb") as results:
                    _serve(work, orders, results)
            finally:
                os._exit(1)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(inbox)
        os.close(outbox)
        self._to = os.fdopen(to_worker, "wb")
        self._from = os.fdopen(from_worker, "rb")

    def fileno(self) -> int:
        """Where its results come, for ``select``."""
        return self._from.fileno()

    def send(self, chunk: list[Any]) -> None:
        """Give it work. If it is dead, that shows when it does not answer."""
        with contextlib.suppress(OSError):  # dead: see above
            pickle.dump(chunk, self._to, pickle.HIGHEST_PROTOCOL)
            self._to.flush()

    def receive(self) -> list[Any] | None:
        """Its results; None if it has died."""
        try:
            answer = pickle.load(self._from)  # noqa: S301 - from a fork of this process
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        if isinstance(answer, Exception):
            raise answer
        results: list[Any] = answer
        return results

    def close(self) -> None:
        """Let go of its pipes."""
        for stream in (self._to, self._from):
            with contextlib.suppress(OSError):  # what it did not read is not worth an error
                stream.close()

    def end(self) -> str:
        """Wait for its end, and say how it ended."""
        self.close()
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return f"code {code}" if code >= 0 else f"signal {-code}"


def _serve(work: Callable[[Any], Any], orders: IO[bytes], results: IO[bytes]) -> None:
    """The life of a worker, until nobody sends any more."""
    with contextlib.suppress(EOFError, OSError):  # who sent has ended
        while True:
            chunk = pickle.load(orders)  # noqa: S301 - from the process that forked this one
            try:
                answer: Any = [work(item) for item in chunk]
            except Exception as error:  # it is raised where it is waited for  # noqa: BLE001
                answer = error
            pickle.dump(answer, results, pickle.HIGHEST_PROTOCOL)
            results.flush()
