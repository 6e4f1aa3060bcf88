"""kill -9 at random moments: of the worker or of the dump, during a create or a delete."""

import os
import random
import signal
import threading
import time

import processes
from fault import Fault, fill
from invariants import check_invariants
from picture import Picture


def faults(count, seed):
    for number in range(count):
        yield Fault(f"random kill {number + 1} of seed {seed}", random_kill(random.Random(f"{seed}/{number}"), seed))


def random_kill(chance, seed):
    victim = chance.choice(["worker", "worker", "dump"])
    operation = chance.choice(["create", "create", "create", "delete"]) if victim == "worker" else "create"
    delay = chance.uniform(0, 0.3 if operation == "create" else 0.02)
    again = chance.random() < 0.3

    def body(stack):
        fill(stack)
        before = Picture(stack)
        try:
            strike(stack, operation, victim, delay)
            check_invariants(stack, settled=False)
            if again:
                strike(stack, "create", "worker", delay / 2)
            if not stack.worker_runs:
                stack.restart()
            stack.settle()
            check_invariants(stack, before if operation == "create" else None)
        except AssertionError as error:
            where = f"{victim} {delay * 1000:.1f} ms into a {operation}" + (", and again" if again else "")
            raise AssertionError(f"[--seed {seed}] {where}: {error}") from error
    return body


def strike(stack, operation, victim, delay):
    if not stack.worker_runs:
        stack.restart()
    oldest = min(Picture(stack).rows)
    act = stack.create if operation == "create" else lambda: stack.delete(oldest)
    thread = threading.Thread(target=act)
    thread.start()
    time.sleep(delay)
    if victim == "worker":
        stack.kill_worker()
    else:
        for pid in processes.children(stack.worker):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    thread.join()
