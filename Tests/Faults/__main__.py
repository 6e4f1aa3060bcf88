"""Runs the catalogue of faults; scripts/faults tells how."""

import argparse
import fnmatch
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import catalogue
from fault import NotReached, Skipped
from stack import Stack


class Report:
    def __init__(self, pattern):
        self.pattern = pattern
        self.passed = self.failed = 0

    def wants(self, name):
        return self.pattern is None or self.pattern in name or fnmatch.fnmatch(name, self.pattern)

    def run(self, fault, stack):
        if not self.wants(fault.name):
            return
        try:
            fault.run(stack)
        except Skipped as reason:
            if "not made so often" not in str(reason):
                self.say(f"skipped {fault.name}: {reason}")
            return
        except (AssertionError, NotReached, RuntimeError, OSError, KeyError, ValueError, StopIteration) as error:
            told = isinstance(error, AssertionError)
            self.fail(fault.name, str(error) if told else f"{type(error).__name__}: {error}")
            stack.reset()
        else:
            self.passed += 1
            self.say(f"ok  {fault.name}")

    def fail(self, name, why):
        self.failed += 1
        self.say(f"FAILED {name}: {' '.join(why.split())}")

    @staticmethod
    def say(line):
        print(line, flush=True)


def run_group(group, report, folder, options):
    """One kind of faults, on a stack of its own."""
    scratch = folder / f"{group.name}.scratch"
    scratch.mkdir()
    stack = Stack(folder / group.name, group.worker(options.worker, scratch), options.fixture)
    try:
        stack.up()
        for fault in group.faults(stack, scratch):
            report.run(fault, stack)
    except Skipped as reason:
        report.say(f"skipped {group.name}: {reason}")
    except Exception as error:
        report.fail(f"the faults named {group.name}", f"they could not go on: {error}")
        if options.logs and (stack.folder / "log").exists():
            shutil.copytree(stack.folder / "log", options.logs / group.name, dirs_exist_ok=True)
    finally:
        stack.down()


def main():
    # Whoever ends us leaves no stack behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = arguments()
    report = Report(options.only)
    groups = catalogue.groups(options)
    if options.only in [group.name for group in groups]:
        groups = [group for group in groups if group.name == options.only]
        report.pattern = None
    if options.list:
        for group in groups:
            print(f"{group.name}: {group.about}")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="backupd-faults.", dir="/tmp"))
    try:
        options.fixture = catalogue.fixture(folder)
        for group in groups:
            start = time.monotonic()
            report.say(f"== {group.name}: {group.about}")
            run_group(group, report, folder, options)
            report.say(f"== {group.name}: {time.monotonic() - start:.0f} s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.say(f"{report.passed} passed, {report.failed} failed")
    return 0 if report.failed == 0 and report.passed > 0 else 1


def arguments():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", default=None)
    parser.add_argument("--only")
    parser.add_argument("--logs", type=Path)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    options.worker = os.environ["FAULTS_WORKER"]
    options.operator = os.environ["FAULTS_OPERATOR"]
    options.seed = options.seed or str(int(time.time()))
    return options


if __name__ == "__main__":
    sys.exit(main())
