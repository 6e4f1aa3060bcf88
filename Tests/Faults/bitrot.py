"""Bits flipped and ends cut off in finished backups: `backupctl verify` must find every single one."""

import os
import random
import subprocess
from concurrent.futures import ThreadPoolExecutor

from fault import Fault, Skipped, expect, fill
from invariants import check_invariants
from picture import Picture

FLIPS, CUTS, TOGETHER = 2000, 500, 100


def faults(stack, operator, seed):
    chance = random.Random(seed)
    smallest = min(size for *_, size in backups(stack))
    flips = bits(smallest, chance)
    for start in range(0, FLIPS, TOGETHER):
        name = f"bits {start + 1} to {start + TOGETHER} of {FLIPS} flipped, one at a time, seed {seed}"
        yield Fault(name, all_found(operator, [("flip", bit) for bit in flips[start:start + TOGETHER]]))
    cuts = lengths(smallest, chance)
    for start in range(0, CUTS, TOGETHER):
        name = f"cuts {start + 1} to {start + TOGETHER} of {CUTS}, seed {seed}"
        # Every second one is filled up with zeros, so that its size tells nothing.
        kinds = [("cut" if place % 2 else "blank", cut) for place, cut in enumerate(cuts[start:start + TOGETHER])]
        yield Fault(name, all_found(operator, kinds))


def backups(stack):
    """As many as there are processors: each is damaged beside the others."""
    fill(stack)
    return [(id, row[0], int(row[2])) for id, row in sorted(Picture(stack).rows.items())][:os.cpu_count()]


def bits(size, chance):
    """All bits of the gzip member's head and end, and others anywhere."""
    ends = [*range(80), *range((size - 10) * 8, size * 8)]
    return ends + chance.sample(range(80, (size - 10) * 8), FLIPS - len(ends))


def lengths(size, chance):
    """Nothing, next to nothing, nearly everything, and anything between."""
    ends = [*range(20), *range(size - 20, size)]
    return ends + chance.sample(range(20, size - 20), CUTS - len(ends))


def all_found(operator, damages):
    def body(stack):
        whole = backups(stack)
        for id, *_ in whole:
            status, words = verdict(stack, operator, id)
            if status == 64:
                raise Skipped("this backupctl has no verify")
            expect(status == 0, f"verify says of backup {id}, which is whole: {words}")
        shares = [(backup, damages[place::len(whole)]) for place, backup in enumerate(whole)]
        with ThreadPoolExecutor(len(shares)) as pool:
            missed = sum(pool.map(lambda share: tried(stack, operator, *share), shares), [])
        expect(not missed, f"verify does not find {len(missed)}: {', '.join(missed[:5])}")
        check_invariants(stack)
    return body


def verdict(stack, operator, id):
    command = [operator, "--env-file", stack.folder / "backupd.env", "verify", str(id)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout.strip() or done.stderr.strip()


def tried(stack, operator, backup, damages):
    """Damages one file in one way after the other, and mends it each time; returns what was not found."""
    id, file, size = backup
    path = stack.storage / file
    whole = path.read_bytes()
    missed = []
    for kind, place in damages:
        place %= size * 8 if kind == "flip" else size
        with path.open("r+b") as content:
            if kind == "flip":
                content.seek(place // 8)
                content.write(bytes([whole[place // 8] ^ 1 << place % 8]))
            else:
                content.truncate(place)
                # A tail that was zeros already would be no damage.
                if kind == "blank" and whole[place:].strip(b"\0"):
                    content.truncate(size)
        status, words = verdict(stack, operator, id)
        if status != 2 or "damaged" not in words:
            missed.append(f"{kind} at {place} (exit status {status}: {words})")
        path.write_bytes(whole)
    return missed
