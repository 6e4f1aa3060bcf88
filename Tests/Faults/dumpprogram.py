"""A dump program of our own in the worker's hands: it does what it was last told to, at first what the real one does."""

import shlex

import processes


class DumpProgram:
    """A script that asks a file how to behave; the worker is started with it once."""

    def __init__(self, stack, scratch, **settings):
        self.stack = stack
        self.scratch = scratch
        self.path = scratch / "dump"
        self.behavior = scratch / "behavior"
        self.behave('exec "$REAL" "$@"')
        self.path.write_text(
            f'#!/bin/sh\nREAL={shlex.quote(stack.dump_program)}\n[ "$1" != --version ] || exec "$REAL" --version\n'
            f'. {shlex.quote(str(self.behavior))}\n')
        self.path.chmod(0o755)
        stack.settings |= {"BACKUP_MYSQLDUMP": str(self.path)} | settings
        stack.restart()

    def behave(self, text):
        self.behavior.write_text(text + "\n")

    def be_real(self):
        self.behave('exec "$REAL" "$@"')

    def say(self, name, content):
        """Lays a file for a behavior to write, and returns the shell's word for it."""
        (self.scratch / name).write_bytes(content)
        return shlex.quote(str(self.scratch / name))

    def real_text(self):
        """What the real program writes when the worker calls it."""
        text = self.scratch / "real.sql"
        self.behave(f'"$REAL" "$@" >{shlex.quote(str(text))} && cat {shlex.quote(str(text))}')
        answer = self.stack.create()
        self.be_real()
        if answer.status != 201:
            raise AssertionError(f"an ordinary dump does not succeed: {self.stack.last_error()}")
        return text.read_bytes()

    def disturb(self, *injections, calls="write"):
        """The real program, and strace that lets one of its system calls fail or its process get a signal."""
        options = " ".join(f"-e inject={shlex.quote(injection)}" for injection in injections)
        self.behave(f'exec strace -qq -o /dev/null -e signal=none -e trace={calls} {options} -- "$REAL" "$@"')

    def pause(self, milliseconds, at=60):
        """The real program, which stands still for a while before one of its writes."""
        self.disturb(f"write:delay_enter={milliseconds * 1000}:when={at}")

    def process(self, given_up):
        """The id of the running program, once the worker has started it; None when `given_up` says that it won't."""
        def find():
            for pid in processes.children(self.stack.worker):
                if processes.name(pid) in ("mariadb-dump", "mysqldump"):
                    return pid
            return None
        processes.wait_until(60, lambda: find() or given_up())
        return find()
