"""A large file through X-Accel-Redirect against the same file from a plain static location of the same nginx."""

import socket
import time

from figures import Series
from processes import Failure

GOAL = ">=0.97"
# Times that each way is asked over one connection. Which processor serves it and which reads is as chance has it, and weighs
# more than the way: so both are asked in turn over the same, and then over the next.
TURNS = 4


def fetch(connection, path, token, buffer):
    """Asks for a path and reads all of it; gives bytes and seconds.

    The kernel throws the bytes away (tcp(7), MSG_TRUNC), so that the reader does not hold nginx up.
    """
    header = f"Authorization: Bearer {token}\r\n" if token else ""
    start = time.monotonic()
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n".encode())
    size = left = body_length(connection)
    while left:
        count = connection.recv_into(buffer, min(left, len(buffer)), socket.MSG_TRUNC)
        if not count:
            raise Failure(f"{path}: nginx closed {left} bytes before the end")
        left -= count
    return size, time.monotonic() - start


def body_length(connection):
    """Reads the head of a 200, and nothing of the body."""
    head = connection.recv(65536, socket.MSG_PEEK)
    while b"\r\n\r\n" not in head:
        time.sleep(0.0001)
        head = connection.recv(65536, socket.MSG_PEEK)
        if not head:
            raise Failure("nginx closed before the head was there")
    size = head.index(b"\r\n\r\n") + 4
    connection.recv(size)
    lines = head[:size].decode().split("\r\n")
    if " 200 " not in lines[0] + " ":
        raise Failure(f"a download was answered {lines[0]}")
    return next(int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:"))


def measure(bench):
    backup, _ = bench.stack.create()
    (host, port), token = bench.front.base["worker"].split(":"), bench.stack.environment["TOKEN"]
    targets = {"worker": (f"/api/core/backups/{backup['id']}/download", token),
               "static": (f"/static/{backup['filename']}", None)}
    series = {way: Series() for way in targets}
    buffer = bytearray(1 << 20)
    for run in range(-1, 2 * bench.runs * bench.seconds):
        total = {way: [0, 0] for way in targets}
        with socket.create_connection((host, int(port)), 30) as connection:
            for turn in range(TURNS):
                for way in sorted(targets, reverse=turn % 2):
                    size, seconds = fetch(connection, *targets[way], buffer)
                    total[way] = [total[way][0] + size, total[way][1] + seconds]
        # The first time is for the file to be in the page cache.
        for way, (size, seconds) in total.items() if run >= 0 else ():
            series[way].add(size / 1e6 / seconds)
    bench.stack.delete(backup)
    for way, values in series.items():
        bench.figures.add(f"download.{way}.mb_per_second", values, ours=series["worker"])
    bench.figures.add("download.mb_per_second_vs_static", series["worker"].over(series["static"]), GOAL)
