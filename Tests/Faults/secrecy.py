"""What others can see of the dump while it runs: its arguments, its environment, the files it has open."""

import os
from pathlib import Path

from dumpprocess import in_mid_dump
from dumpprogram import DumpProgram
import processes
from fault import Fault, create_under, expect


def faults(stack, scratch):
    program = DumpProgram(stack, scratch)
    for what in ("cmdline", "environ"):
        yield Fault(f"the dump's {what} holds no secret", holds_none(program, what))
    yield Fault("the dump has no file open but its own", few_files(program))


def holds_none(program, what):
    def body(stack):
        def look(_):
            for process in (*processes.children(stack.worker), stack.worker):
                content = Path(f"/proc/{process}/{what}").read_bytes()
                for secret in (stack.password, stack.token.partition("|")[2]):
                    expect(secret.encode() not in content, f"I6 a secret is in the {what} of process {process}")
        create_under(stack, lambda: in_mid_dump(program, look), [201])
    return body


def few_files(program):
    def body(stack):
        def look(pid):
            for number in os.listdir(f"/proc/{pid}/fd"):
                target = os.readlink(f"/proc/{pid}/fd/{number}")
                known = target.startswith(("pipe:", "socket:", "/dev/null", "/memfd:", "anon_inode:"))
                expect(known or str(stack.storage) not in target, f"I6 the dump has {target} open")
        create_under(stack, lambda: in_mid_dump(program, look), [201])
    return body
