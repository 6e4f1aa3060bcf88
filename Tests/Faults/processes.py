"""Processes by their ids, as /proc tells of them."""

import os
import signal
import time
from pathlib import Path


def _stat(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None


def runs(pid):
    """Whether it is there and no zombie."""
    stat = _stat(pid)
    return stat is not None and stat[0] not in "ZX"


def started(pid):
    """The time of its start, by which a process is known from a later one of the same id; None when it is gone."""
    stat = _stat(pid)
    return stat[19] if stat else None


def children(pid):
    """All that descend from it."""
    parents = {int(entry.name): stat for entry in Path("/proc").iterdir()
               if entry.name.isdigit() and (stat := _stat(entry.name)) and stat[0] != "Z"}
    found, wanted = [], {pid}
    while wanted:
        wanted = {child for child, stat in parents.items() if int(stat[1]) in wanted}
        found += sorted(wanted)
    return found


def name(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


class Process:
    """One process of ours: an id that another has taken since is never meant."""

    def __init__(self, pid, start=None):
        self.pid = pid
        self.start = start or started(pid)

    @property
    def runs(self):
        return runs(self.pid) and started(self.pid) == self.start

    def send(self, number):
        if self.runs:
            os.kill(self.pid, number)

    def end(self, number=signal.SIGKILL):
        """Signals it, and waits for its end."""
        self.send(number)
        wait_until(20, lambda: not self.runs)


def wait_until(seconds, condition):
    """Polls until the condition holds; returns what it came to."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > deadline:
            return value
        time.sleep(0.005)
