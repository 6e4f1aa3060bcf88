"""The private stack: database server, worker and data, by scripts/stack; and what runs on it through the API."""

import http.client
import json
import os
import shlex
import subprocess
import time

from processes import Cost, Failure, cpu_seconds, peak_rss, run

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def assignments(path):
    """Shell assignments, one a line."""
    with open(path) as file:
        return dict(shlex.split(line)[0].split("=", 1) for line in file if line.strip())


class Stack:
    def __init__(self, folder):
        self.folder = os.path.join(folder, "stack")
        # Backups are kept until the benchmark deletes them; the rows of the list must not be pruned either.
        self.settings = {"BACKUP_KEEP": "1000"}

    def up(self):
        demo = os.path.join(REPOSITORY, "Tests/Data/demo.sql")
        self.control("up", STACK_FIXTURE=demo)
        self.program = os.readlink(f"/proc/{self.worker}/exe")
        self.server = self.spawned("mysqld")
        self.is_mariadb = "MariaDB" in self.sql("SELECT VERSION();")

    def down(self):
        if os.path.exists(os.path.join(self.folder, ".stack")):
            self.control("down")

    def restart(self, **settings):
        """A fresh worker with these settings; `worker` is its program, if not that of the beginning."""
        self.control("restart", STACK_WORKER=settings.pop("worker", self.program), **settings)

    def control(self, command, **settings):
        environment = {**os.environ, **self.settings, **settings}
        run([os.path.join(REPOSITORY, "scripts/stack"), command, self.folder], env=environment)
        path = os.path.join(self.folder, "env")
        if os.path.exists(path):
            self.environment = assignments(path)
            self.worker = int(self.environment["WORKER_PID"])
            self.account = assignments(os.path.join(self.folder, "backupd.env"))

    def spawned(self, name):
        """The process id of a part; none of a server that the stack did not start."""
        try:
            with open(os.path.join(self.folder, "run", name + ".pid")) as file:
                return int(file.read().split()[0])
        except FileNotFoundError:
            raise Failure("the benchmark needs a server of the stack's own, to know what it spends") from None

    @property
    def storage(self):
        return self.environment["STORAGE"]

    def client(self):
        """The administrator's client, as a command."""
        return shlex.split(self.environment["SQL"])

    def sql(self, text):
        client = subprocess.run(
            self.client() + ["-N", "-B", "--default-character-set=utf8mb4"], input=text.encode(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if client.returncode:
            raise Failure(f"the server refuses: {client.stderr.decode(errors='replace')}")
        return client.stdout.decode()

    def request(self, method, path="", token=None):
        """One request to the worker's API through the stack's nginx; its status and body."""
        connection = http.client.HTTPConnection(self.environment["BASE"])
        headers = {"Authorization": f"Bearer {token or self.environment['TOKEN']}", "Connection": "close"}
        connection.request(method, "/api/core/backups" + path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body

    def create(self):
        """A backup by POST until the 201; gives it, and what it took of worker, dump program and server."""
        processes = (self.worker, self.server)
        before, start = cpu_seconds(*processes), time.monotonic()
        status, body = self.request("POST")
        seconds = time.monotonic() - start
        if status != 201:
            raise Failure(f"POST answered {status} {body.decode(errors='replace')}; see {self.folder}/log/backupd.log")
        backup = json.loads(body)["data"]
        return backup, Cost(seconds, cpu_seconds(*processes) - before, backup["size_bytes"])

    def delete(self, backup):
        status, _ = self.request("DELETE", f"/{backup['id']}")
        if status != 200:
            raise Failure(f"DELETE answered {status}")

    def rss(self):
        return peak_rss(self.worker)

    def manifest(self, backup):
        with open(os.path.join(self.storage, ".manifests", backup["filename"] + ".json")) as file:
            return json.load(file)
