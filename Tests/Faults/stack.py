"""A private stack, and what can be asked of it."""

import http.client
import json
import os
import subprocess
import time

from life import Life

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


class Stack(Life):
    """A stack with foreign files beside its backups, which keeps few of these."""

    def __init__(self, folder, worker, fixture, keep=3):
        super().__init__(folder, worker, fixture, {"BACKUP_KEEP": str(keep), "BACKUP_STALL_TIMEOUT": "20"})
        self.keep = keep
        self.seen = {}
        self.foreign = {}

    def up(self):
        super().up()
        self.plant_foreign_files()
        return self

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
