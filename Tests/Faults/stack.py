"""A private stack, started by scripts/stack, and what can be asked of it."""

import http.client
import json
import os
import re
import shlex
import signal
import subprocess
import time
from pathlib import Path

import processes

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = REPOSITORY / "scripts" / "stack"

FOREIGN = {
    "notes.txt": b"not a backup\n",
    "dump.sql.gz": b"\x1f\x8b someone's own",
    ".upload.part": b"someone else's part file",
    "backup_1999-01-01_000000.sql.gz": b"of a name like ours, without row and manifest",
}


class Answer:
    """What came back: status 0 when nothing did, 502 when the worker died."""

    def __init__(self, status, body=b""):
        self.status = status
        self.body = body

    @property
    def id(self):
        return json.loads(self.body)["data"]["id"]

    @property
    def file(self):
        return json.loads(self.body)["data"]["filename"]


class Stack:
    """One database server, one worker, one nginx; the worker can be started anew with other settings."""

    def __init__(self, folder, worker, fixture, keep=3):
        self.folder = Path(folder)
        self.worker_command = worker
        self.fixture = fixture
        self.keep = keep
        self.settings = {"BACKUP_KEEP": str(keep), "BACKUP_STALL_TIMEOUT": "20"}
        self.seen = {}
        self.foreign = {}

    # --- life --------------------------------------------------------------------------------------------------------

    def _environment(self, settings):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BACKUP_", "STACK_"))}
        return kept | {"STACK_WORKER": self.worker_command, "STACK_FIXTURE": str(self.fixture)} | settings

    def up(self):
        self._script("up", self.settings)
        self._read()
        self.plant_foreign_files()
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

    def settle(self):
        """Lets the service put things right: a new start if it died, then one create that must succeed."""
        if not self.worker_runs:
            self.restart()
        answer = self.create()
        if answer.status != 201:
            raise AssertionError(f"the next create answers {answer.status}: {self.last_error()}")
        return answer

    def reset(self):
        """Throws all backups away, so that a failed fault does not spoil the next ones."""
        self.kill_worker()
        self.sql("DELETE FROM database_backups")
        for place in (self.manifests, self.storage):
            for entry in place.iterdir() if place.exists() else ():
                if entry.is_file() and entry.name not in FOREIGN and entry.name != "names":
                    entry.unlink()
        if self.manifests.is_dir():
            self.manifests.chmod(0o750)
        self.plant_foreign_files()
        self.forget_log()
        self.restart()

    # --- requests ----------------------------------------------------------------------------------------------------

    def request(self, method, path="", timeout=60):
        host, _, port = self.base.partition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=timeout)
        try:
            connection.request(
                method, "/api/core/backups" + path, headers={"Authorization": f"Bearer {self.token}"})
            response = connection.getresponse()
            return Answer(response.status, response.read())
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            connection.close()

    def create(self, timeout=60):
        """Asks for a backup; while the lock of a worker that was killed has not fallen yet, again."""
        end = time.monotonic() + 10
        while True:
            answer = self.request("POST", timeout=timeout)
            if answer.status != 409 or time.monotonic() > end:
                return answer
            time.sleep(0.02)

    def delete(self, id):
        return self.request("DELETE", f"/{id}")

    # --- the database ------------------------------------------------------------------------------------------------

    def sql(self, text):
        done = subprocess.run(
            [*self.sql_command, "-N", "-B", "--default-character-set=utf8mb4"], input=text, capture_output=True,
            text=True)
        if done.returncode != 0:
            raise RuntimeError(f"SQL failed: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    # --- log and foreign files ---------------------------------------------------------------------------------------

    def log_lines(self):
        return (self.folder / "log" / "backupd.log").read_text(errors="replace").splitlines()

    def last_error(self):
        errors = [line for line in self.log_lines() if line.startswith("level=error")]
        return errors[-1][:400] if errors else "nothing in the log"

    def forget_log(self):
        """Empties the logs: they are opened for appending."""
        for log in (self.folder / "log").glob("*.log"):
            os.truncate(log, 0)

    def plant_foreign_files(self):
        for name, content in FOREIGN.items():
            file = self.storage / name
            file.write_bytes(content)
            file.chmod(0o600)
            self.foreign[name] = file.stat().st_mtime_ns
