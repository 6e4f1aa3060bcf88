"""What must hold after every fault: one function, check_invariants, and what it looks at.

I1 a row names a whole file; I2 a file under a final name is whole; I3 a failed create leaves rows and files as they
were; I4 pruning follows a success and spares the newest; I6 no secret where others can see it; I8 after the next start
and create rows and files agree, and files that are not ours are untouched.
"""

import os
import stat
from pathlib import Path

from picture import Picture
from stack import FOREIGN


class Violation(AssertionError):
    """Everything that did not hold."""


def check_invariants(stack, before=None, answer=None, failed=False, settled=True):
    """Checks everything that can be seen from outside.

    `before` is the picture before a create; with `failed` nothing may have changed since. `answer` is the create's
    success. Unless `settled`, a crash may have left what the next start puts right: part files, marks, a whole file
    without its row.
    """
    now = Picture(stack)
    wrong = []
    _check_rows(now, wrong, settled)
    _check_files(now, wrong, settled)
    if failed:
        _check_nothing_happened(now, before, wrong)
    if before is not None and not failed:
        _check_pruning(stack, now, before, answer, wrong)
    _check_foreign_files(stack, now, wrong)
    _check_secrets(stack, wrong)
    if wrong:
        raise Violation("; ".join(wrong))
    return now


def _check_rows(now, wrong, settled):
    paths = [row[1] for row in now.rows.values()]
    for path in sorted({path for path in paths if paths.count(path) > 1}):
        wrong.append(f"I8 two rows name {path}")
    for id, (file, path, size, disk, _) in now.rows.items():
        if file in now.marks and not settled:
            continue
        if path != "backups/" + file or disk != "local":
            wrong.append(f"I1 row {id} leads to {disk}:{path}")
        elif file not in now.files:
            wrong.append(f"I1 row {id} names {file}, which is not there")
        elif now.files[file][0] != int(size):
            wrong.append(f"I1 row {id} says {size} bytes, the file has {now.files[file][0]}")


def _check_files(now, wrong, settled):
    named = {row[0] for row in now.rows.values()}
    for file, (size, sha256, problem) in now.files.items():
        manifest = now.manifests.get(file)
        if problem:
            wrong.append(f"I2 {file}: {problem}")
        if manifest is None:
            # A deletion under its mark may have come to the manifest; nothing else may go without one.
            if settled or file not in now.marks:
                wrong.append(f"I1 {file} has no manifest that can be read")
        elif (manifest["file_bytes"], manifest["sha256"]) != (size, sha256):
            wrong.append(f"I1 {file} is not what its manifest says")
        if settled and file not in named:
            wrong.append(f"I8 {file} has no row")
    if settled:
        wrong += [f"I2 the part {part} was not swept" for part in now.parts]
        wrong += [f"I8 the deletion of {mark} was not finished" for mark in sorted(now.marks)]
        wrong += [f"I8 the manifest of {file} has no row" for file in now.manifests if file not in named]


def _check_nothing_happened(now, before, wrong):
    if now.rows != before.rows:
        lost, new = before.rows.keys() - now.rows.keys(), now.rows.keys() - before.rows.keys()
        wrong.append(f"I3 the rows changed: lost {sorted(lost)}, new {sorted(new)}")
    if now.files != before.files:
        lost, new = before.files.keys() - now.files.keys(), now.files.keys() - before.files.keys()
        wrong.append(f"I3 the files changed: lost {sorted(lost)}, new {sorted(new)}")


def _check_pruning(stack, now, before, answer, wrong):
    if answer is not None and answer.id not in now.rows:
        wrong.append(f"I4 row {answer.id}, just made, is gone")
    if before.newest is not None and before.newest not in now.rows:
        if sum(id > before.newest for id in now.rows) < stack.keep:
            wrong.append(f"I4 row {before.newest}, the newest before, was pruned")
    least = min(stack.keep, len(before.rows))
    if len(now.rows) < least:
        wrong.append(f"I4 {len(now.rows)} rows are left of {len(before.rows)}, with {stack.keep} to keep")


def _check_foreign_files(stack, now, wrong):
    wrong += [f"I8 {stranger} is of unknown origin" for stranger in now.strangers]
    for name, content in FOREIGN.items():
        file = stack.storage / name
        if not file.exists():
            wrong.append(f"I8 the foreign file {name} is gone")
        elif file.read_bytes() != content or file.stat().st_mtime_ns != stack.foreign[name]:
            wrong.append(f"I8 the foreign file {name} was changed")


def _check_secrets(stack, wrong):
    secrets = {"the database password": stack.password.encode(), "the token": stack.token.partition("|")[2].encode()}
    for log in sorted((stack.folder / "log").glob("*.log")):
        # Only what was added since the last look, and a little before it.
        size, start = log.stat().st_size, stack.seen.get(log, 0)
        with log.open("rb") as text:
            text.seek(max(0, (start if start <= size else 0) - 100))
            added = text.read()
        stack.seen[log] = size
        wrong += [f"I6 {what} is in {log.name}" for what, secret in secrets.items() if secret in added]
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        wrong += [f"I6 {what} is in an argument of {line[:60]!r}" for what, secret in secrets.items() if secret in line]
    for folder, _, files in os.walk(stack.storage):
        for entry in [Path(folder), *(Path(folder, file) for file in files)]:
            try:
                mode = stat.S_IMODE(entry.lstat().st_mode)
            except FileNotFoundError:
                continue
            if mode & 0o007:
                wrong.append(f"I6 {entry.name} has mode {mode:o}, which lets everybody in")
