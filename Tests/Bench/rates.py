"""Requests a second and how long one takes, through the same nginx: ours, the C program's, plain PHP's."""

import re
import subprocess

from figures import Series
from front import WAYS
from processes import Failure

CONNECTIONS = (1, 8, 64)
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}
LIST = "/api/core/backups"
# Ratios of ours at 8 connections, which nginx keeps to ours alone, and what they must be.
GOALS = {
    ("list", "per_second", "ceiling"): ">=1.0", ("list", "per_second", "php"): ">=1.2", ("list", "p99_ms", "php"): "<=1.0",
    ("no_token", "per_second", "ceiling"): ">=0.85", ("no_token", "per_second", "php"): "",
    ("wrong_secret", "per_second", "ceiling"): "", ("wrong_secret", "per_second", "php"): "",
}


def wrk(url, connections, seconds, status, token=None):
    """Loads a URL from one thread; gives requests a second, median and 99th percentile in milliseconds."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency"]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
    report = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    total = int(re.search(r"(\d+) requests in", report)[1])
    others = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
    if "Socket errors" in report or (int(others[1]) if others else 0) != (total if status >= 400 else 0):
        raise Failure(f"not every answer of {url} was a {status}:\n{report}")
    latency = {percent: float(value) * UNITS[unit]
               for percent, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s|m)\b", report)}
    return {"per_second": total / seconds_of(report), "p50_ms": latency["50"], "p99_ms": latency["99"]}


def seconds_of(report):
    value, unit = re.search(r"requests in ([\d.]+)(ms|s|m)\b", report).groups()
    return float(value) * UNITS[unit] / 1000


def measure(bench):
    """Every request with every number of connections, the ways in turn."""
    token = bench.stack.environment["TOKEN"]
    kinds = {"list": (200, token), "no_token": (401, None), "wrong_secret": (401, token[:-1] + "!")}
    bases = bench.front.base
    for connections in CONNECTIONS:
        for kind, (status, secret) in kinds.items():
            targets = {way: (f"http://{bases[way]}{LIST}", secret) for way in WAYS}
            compare(bench, f"requests.{kind}.c{connections}", targets, status, connections)
        url = f"http://{bases['worker']}"
        small = {"worker": (f"{url}{LIST}/{bench.small['id']}/download", token),
                 "static": (f"{url}/static/{bench.small['filename']}", None)}
        compare(bench, f"requests.small_file.c{connections}", small, 200, connections)


def compare(bench, metric, targets, status, connections):
    series = {}
    # Turns of one second, as a shared machine is at times slower for a few. The first is for caches and connections to be there.
    for turn in range(-1, bench.runs * bench.seconds):
        for way, (url, token) in targets.items():
            measured = wrk(url, connections, 1, status, token)
            for figure, value in measured.items() if turn >= 0 else ():
                series.setdefault(way, {}).setdefault(figure, Series()).add(value)
    ours = series["worker"]
    for way, figures in series.items():
        for figure, values in figures.items():
            bench.figures.add(f"{metric}.{way}.{figure}", values, ours=ours[figure])
    kind = metric.split(".")[1]
    for (of, figure, way), goal in GOALS.items() if connections == 8 else ():
        if of == kind:
            bench.figures.add(f"{metric}.{figure}_vs_{way}", ours[figure].over(series[way][figure]), goal)
