"""A large file through X-Accel-Redirect against the same file from a plain static location of the same nginx."""

import socket
import time

from figures import Series
from processes import Failure

GOAL = ">=0.97"
# A second is long for a machine that is now and then busy with something else: the ways take turns more often.
TURNS = 10


def drain(base, path, token, atleast):
    """Fetches a path over one connection until there were so many bytes; gives MB a second.

    The kernel throws the bytes away (tcp(7), MSG_TRUNC), so that the reader does not hold nginx up.
    """
    host, port = base.split(":")
    header = f"Authorization: Bearer {token}\r\n" if token else ""
    request = f"GET {path} HTTP/1.1\r\nHost: {base}\r\n{header}\r\n".encode()
    received, start = 0, time.monotonic()
    with socket.create_connection((host, int(port)), 30) as connection:
        buffer = bytearray(1 << 20)
        while received < atleast:
            connection.sendall(request)
            left = body_length(connection)
            received += left
            while left:
                count = connection.recv_into(buffer, min(left, len(buffer)), socket.MSG_TRUNC)
                if not count:
                    raise Failure(f"{path}: nginx closed {left} bytes before the end")
                left -= count
    return received / 1e6 / (time.monotonic() - start)


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
    base, token = bench.front.base["worker"], bench.stack.environment["TOKEN"]
    targets = {"worker": (f"/api/core/backups/{backup['id']}/download", token),
               "static": (f"/static/{backup['filename']}", None)}
    series = {way: Series() for way in targets}
    for run in range(-1, TURNS * bench.runs):
        for way, (path, secret) in targets.items():
            speed = drain(base, path, secret, backup["size_bytes"] if run < 0 else bench.seconds * 200_000_000)
            if run >= 0:
                series[way].add(speed)
    bench.stack.delete(backup)
    for way, values in series.items():
        bench.figures.add(f"download.{way}.mb_per_second", values, ours=series["worker"])
    bench.figures.add("download.mb_per_second_vs_static", series["worker"].over(series["static"]), GOAL)
