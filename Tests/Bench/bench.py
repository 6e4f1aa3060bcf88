"""The benchmark behind scripts/bench, whose head is its manual."""

import argparse
import os
import shutil
import signal
import sys
import tempfile

import create
import download
import levels
import load
import rates
import scale
import supply
from data import Data
from figures import Figures
from front import Front
from processes import Failure, run
from stack import REPOSITORY, Stack

# In this order; `scale` makes the data larger for good.
SECTIONS = {"create": create, "requests": rates, "download": download, "load": load, "supply": supply, "levels": levels,
            "scale": scale}
RELEASE = ["-c", "release", "--static-swift-stdlib", "-Xswiftc", "-use-ld=lld"]


class Bench:
    """What all sections share."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.runs = options.runs
        self.seconds = options.seconds or (1 if options.quick else 5)
        self.figures = Figures()
        self.stack = Stack(folder)
        self.data = Data(self.stack)
        self.front = Front(folder, self.stack)

    def up(self):
        """Servers, data, and a first backup, which says how to dump and has the server read everything once."""
        say("starting a private database, worker and nginx (builds the worker if need be) …")
        self.stack.up()
        self.levels = self.known_levels()
        self.usual = self.levels["auto"]
        self.data.run("catalog.sql")
        self.small = self.small_file()
        size = self.options.size or (120 if self.options.quick else 860)
        say(f"making about {size} MB of SQL …")
        self.data.grow(self.data.size_of(size))
        self.front.up()
        backup, _ = self.stack.create()
        manifest = self.stack.manifest(backup)
        self.rivals = create.Rivals(self.stack, self.folder, backup)
        self.stack.delete(backup)
        say(f"{manifest['sql_bytes'] / 1e6:.0f} MB of SQL; server {manifest['dump']['server_version']}; "
            f"{manifest['dump']['client_version']}\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")

    def known_levels(self):
        """The settings to measure, the last of them with the worker that is built with the package trait ISAL."""
        build = ["swift", "build", *RELEASE, "--package-path", REPOSITORY, "--traits", "ISAL",
                 "--scratch-path", os.path.join(REPOSITORY, ".build/isal")]
        run([*build, "--product", "backupd"])
        program = run([*build, "--show-bin-path"]).splitlines()[-1] + "/backupd"
        return {"level6": {"BACKUP_GZIP_LEVEL": "6"}, "level1": {"BACKUP_GZIP_LEVEL": "1"},
                "auto": {"BACKUP_GZIP_LEVEL": "auto"}, "isal": {"BACKUP_GZIP_LEVEL": "auto", "worker": program}}

    def small_file(self):
        """The file of the newest backup in catalog.sql: 20 KB that nginx may send."""
        number, name = self.stack.sql(
            "SELECT id, filename FROM database_backups ORDER BY created_at DESC LIMIT 1;").split()
        with open(os.path.join(self.stack.storage, name), "wb") as file:
            file.write(bytes(20_000))
        return {"id": number, "filename": name}

    def create(self):
        """A backup made and deleted again; what making it took."""
        backup, cost = self.stack.create()
        self.stack.delete(backup)
        return cost

    def measure(self):
        """All sections asked for; a section that fails does not keep the others from being measured."""
        failed = False
        for name, section in SECTIONS.items():
            if name in self.options.only:
                say(f"== {name}")
                try:
                    section.measure(self)
                except Failure as failure:
                    say(f"{name} FAILED: {failure}")
                    failed = True
                if self.options.out:
                    self.figures.write(self.options.out)
        say(f"\n{self.figures.table()}")
        return 1 if failed else 0

    def down(self):
        self.front.down()
        self.stack.down()


def say(text):
    print(text, flush=True)


def options():
    parser = argparse.ArgumentParser(prog="scripts/bench", add_help=False)
    parser.add_argument("--out")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--size", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(SECTIONS))
    parser.add_argument("--dir")
    given = parser.parse_args()
    unknown = set(given.only) - set(SECTIONS)
    if unknown or given.runs < 1 or (given.seconds or 1) < 1 or (given.size or 20) < 20:
        parser.error(f"no such section: {', '.join(unknown)}" if unknown else "--runs, --seconds from 1, --size from 20")
    return given


def main():
    given = options()
    # Whoever stops us and however: everything below ends by `finally`.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if given.dir:
        folder = os.path.abspath(given.dir)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.listdir(folder):
            sys.exit(f"bench: {folder} is not empty")
    else:
        folder = tempfile.mkdtemp(prefix="backupd-bench.")
    bench = Bench(given, folder)
    try:
        bench.up()
        return bench.measure()
    except Failure as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        bench.down()
        if not given.dir:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
