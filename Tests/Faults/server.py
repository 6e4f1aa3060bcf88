"""The database server restarted, killed, and changed under a running dump."""

import os
import shlex
import signal
import subprocess
from pathlib import Path

import processes
from dumpprocess import in_mid_dump
from dumpprogram import DumpProgram
from fault import Fault, create_under
from tracing import Tracing


def faults(stack, scratch):
    program = DumpProgram(stack, scratch)
    yield from sessions_end(stack, program)
    yield from rights_go(stack, program)
    yield from tables_change(program)
    yield from service_suffers(program)
    yield Fault("net_write_timeout is 1 s and the disk slow", slow_disk(scratch))


def changed(program, name, *statements, undo=(), allowed=(500, 503), before=()):
    """Statements that are run in mid-dump, and taken back."""
    def body(stack):
        def harm(_):
            for statement in statements:
                stack.sql(statement)

        def cause():
            try:
                return in_mid_dump(program, harm, at=10)
            finally:
                for statement in undo:
                    stack.sql(statement)
        for statement in before:
            stack.sql(statement)
        create_under(stack, cause, allowed)
    return Fault(name, body)


def sessions_end(stack, program):
    lock = f"SELECT IS_USED_LOCK('backupd:{stack.database}')"
    dumper = "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT /*!%' OR info LIKE 'SHOW %' " \
             f"OR (user = '{stack.account}' AND id > ({lock})) ORDER BY id DESC LIMIT 1"

    def killed(name, query):
        def harm(_):
            stack.sql(f"KILL {stack.sql(query)[0][0]}")
        return Fault(name, lambda stack: create_under(
            stack, lambda: in_mid_dump(program, harm, at=10), [500], may_keep_file=True))

    yield killed("the dump's connection is killed", dumper)
    yield killed("the lock's connection is killed", lock)
    for number, what in ((signal.SIGTERM, "restarted"), (signal.SIGKILL, "killed and started again")):
        for at in (1, 10, 200):
            yield Fault(f"the server is {what} at the dump's write number {at}", server_ends(program, number, at))


def rights_go(stack, program):
    grants = "SELECT, INSERT, UPDATE, DELETE, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES"
    scope = f"ON `{stack.database}`.* %s '{stack.account}'@'localhost'"
    for right in ("SELECT", "SHOW VIEW", "TRIGGER", "EVENT", grants):
        name = "all rights" if right == grants else right
        yield changed(program, f"{name} is revoked in mid-dump", f"REVOKE {right} {scope % 'FROM'}",
                      undo=[f"GRANT {grants} {scope % 'TO'}"], allowed=None)
        yield revoked_before(right, name, grants, scope)


def tables_change(program):
    table = "CREATE TABLE zz_late (id int PRIMARY KEY, t text) SELECT 1 AS id, 'a' AS t"
    drop = "DROP TABLE IF EXISTS zz_late"
    yield changed(program, "a table is rebuilt in mid-dump", "ALTER TABLE zz_late MODIFY t varbinary(10)",
                  before=[drop, table], undo=[drop])
    yield changed(program, "a table gets a column in mid-dump", "ALTER TABLE zz_late ADD COLUMN u int",
                  before=[drop, table], undo=[drop], allowed=None)
    yield changed(program, "a table is dropped in mid-dump", drop, before=[drop, table], undo=[drop])
    yield changed(program, "a table is renamed in mid-dump", "RENAME TABLE zz_late TO zz_later",
                  before=[drop, table], undo=[drop, "DROP TABLE IF EXISTS zz_later"])
    yield changed(program, "a table is truncated in mid-dump", "TRUNCATE zz_late", before=[drop, table], undo=[drop])
    yield changed(program, "a table is made in mid-dump", table, undo=[drop], allowed=None)
    yield changed(program, "a view is broken in mid-dump", drop,
                  before=[drop, table, "CREATE OR REPLACE VIEW zz_view AS SELECT id FROM zz_late"],
                  undo=["DROP VIEW zz_view", drop])
    yield changed(program, "a row is changed in mid-dump", "UPDATE zz_late SET t = REPEAT('b', 60000)",
                  before=[drop, table], undo=[drop], allowed=[201])


def service_suffers(program):
    yield changed(program, "the user who asks is deleted in mid-dump",
                  "UPDATE users SET deleted_at = NOW() WHERE id = 1",
                  undo=["UPDATE users SET deleted_at = NULL WHERE id = 1"], allowed=None)
    yield changed(program, "the catalog is read-only in mid-dump", "SET GLOBAL read_only = 1",
                  undo=["SET GLOBAL read_only = 0"])
    yield changed(program, "the catalog's table is gone in mid-dump", "RENAME TABLE database_backups TO zz_away",
                  undo=["RENAME TABLE zz_away TO database_backups"], allowed=None)
    yield changed(program, "net_write_timeout is 1 s and the reader slow", before=["SET GLOBAL net_write_timeout = 1"],
                  undo=["SET GLOBAL net_write_timeout = DEFAULT"], allowed=None)


def revoked_before(right, name, grants, scope):
    def body(stack):
        def cause():
            stack.sql(f"REVOKE {right} {scope % 'FROM'}")
            try:
                return stack.create()
            finally:
                stack.sql(f"GRANT {grants} {scope % 'TO'}")
        create_under(stack, cause, allowed=(401, 403, 500, 503))
    return Fault(f"{name} is revoked before the dump", body)


def server_ends(program, number, at):
    def body(stack):
        def harm(_):
            restart_server(stack, number)
        create_under(stack, lambda: in_mid_dump(program, harm, at=at), allowed=[500, 503], may_keep_file=True)
    return body


def restart_server(stack, number):
    """Ends the stack's own server and starts it as scripts/stack did, whose note of it is brought up to date."""
    old = processes.Process(*stack.note("mysqld"))
    command = Path(f"/proc/{old.pid}/cmdline").read_bytes().split(b"\0")[:-1]
    program = os.readlink(f"/proc/{old.pid}/exe")
    old.end(number)
    with (stack.folder / "log" / "mysqld.log").open("ab") as log:
        server = subprocess.Popen(command, executable=program, cwd=stack.folder, stdin=subprocess.DEVNULL,
                                  stdout=log, stderr=log, start_new_session=True)
    (stack.folder / "run" / "mysqld.pid").write_text(f"{server.pid} {processes.started(server.pid)}\n")
    client = shlex.join(stack.sql_command) + " -e 'SELECT 1'"
    processes.wait_until(30, lambda: subprocess.run(client, shell=True, capture_output=True).returncode == 0)


def slow_disk(scratch):
    def body(stack):
        stack.sql("SET GLOBAL net_write_timeout = 1")
        try:
            def cause():
                with Tracing(stack, "write", "write:delay_enter=400000:when=2..6", scratch=scratch):
                    return stack.create()
            create_under(stack, cause)
        finally:
            stack.sql("SET GLOBAL net_write_timeout = DEFAULT")
    return body
