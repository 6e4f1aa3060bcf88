"""The checker itself, tried: violations that are laid by hand, each of which check_invariants must find."""

import gzip
import json
import os
import shutil
from pathlib import Path

from fault import Fault, expect, fill
from invariants import Violation, check_invariants
from picture import Picture


def faults(stack, _):
    for name, (sign, plant) in PLANTED.items():
        yield Fault(f"the checker finds {name}", found(sign, plant))


def found(sign, plant):
    def body(stack):
        fill(stack)
        before = check_invariants(stack)
        newest = before.newest
        try:
            arguments = plant(stack, newest, stack.storage / before.rows[newest][0]) or {}
            try:
                check_invariants(stack, before=before if arguments else None, **arguments)
            except Violation as violation:
                expect(sign in str(violation), f"it says instead: {violation}")
                return
            raise Violation("it was not found")
        finally:
            stack.reset()
    return body


def edited(**members):
    def edit(stack, id, file):
        path = stack.manifests / f"{file.name}.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | members))
    return edit


def cut(content):
    return content[:len(content) // 2]


def without_trailer(content):
    text = gzip.decompress(content)
    return gzip.compress(text[:text.rindex(b"\n-- Dump completed") + 1])


def flip(content):
    return content[:1000] + bytes([content[1000] ^ 1]) + content[1001:]


def log(stack, text):
    with (stack.folder / "log" / "backupd.log").open("a") as lines:
        lines.write(f"level=info message=\"{text}\"\n")


def prune_all_but(stack, kept):
    for id, row in Picture(stack).rows.items():
        if id != kept:
            stack.sql(f"DELETE FROM database_backups WHERE id = {id}")
            (stack.storage / row[0]).unlink()
            (stack.manifests / f"{row[0]}.json").unlink()


def sql(text):
    return lambda stack, id, file: stack.sql(text.format(id=id)) and None


def assign(assignment):
    return sql("UPDATE database_backups SET " + assignment + " WHERE id = {id}")


def change(function):
    """Other bytes under the same name."""
    return lambda stack, id, file: file.write_bytes(function(file.read_bytes())) and None


def beside(name, function):
    """Does something with a file of this name in the folder; `%` is the backup's own name."""
    return lambda stack, id, file: function(stack.storage / name.replace("%", file.name)) and None


def afterwards(function, **arguments):
    """Harm that only a look back at what was before can show."""
    return lambda stack, id, file: (function(stack, id, file), arguments)[1]


STRANGE = "backup_2020-01-01_000000.sql.gz"
LOSE = "DELETE FROM database_backups WHERE id = {id}"
DOUBLE = "INSERT INTO database_backups (filename, disk, path, size_bytes) " \
         "SELECT filename, disk, path, size_bytes FROM database_backups WHERE id = {id}"
MANIFEST = ".manifests/%.json"

# What is laid, the words by which the checker is to tell of it, and how it is laid.
PLANTED = {
    "a row without its file": ("which is not there", beside("%", Path.unlink)),
    "a file without its row": ("has no row", sql(LOSE)),
    "a truncated file": ("cut short", change(cut)),
    "a flipped bit": ("I2", change(flip)),
    "a dump without its trailer": ("not the dump's trailer", change(without_trailer)),
    "a second gzip member": ("follows the gzip member", change(lambda content: content + gzip.compress(b"x"))),
    "an empty file": ("cut short", change(lambda content: b"")),
    "a wrong size in the row": ("bytes, the file has", assign("size_bytes = size_bytes + 1")),
    "a row that leads elsewhere": ("leads to", assign("path = '/etc/passwd'")),
    "a row of another disk": ("leads to", assign("disk = 's3'")),
    "two rows of one file": ("two rows", sql(DOUBLE)),
    "a wrong sum in the manifest": ("not what its manifest says", edited(sha256="0" * 64)),
    "a wrong size in the manifest": ("not what its manifest says", edited(file_bytes=1)),
    "a missing manifest": ("has no manifest", beside(MANIFEST, Path.unlink)),
    "a damaged manifest": ("has no manifest", beside(MANIFEST, lambda path: path.write_text("{"))),
    "a manifest without row and file": ("has no row", beside(
        MANIFEST, lambda path: shutil.copy(path, path.with_name(STRANGE + ".json")))),
    "a part that stayed": ("was not swept", beside(f".{STRANGE}.part", Path.touch)),
    "a manifest's part that stayed": ("was not swept", beside(f".manifests/.{STRANGE}.json.part", Path.touch)),
    "a deletion that was not finished": ("was not finished", beside(".manifests/%.deleting", Path.touch)),
    "a foreign file that is gone": ("foreign file notes.txt is gone", beside("notes.txt", Path.unlink)),
    "a foreign file that was changed": ("file dump.sql.gz was changed", beside(
        "dump.sql.gz", lambda path: path.write_bytes(b""))),
    "a foreign file that was touched": ("was changed", beside(".upload.part", lambda path: os.utime(path, (1, 1)))),
    "a file of unknown origin": ("unknown origin", beside("backup.tmp", Path.touch)),
    "a backup that everybody may read": ("lets everybody in", beside("%", lambda path: path.chmod(0o644))),
    "a folder that everybody may enter": ("lets everybody in", beside(".manifests", lambda path: path.chmod(0o755))),
    "the password in the log": ("database password is in", lambda stack, *_: log(stack, stack.password)),
    "the token in the log": ("the token is in", lambda stack, *_: log(stack, stack.token)),
    "a row that a failed create lost": ("I3", afterwards(
        lambda stack, id, file: prune_all_but(stack, id), failed=True)),
    "a file that a failed create left": ("I3", afterwards(
        lambda stack, id, file: shutil.copy(file, file.with_name(STRANGE)), failed=True)),
    "a file that a failed create changed": ("I3", afterwards(change(flip), failed=True)),
    "the newest pruned": ("the newest before, was pruned", afterwards(
        lambda stack, id, file: prune_all_but(stack, min(Picture(stack).rows)), settled=True)),
    "too many pruned": ("rows are left of", afterwards(
        lambda stack, id, file: prune_all_but(stack, id), settled=True)),
}
