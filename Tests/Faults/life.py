"""The life of a private stack: its processes are started, ended and started anew by scripts/stack."""

import os
import re
import shlex
import signal
import subprocess
from pathlib import Path

import processes

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = REPOSITORY / "scripts" / "stack"


class Life:
    """One database server, one worker, one nginx; the worker can be started anew with other settings."""

    def __init__(self, folder, worker, fixture, settings):
        self.folder = Path(folder)
        self.worker_command = worker
        self.fixture = fixture
        self.settings = settings

    def _environment(self, settings):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BACKUP_", "STACK_"))}
        return kept | {"STACK_WORKER": self.worker_command, "STACK_FIXTURE": str(self.fixture)} | settings

    def up(self):
        self._script("up", self.settings)
        self._read()
        return self

    def down(self):
        self.settings = {}
        self._script("down", {}, check=False)

    def restart(self, **settings):
        """Starts the worker anew; settings hold for this one start."""
        self._script("restart", self.settings | settings)
        self._read()

    def restart_into_crash(self, **settings):
        """Starts a worker that is to end by itself, and waits for that."""
        self.kill_worker()
        note = self.folder / "run" / "backupd.pid"
        old = note.read_text() if note.exists() else ""
        script = subprocess.Popen(
            [SCRIPT, "restart", self.folder], env=self._environment(self.settings | settings),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            processes.wait_until(10, lambda: note.exists() and note.read_text() not in ("", old))
            self.process = processes.Process(*self.note("backupd"))
            ended = processes.wait_until(1.5, lambda: not self.worker_runs)
        finally:
            script.terminate()
            script.wait()
        return ended

    def _script(self, command, settings, check=True):
        done = subprocess.run(
            [SCRIPT, command, self.folder], env=self._environment(settings), capture_output=True, text=True)
        if check and done.returncode != 0:
            raise RuntimeError(f"scripts/stack {command}: {done.stderr.strip()}")

    def _read(self):
        values = {}
        for line in (self.folder / "env").read_text().splitlines():
            name, _, value = line.partition("=")
            values[name] = shlex.split(value)[0]
        self.base, self.token, self.database = values["BASE"], values["TOKEN"], values["DATABASE"]
        self.sql_command = shlex.split(values["SQL"])
        self.storage = Path(values["STORAGE"])
        self.process = processes.Process(*self.note("backupd"))
        settings = (self.folder / "backupd.env").read_text()
        self.password = re.search(r"^DB_PASSWORD=(.*)$", settings, re.M).group(1)
        self.account = re.search(r"^DB_USERNAME=(.*)$", settings, re.M).group(1)
        self.dump_program = re.search(r"^BACKUP_MYSQLDUMP=(.*)$", settings, re.M).group(1)

    @property
    def private(self):
        """The root of Laravel's private disk."""
        return self.folder / "storage" / "app" / "private"

    @property
    def manifests(self):
        return self.storage / ".manifests"

    def kill_worker(self, number=signal.SIGKILL):
        self.process.end(number)

    @property
    def worker(self):
        return self.process.pid

    @property
    def worker_runs(self):
        return self.process.runs

    def note(self, name):
        """What scripts/stack noted of a process: its id and the time of its start."""
        pid, start = (self.folder / "run" / f"{name}.pid").read_text().split()
        return int(pid), start
