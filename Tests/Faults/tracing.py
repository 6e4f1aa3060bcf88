"""strace laid on the worker for a moment, which lets one chosen system call fail."""

import datetime
import os
import re
import signal
import subprocess

from fault import Skipped
from picture import NAME


class Tracing:
    """Follows the worker's threads; only calls on the storage folder's own paths count, so nothing else is hit.

    strace counts the calls of each thread by itself.
    """

    def __init__(self, stack, calls, *injections, scratch):
        self.output = scratch / "strace"
        self.command = ["strace", "-f", "-p", str(stack.worker), "-o", str(self.output), "-e", "signal=none",
                        "-e", "trace=" + calls]
        for injection in injections:
            self.command += ["-e", "inject=" + injection]
        for path in storage_paths(stack):
            self.command += ["-P", str(path)]

    def __enter__(self):
        self.output.write_text("")
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        if "attached" not in line:
            self.process.wait()
            raise Skipped(f"{line.strip()} (the worker hides its memory: only root may trace it)")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.stderr.read()
        self.process.wait()

    @property
    def lines(self):
        return self.output.read_text(errors="replace").splitlines()

    @property
    def hit(self):
        return any("(INJECTED)" in line for line in self.lines)

    def counts(self):
        """How often the busiest thread makes each call."""
        times = {}
        for line in self.lines:
            match = re.match(r"(\d+) +(\w+)\(", line)
            if match:
                times[match.groups()] = times.get(match.groups(), 0) + 1
        most = {}
        for (_, call), count in times.items():
            most[call] = max(count, most.get(call, 0))
        return most


def storage_paths(stack):
    """The folders, and every file that the next create may make: names are times, and none comes twice."""
    yield from (stack.private, stack.storage, stack.manifests, stack.manifests / "names")
    ledger = stack.manifests / "names"
    given = set(ledger.read_text().split()) if ledger.exists() else set()
    files = {name for name in os.listdir(stack.storage) if NAME.fullmatch(name)}
    now = datetime.datetime.now(datetime.timezone.utc)
    upcoming = []
    for second in range(86400):
        name = (now + datetime.timedelta(seconds=second)).strftime("backup_%Y-%m-%d_%H%M%S.sql.gz")
        if name not in given:
            upcoming.append(name)
        if len(upcoming) == 6:
            break
    for name in [*files, *upcoming]:
        yield from (stack.storage / name, stack.storage / f".{name}.part", stack.manifests / f"{name}.json",
                    stack.manifests / f".{name}.json.part", stack.manifests / f"{name}.deleting")
