"""The dump program killed, stopped and starved, at many moments."""

import os
import signal
import threading
import time

from dumpprogram import DumpProgram
from fault import Fault, NotReached, create_under, expect
from processes import runs

MOMENTS = [1, 2, 5, 10, 30, 60, 100, 150, 200, 250]


def faults(stack, scratch):
    program = DumpProgram(stack, scratch, BACKUP_STALL_TIMEOUT="1")
    for number in ("SIGKILL", "SIGTERM", "SIGSEGV", "SIGABRT"):
        for n in MOMENTS if number == "SIGKILL" else MOMENTS[1::3]:
            yield Fault(f"dump gets {number} at its write number {n}",
                        disturbed(program, f"write:signal={number}:when={n}"))
    for error in ("EIO", "ENOSPC", "EPIPE"):
        # The first ones are complaints, not text.
        for n in MOMENTS[3::2]:
            yield Fault(f"dump's write number {n} says {error}", disturbed(program, f"write:error={error}:when={n}"))
    for n in (20, 40, 80, 120):
        yield Fault(f"dump loses the server at its read number {n}",
                    disturbed(program, f"recvfrom,read:error=ECONNRESET:when={n}", calls="recvfrom,read"))
    for n in (1, 10, 20):
        yield Fault(f"dump lacks memory from its brk or mmap number {n} on",
                    disturbed(program, f"mmap,brk:error=ENOMEM:when={n}+", calls="mmap,brk"))
    for n in (1, 60, 150):
        yield Fault(f"dump is stopped at its write number {n} and goes on", stopped(program, n, goes_on=True))
        yield Fault(f"dump is stopped at its write number {n} for good", stopped(program, n, goes_on=False))
    yield Fault("dump waits longer than the stall timeout at its last write", stalled(program))
    yield Fault("worker gets SIGTERM in mid-dump and finishes", told_to_stop(program, times=1))
    yield Fault("worker gets SIGTERM twice in mid-dump and gives up", told_to_stop(program, times=2))
    yield Fault("worker gets SIGKILL in mid-dump", killed_in_dump(program))
    yield Fault("a second create while one runs", twice(program))


def disturbed(program, *injections, calls="write"):
    def body(stack):
        program.disturb(*injections, calls=calls)

        def cause():
            answer = stack.create()
            program.be_real()
            return answer
        answer = create_under(stack, cause)
        if answer.status == 201:
            raise NotReached("the dump was not hit")
    return body


class InBackground:
    """A create that runs while we do harm."""

    def __init__(self, stack):
        self.thread = threading.Thread(target=self.ask, args=[stack])
        self.thread.start()

    def ask(self, stack):
        self.answered = stack.create()

    @property
    def is_answered(self):
        return not self.thread.is_alive()

    def answer(self):
        self.thread.join()
        return self.answered


def in_mid_dump(program, harm, milliseconds=700, at=60):
    """Starts a create, lets the dump stand still, does harm, and returns the create's answer."""
    program.pause(milliseconds, at)
    create = InBackground(program.stack)
    try:
        pid = program.process(given_up=lambda: create.is_answered)
        if not pid:
            raise NotReached(f"the dump did not start: {create.answer().status}, {program.stack.last_error()}")
        # By then it has come to the write before which it stands still.
        time.sleep(milliseconds / 1000 * 0.4)
        expect(runs(pid), "the dump ended before its time")
        harm(pid)
    finally:
        answer = create.answer()
        program.be_real()
    return answer


def stopped(program, n, goes_on):
    def body(stack):
        def harm(pid):
            os.kill(pid, signal.SIGSTOP)
            if goes_on:
                time.sleep(0.2)
                os.kill(pid, signal.SIGCONT)
        create_under(stack, lambda: in_mid_dump(program, harm, 400, n), allowed=[201] if goes_on else [500])
    return body


def stalled(program):
    def body(stack):
        program.pause(4000, at=255)

        def cause():
            answer = stack.create()
            program.be_real()
            return answer
        create_under(stack, cause, allowed=[500])
    return body


def told_to_stop(program, times):
    def body(stack):
        def harm(_):
            for _ in range(times):
                stack.process.send(signal.SIGTERM)
                time.sleep(0.1)
        create_under(stack, lambda: in_mid_dump(program, harm), allowed=[201] if times == 1 else [500, 503])
    return body


def killed_in_dump(program):
    def body(stack):
        create_under(stack, lambda: in_mid_dump(program, lambda _: stack.kill_worker()), allowed=[500, 502, 503])
    return body


def twice(program):
    def body(stack):
        second = []
        create_under(stack, lambda: in_mid_dump(program, lambda _: second.append(stack.request("POST").status)), [201])
        expect(second == [409], f"the second create answered {second}")
    return body
