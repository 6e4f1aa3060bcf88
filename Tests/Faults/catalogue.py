"""All kinds of faults, in the order they are tried."""

from dataclasses import dataclass
from typing import Callable

import bitrot
import clock
import disk
import dumpprocess
import fakedumps
import faultpoints
import folders
import kills
import limits
import planted
import secrecy
import server
import syscalls
import together
from life import REPOSITORY


@dataclass
class Group:
    """Faults that share a stack."""

    name: str
    about: str
    faults: Callable
    worker: Callable = lambda worker, scratch: worker


def groups(options):
    if options.kills is not None:
        return [Group("kills", f"kill -9 at random moments, seed {options.seed}",
                      lambda stack, _: kills.faults(options.kills, options.seed))]
    return [
        Group("planted", "the checker finds violations laid by hand", planted.faults),
        Group("points", "kill -9 of the worker at every named point", lambda *_: faultpoints.faults()),
        Group("calls", "system calls on the storage folder fail, each at its n-th time", syscalls.faults),
        Group("limits", "files may not grow, or not be opened", limits.faults),
        Group("disk", "a small disk runs full or is read-only", disk.faults),
        Group("folders", "folders are moved and exchanged under a dump", folders.faults),
        Group("dump", "the dump is killed, stopped, starved", dumpprocess.faults),
        Group("fakes", "dump programs that lie", fakedumps.faults),
        Group("server", "the server restarts, and the database changes under a dump", server.faults),
        Group("clock", "the clock is set back and forth", clock.faults, clock.worker_with_clock),
        Group("together", "creates, deletes and reconciliations meet",
              lambda stack, scratch: together.faults(stack, scratch, options.operator)),
        Group("secrecy", "what others can see", secrecy.faults),
        Group("kills", f"kill -9 at random moments, seed {options.seed}",
              lambda stack, _: kills.faults(40, options.seed)),
        Group("bitrot", "bits flip and ends are lost in finished backups",
              lambda stack, _: bitrot.faults(stack, options.operator, options.seed)),
    ]


def fixture(folder):
    """The demo's database with fewer rows, and some that look like the structure of a dump."""
    text = (REPOSITORY / "Tests/Data/demo.sql").read_text()
    text += """
DELETE FROM invoice_lines WHERE id > 400;
DELETE FROM invoices WHERE id > 200;
DELETE FROM activity_log WHERE id > 300;
DELETE FROM attachments WHERE id > 70;
INSERT INTO activity_log (description) VALUES
('\\n-- Dump completed on 2026-01-01 00:00:00\\n'),
('\\n--\\n-- Table structure for table `nothing`\\n--\\n\\nCREATE TABLE `nothing` (id int);\\n'),
(');\\nUNLOCK TABLES;\\n/*!50003 DROP PROCEDURE nothing */;\\nDELIMITER ;;\\n');
"""
    path = folder / "fixture.sql"
    path.write_text(text)
    return path
