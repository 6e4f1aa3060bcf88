"""kill -9 of the worker at every point that the code names."""

import re
import shutil

import processes
from fault import Fault, NotReached, create_under, delete_under, expect, fill
from invariants import check_invariants
from life import REPOSITORY
from picture import Picture

SOURCE = REPOSITORY / "Sources/BackupCore/Backups/FaultPoint.swift"


def points(*prefixes):
    found = re.findall(r'= "([a-z]+\.[a-z]+)"', SOURCE.read_text())
    return [point for point in found if point.startswith(prefixes)]


def faults():
    # The start reconciles too, and so comes to the first of these by itself.
    second = {"reconcile.swept": "reconcile.swept:2"}
    for point in points("create", "prune", "delete", "reconcile.swept"):
        yield Fault(f"worker killed at {point} of a create", create_killed(second.get(point, point)))
        yield Fault(f"worker killed at {point} of two creates", create_killed(second.get(point, point), times=2))
    for point in points("delete"):
        yield Fault(f"worker killed at {point} of a delete", delete_killed(point))
    for point in ("delete.unlinked:2", "delete.unmanifested:2", "prune.erased:1", "prune.erased:2", "delete.marked:3"):
        yield Fault(f"worker killed at {point} while many are pruned", pruning_killed(point))
    for point in points("reconcile"):
        yield Fault(f"worker killed at {point} of a create amid disorder", disorder_killed(second.get(point, point)))
        yield Fault(f"worker killed at {point} of its start amid disorder", start_killed(point))
        yield Fault(f"worker killed at {point} of two starts amid disorder", start_killed(point, times=2))
    for first in ("create.manifested", "create.renamed", "delete.marked", "delete.unlinked", "delete.unrecorded"):
        yield Fault(f"worker killed at {first} of a create, then at every point of its starts", killed_on_and_on(first))


def die(stack, act):
    answer = act()
    if not processes.wait_until(5, lambda: not stack.worker_runs):
        raise NotReached("the point was not come to")
    return answer


def create_killed(point, times=1):
    def body(stack):
        fill(stack)
        for _ in range(times):
            before = Picture(stack)
            stack.restart(BACKUP_FAULT_POINT=point)
            answer = die(stack, stack.create)
            expect(answer.status != 201, "a create that was killed answered 201")
            check_invariants(stack, before, settled=False)
        stack.restart()
        stack.settle()
        check_invariants(stack, before)
    return body


def delete_killed(point):
    def body(stack):
        fill(stack)
        stack.restart(BACKUP_FAULT_POINT=point)
        delete_under(stack, lambda id: die(stack, lambda: stack.delete(id)))
    return body


def pruning_killed(point):
    def body(stack):
        stack.restart(BACKUP_KEEP="6")
        while len(Picture(stack).rows) < 6:
            expect(stack.create().status == 201, "a create did not succeed")
        stack.restart(BACKUP_FAULT_POINT=point)
        create_under(stack, lambda: die(stack, stack.create))
    return body


PART, LONE = "backup_2020-01-01_000000.sql.gz", "backup_2020-01-02_000000.sql.gz"


def lay_disorder(stack):
    """What crashes and a restored dump can leave: parts, a deletion begun, a file without row, a manifest alone.

    Returns what is to be of it: the file whose deletion was begun, and the one whose row was lost.
    """
    now = Picture(stack)
    doomed, orphan = now.rows[min(now.rows)][0], now.rows[max(now.rows)][0]
    (stack.storage / f".{PART}.part").write_bytes(b"half")
    (stack.manifests / f".{PART}.json.part").write_bytes(b"half")
    (stack.manifests / f"{doomed}.deleting").touch()
    shutil.copy(stack.manifests / f"{orphan}.json", stack.manifests / f"{LONE}.json")
    for file in (stack.storage / f".{PART}.part", *stack.manifests.iterdir()):
        file.chmod(0o640)
    stack.sql(f"DELETE FROM database_backups WHERE filename = '{orphan}'")
    return doomed, orphan


def check_order(stack, doomed, orphan):
    stack.settle()
    now = check_invariants(stack)
    expect(doomed not in now.files, "I8 a deletion that was begun was not finished")
    expect(orphan in now.files, "I8 a whole file without row was not adopted")


def disorder_killed(point):
    def body(stack):
        fill(stack)
        stack.restart(BACKUP_FAULT_POINT=point)
        remains = lay_disorder(stack)
        answer = die(stack, stack.create)
        expect(answer.status != 201, "a create that was killed answered 201")
        check_order(stack, *remains)
    return body


def start_killed(point, times=1):
    def body(stack):
        fill(stack)
        stack.kill_worker()
        remains = lay_disorder(stack)
        for time in range(times):
            if not stack.restart_into_crash(BACKUP_FAULT_POINT=point) and time == 0:
                raise NotReached("the start did not come to the point")
        stack.restart()
        check_order(stack, *remains)
    return body


def killed_on_and_on(first):
    def body(stack):
        fill(stack)
        before = Picture(stack)
        stack.restart(BACKUP_FAULT_POINT=first)
        die(stack, stack.create)
        for point in points("reconcile"):
            stack.restart_into_crash(BACKUP_FAULT_POINT=point)
        stack.restart()
        stack.settle()
        check_invariants(stack, before)
    return body

