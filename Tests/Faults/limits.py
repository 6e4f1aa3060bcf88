"""Limits on the worker's files: short writes that are true, and files that cannot be opened."""

import os
import resource

from fault import Fault, create_under, fill
from picture import Picture


def faults(stack, scratch):
    """The largest allowed file: the write that crosses it is short, the next one fails with EFBIG."""
    fill(stack)
    size = max(int(row[2]) for row in Picture(stack).rows.values())
    for tenth in range(10):
        yield Fault(f"no file may be larger than {tenth} tenths of the backup", limited(
            resource.RLIMIT_FSIZE, lambda stack, tenth=tenth: max(size * tenth // 10, log_size(stack) + 4096)))
    for more in range(0, 16):
        yield Fault(f"the worker may open {more} more files", limited(
            resource.RLIMIT_NOFILE, lambda stack, more=more: len(os.listdir(f"/proc/{stack.worker}/fd")) + more, None))


def log_size(stack):
    """The worker's log is a file too, and has to say what went wrong."""
    return (stack.folder / "log" / "backupd.log").stat().st_size


def limited(kind, limit, allowed=(500, 507)):
    def body(stack):
        fill(stack)
        stack.restart()
        if kind == resource.RLIMIT_NOFILE:
            stack.create()

        def cause():
            old = resource.prlimit(stack.worker, kind)
            resource.prlimit(stack.worker, kind, (limit(stack), old[1]))
            try:
                return stack.create()
            finally:
                if stack.worker_runs:
                    resource.prlimit(stack.worker, kind, old)
        create_under(stack, cause, allowed)
    return body
