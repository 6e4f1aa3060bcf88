"""Child programs: run to the end, or served from and stopped by process id; what they cost, by /proc and wait4."""

import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass

TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """Something the benchmark needs did not work; its text is for the operator."""


def run(command, **options):
    """Runs a command to its end, out of reach of the terminal's Ctrl-C: it is asked to end in order instead.

    Gives what it printed; raises Failure when it fails.
    """
    process = subprocess.Popen(
        command, stdin=options.pop("stdin", subprocess.DEVNULL), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True, **options)
    try:
        output, _ = process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    if process.returncode:
        tail = "\n".join(output.splitlines()[-15:])
        raise Failure(f"{os.path.basename(command[0])} failed ({process.returncode}):\n{tail}")
    return output


@dataclass
class Cost:
    """What a run took: seconds on the clock, seconds of all processors, bytes of the result."""

    seconds: float
    cpu: float
    size: int = 0


def run_pipeline(commands, output, server):
    """Runs commands joined by pipes into a file, as a shell does, and adds what the database server spent."""
    before, start = cpu_seconds(server), time.monotonic()
    processes, source = [], subprocess.DEVNULL
    errors = tempfile.TemporaryFile("w+", errors="replace")
    try:
        with open(output, "wb") as file:
            for index, command in enumerate(commands):
                last = index == len(commands) - 1
                process = subprocess.Popen(
                    command, stdin=source, stdout=file if last else subprocess.PIPE, stderr=errors)
                if index:
                    source.close()
                processes.append(process)
                source = process.stdout
        cpu = 0.0
        for command, process in zip(commands, processes):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            cpu += usage.ru_utime + usage.ru_stime
            if process.returncode:
                errors.seek(0)
                raise Failure(f"{command[0]} ended with {process.returncode}: {errors.read()[-2000:]}")
        seconds = time.monotonic() - start
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()
                process.wait()
        errors.close()
    size = os.path.getsize(output) if output != os.devnull else 0
    return Cost(seconds, cpu + cpu_seconds(server) - before, size)


def cpu_seconds(*processes):
    """Processor seconds of processes and of the children they have waited for (proc(5), stat: 14 to 17)."""
    return sum(sum(map(int, stat(pid)[11:15])) for pid in processes) / TICKS


def stat(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(") ")[2].split()


def peak_rss(pid):
    """The largest resident set a process ever had, in MB of 1,000,000 bytes (proc(5), status: VmHWM)."""
    with open(f"/proc/{pid}/status") as file:
        lines = dict(line.split(":", 1) for line in file)
    return int(lines["VmHWM"].split()[0]) * 1024 / 1e6


class Services:
    """Programs that run beside; stopped in the reverse order by process id."""

    def __init__(self, logs):
        self.logs = logs
        self.running = []

    def start(self, name, command, ready, **options):
        """Starts a program and waits until `ready()`."""
        path = os.path.join(self.logs, name + ".log")
        with open(path, "ab") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **options)
        self.running.append(process)
        end = time.monotonic() + 20
        while not ready():
            if process.poll() is not None or time.monotonic() > end:
                with open(path, errors="replace") as log:
                    raise Failure(f"{name} did not start:\n{log.read()[-2000:]}")
            time.sleep(0.02)

    def stop(self):
        for process in reversed(self.running):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()
