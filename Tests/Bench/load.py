"""What a backup costs those who work meanwhile: the list's slowest requests, and the ERP's own questions."""

import os
import subprocess
import threading
import time

from figures import Series
from processes import Failure
from rates import LIST, wrk

GOAL = "<=3"


class Repeating:
    """Does something again and again in a thread, for as long as the `with` lasts."""

    def __init__(self, action):
        self.action = action
        self.ended = threading.Event()
        self.error = None
        self.thread = threading.Thread(target=self.repeat, daemon=True)

    def repeat(self):
        try:
            while not self.ended.is_set():
                self.action()
        except Exception as error:  # to be raised where it is seen
            self.error = error

    def __enter__(self):
        self.thread.start()
        time.sleep(0.2)  # until the dump has begun

    def __exit__(self, kind, *_):
        self.ended.set()
        if kind is None:
            self.thread.join()
            if self.error:
                raise self.error


class Idle:
    def __enter__(self):
        pass

    def __exit__(self, *_):
        pass


def measure(bench):
    bench.stack.restart(**bench.usual)
    ways = {"idle": Idle, "ours": lambda: Repeating(bench.create),
            "gzip": lambda: Repeating(lambda: bench.rivals.piped("gzip"))}
    list_latency(bench, ways)
    selects(bench, ways)


def list_latency(bench, ways):
    url, token = f"http://{bench.front.base['worker']}{LIST}", bench.stack.environment["TOKEN"]
    for connections in (1, 8):
        series = {way: Series() for way in ways}
        for _ in range(bench.runs):
            for way, meanwhile in ways.items():
                with meanwhile():
                    series[way].add(wrk(url, connections, 2 * bench.seconds, 200, token)["p99_ms"])
        for way, values in series.items():
            bench.figures.add(f"load.list.c{connections}.{way}.p99_ms", values, ours=series["ours"])
        for way in ("ours", "gzip"):
            goal = GOAL if (way, connections) == ("ours", 8) else ""
            bench.figures.add(
                f"load.list.c{connections}.{way}.p99_vs_idle", series[way].over(series["idle"]), goal)


def selects(bench, ways):
    """A fixed number of SELECTs, one after the other, by the server's own client."""
    path = os.path.join(bench.folder, "selects.sql")
    with open(path, "w") as file:
        file.write("\n".join(bench.data.selects(5000 * bench.seconds)))
    series = {way: Series() for way in ways}
    for run in range(-1, bench.runs):
        for way, meanwhile in ways.items():
            if run < 0 and way != "idle":
                continue
            with meanwhile(), open(path) as file:
                start = time.monotonic()
                asked = subprocess.run([*bench.stack.client(), "-N", "-B"], stdin=file, stdout=subprocess.DEVNULL)
                if asked.returncode:
                    raise Failure("the SELECTs failed")
                if run >= 0:
                    series[way].add(time.monotonic() - start)
    for way, values in series.items():
        bench.figures.add(f"load.selects.{way}.seconds", values, ours=series["ours"])
    slower = {way: series[way].over(series["idle"]) for way in ("ours", "gzip")}
    for way, values in slower.items():
        bench.figures.add(f"load.selects.{way}.slowdown", values)
    bench.figures.add("load.selects.slowdown_vs_gzip", slower["ours"].over(slower["gzip"]))
