"""Many at once: creates, deletes and reconciliations that meet."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

from dumpprocess import in_mid_dump
from dumpprogram import DumpProgram
from fault import Fault, create_under, expect, fill
from faultpoints import check_order, lay_disorder
from invariants import check_invariants
from picture import Picture

# What backupctl ends with while another holds the right to do it, and does it.
BUSY = 75


def faults(stack, scratch, operator):
    program = DumpProgram(stack, scratch)

    def reconcile(allowed=(0, BUSY)):
        command = [operator, "--env-file", stack.folder / "backupd.env", "reconcile"]
        done = subprocess.run(command, capture_output=True, text=True)
        expect(done.returncode in allowed, f"backupctl reconcile ends with {done.returncode}: {done.stderr}")

    for number in (2, 4):
        yield Fault(f"{number} reconciliations at once amid disorder", amid_disorder([reconcile] * number))
    yield Fault("a reconciliation and a create at once amid disorder", amid_disorder([reconcile, stack.create]))
    yield Fault("a reconciliation and a start at once amid disorder", amid_disorder([reconcile, stack.restart]))
    for number in (2, 6):
        yield Fault(f"{number} creates at once", creates(program, number))
    yield Fault("the same backup deleted six times at once", deletes(lambda ids: [ids[0]] * 6))
    yield Fault("all backups deleted at once", deletes(lambda ids: ids))
    yield Fault("backups deleted in mid-dump", deleted_in_dump(program))
    yield Fault("a reconciliation in mid-dump", reconciled_in_dump(program, lambda: reconcile([BUSY])))


def at_once(acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        return [running.result() for running in [pool.submit(act) for act in acts]]


def amid_disorder(acts):
    def body(stack):
        fill(stack)
        remains = lay_disorder(stack)
        at_once(acts)
        check_order(stack, *remains)
    return body


def creates(program, number):
    def body(stack):
        fill(stack)
        before = Picture(stack)
        program.pause(300)
        answers = at_once([lambda: stack.request("POST")] * number)
        program.be_real()
        statuses = sorted(answer.status for answer in answers)
        expect(statuses == [201] + [409] * (number - 1), f"they answer {statuses}")
        made = next(answer for answer in answers if answer.status == 201)
        check_invariants(stack, before, made)
    return body


def deletes(choose):
    def body(stack):
        fill(stack)
        ids = choose(sorted(Picture(stack).rows))
        statuses = [answer.status for answer in at_once([lambda id=id: stack.delete(id) for id in ids])]
        expect(set(statuses) <= {200, 404} and 200 in statuses, f"they answer {statuses}")
        now = Picture(stack)
        expect(not now.rows.keys() & set(ids), "a deleted row is there")
        stack.settle()
        check_invariants(stack)
    return body


def deleted_in_dump(program):
    def body(stack):
        fill(stack)
        ids = sorted(Picture(stack).rows)

        def harm(_):
            for id in ids:
                expect(stack.delete(id).status == 200, "a delete in mid-dump did not succeed")
        answer = in_mid_dump(program, harm)
        expect(answer.status == 201, f"the create answered {answer.status}")
        now = check_invariants(stack)
        expect(list(now.rows) == [answer.id], f"rows {list(now.rows)} are there")
    return body


def reconciled_in_dump(program, reconcile):
    def body(stack):
        fill(stack)
        create_under(stack, lambda: in_mid_dump(program, lambda _: reconcile()), [201])
    return body
