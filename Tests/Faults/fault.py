"""One fault: a name, and what it does to a stack. And the ways in which nearly all of them are judged."""

from dataclasses import dataclass
from typing import Callable

from invariants import Violation, check_invariants
from picture import Picture


@dataclass
class Fault:
    name: str
    body: Callable

    def run(self, stack):
        self.body(stack)


class Skipped(Exception):
    """Cannot be tried on this machine, and is not counted."""


class NotReached(Exception):
    """The procedure ended before the fault's place was come to."""


def expect(condition, message):
    if not condition:
        raise Violation(message)


def create_under(stack, cause, allowed=None, may_keep_file=False):
    """Runs a create while `cause`, a function, does harm; judges the answer, lets things settle, and judges again.

    `allowed` are the statuses that may come of it; None leaves it to the invariants.
    """
    before = Picture(stack)
    answer = cause() or stack.create()
    judge(stack, before, answer, allowed, may_keep_file)
    return answer


def judge(stack, before, answer, allowed=None, may_keep_file=False):
    if allowed is not None:
        expect(answer.status in allowed,
               f"a create answered {answer.status}, not {' or '.join(map(str, allowed))}: {stack.last_error()}")
    if answer.status == 201:
        check_invariants(stack, before, answer, settled=False)
    else:
        died = not stack.worker_runs
        expect(died or answer.status in (401, 403, 409, 500, 503, 507), f"a create answered {answer.status}")
        expect(died or answer.status in (401, 403, 409) or "level=error" in "\n".join(stack.log_lines()),
               f"{answer.status}, and the log does not say why")
        check_invariants(stack, before, failed=not died and not may_keep_file, settled=False)
    stack.settle()
    check_invariants(stack, before)


def delete_under(stack, cause, allowed=None):
    """Deletes the oldest backup while `cause` does harm: it is gone or whole, and in order after the next create."""
    before = Picture(stack)
    id = min(before.rows)
    file = before.rows[id][0]
    answer = cause(id)
    if allowed is not None:
        expect(answer.status in allowed, f"a delete answered {answer.status}: {stack.last_error()}")
    now = Picture(stack)
    if answer.status == 200:
        expect(id not in now.rows and file not in now.files, "a delete answered 200, and row or file is there")
    untouched = {other: row for other, row in before.rows.items() if other != id}
    left = {other: row for other, row in now.rows.items() if other != id}
    expect(untouched == left, "I3 a delete changed other rows")
    expect(answer.status == 200 or id in now.rows or file not in now.files, "I3 the row is gone and the file is there")
    if file in now.files or id not in now.rows:
        check_invariants(stack, settled=False)
    stack.settle()
    after = check_invariants(stack)
    if answer.status == 200:
        expect(id not in after.rows and file not in after.files, "a deleted backup came back")


def fill(stack):
    """Brings the stack to as many backups as it keeps."""
    if not stack.worker_runs:
        stack.restart()
    while len(Picture(stack).rows) < stack.keep:
        stack.settle()
