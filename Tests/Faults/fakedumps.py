"""Dump programs that lie: whatever they write and however they end, only the control may be called a backup."""

import re

from dumpprogram import DumpProgram
from fault import Fault, create_under, expect

TRAILER = b"-- Dump completed on 2026-02-23 14:30:00\n"


def faults(stack, scratch):
    program = DumpProgram(stack, scratch, BACKUP_STALL_TIMEOUT="1")
    text = program.real_text()
    whole = program.say("whole.sql", text)
    for name, behavior, allowed in [*endings(whole), *texts(program, text), *absences(program, text)]:
        yield Fault(f"fake dump: {name}", fake(program, behavior, allowed))
    for name, damage in (("is gone", lambda path: path.rename(path.with_suffix(".away"))),
                         ("is a folder", lambda path: (path.rename(path.with_suffix(".away")), path.mkdir())),
                         ("may not be run", lambda path: path.chmod(0o644)),
                         ("is no program", lambda path: replace(path, b"\x7fELF nonsense")),
                         ("names an interpreter that is not there", lambda path: replace(path, b"#!/nowhere/sh\n")),
                         ("is empty", lambda path: replace(path, b""))):
        yield Fault(f"fake dump: the program {name}", broken_program(program, damage))


def fake(program, behavior, allowed):
    def body(stack):
        program.behave(behavior)

        def cause():
            answer = stack.create()
            program.be_real()
            return answer
        create_under(stack, cause, allowed)
        if "zero >&2" in behavior:
            peak = int(re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{stack.worker}/status").read()).group(1))
            expect(peak < 200_000, f"the worker grew to {peak} kB")
    return body


def endings(whole):
    """A whole text, and an end that is none."""
    yield "none: the whole text and exit status 0", f"cat {whole}", [201]
    for status in (1, 2, 3, 5, 6, 7, 126, 127, 255):
        yield f"the whole text, exit status {status}", f"cat {whole}; exit {status}", [500]
    for number in ("HUP", "INT", "QUIT", "ABRT", "KILL", "SEGV", "PIPE", "TERM", "USR1"):
        yield f"the whole text, ended by SIG{number}", f"cat {whole}; ulimit -c 0; kill -{number} $$; sleep 9", [500]
    yield "silent from the start", "sleep 30", [500]
    yield "silent, deaf to SIGTERM", "trap '' TERM; sleep 30; sleep 30", [500]
    yield "silent in the middle", f"head -c 300000 {whole}; sleep 30", [500]
    yield "the whole text, and does not end", f"cat {whole}; sleep 30", [500]
    yield "the whole text, closes its output, and does not end", f"cat {whole}; exec >&-; sleep 30", [500]
    yield "the whole text, and a grandchild that keeps the pipe", f"cat {whole}; sleep 5 & exit 0", [500]
    yield "half the text, and a grandchild in a session of its own that keeps the pipe", \
        f"head -c 300000 {whole}; setsid sleep 5 & exit 0", [500]
    yield "the whole text after a gigabyte of complaints", f"head -c 1G /dev/zero >&2; cat {whole}", None
    yield "half the text, a gigabyte of complaints, exit status 2", \
        f"head -c 300000 {whole}; head -c 1G /dev/zero >&2; exit 2", [500]
    yield "the whole text amid complaints", f"echo warning >&2; cat {whole}; echo warning >&2", [201]
    yield "endless complaints", f"head -c 300000 {whole}; yes >&2", [500]
    yield "endless zeros, exit by a signal", "head -c 300M /dev/zero", [500]


def texts(program, text):
    """Texts that are none, and exit status 0."""
    lines = text.splitlines(keepends=True)
    body, trailer = b"".join(lines[:-1]), lines[-1]
    half = len(text) // 2
    middle = text.index(b"\n", half) + 1
    between = text.index(b";\n", half) + 2

    def made(name, content):
        return name, "cat " + program.say(re.sub(r"\W+", "-", name) + ".sql", content), [500]

    for tenth in range(1, 10):
        yield made(f"{tenth} tenths of the text", text[:len(text) * tenth // 10])
        cut = text.index(b"\n", len(text) * tenth // 10) + 1
        if tenth % 2 == 0:
            yield made(f"{tenth} tenths of the text and the trailer", text[:cut] + trailer)
    yield made("no trailer", body)
    yield made("all but the last byte", text[:-1])
    yield made("half a trailer", body + trailer[:9])
    yield made("half a trailer and a line end", body + trailer[:9] + b"\n")
    yield made("the trailer twice", text + trailer)
    yield made("the trailer in the middle too", text[:between] + TRAILER + text[between:])
    yield made("the trailer in the middle only", text[:between] + TRAILER + body[between:])
    yield made("the trailer amid the rows only", text[:middle] + TRAILER + body[middle:])
    yield made("cut inside a row that holds a trailer", cut_in_row(text))
    yield made("a trailer inside a comment", body + b"/* \n" + trailer.rstrip() + b" */\n")
    yield made("a line after the trailer", text + b"SELECT 1;\n")
    yield made("zeros after the trailer", text + bytes(4096))
    yield made("another dump after it", text + text)
    yield made("empty", b"")
    yield made("a line end", b"\n")
    yield made("only the trailer", trailer)
    yield made("only head and trailer", b"".join(lines[:20]) + trailer)
    yield made("garbage", bytes(range(256)) * 4000)
    yield made("garbage and the trailer", bytes(range(256)) * 4000 + b"\n" + trailer)
    yield made("zeros in place of a block", text[:half] + bytes(4096) + text[half + 4096:])
    yield made("zeros in place of the last block but one", text[:-8192] + bytes(4096) + text[-4096:])
    table = text.index(b"CREATE TABLE `products`")
    yield made("a block left out in which a table begins", text[:table - 2048] + text[table + 2048:])
    yield made("the second half alone", text[middle:])
    yield made("the blocks in another order", text[middle:-4096] + text[:middle] + text[-4096:])
    yield made("an error message as text", b"mysqldump: Got error: 1045: Access denied\n" + trailer)
    yield made("a page of HTML", b"<html><body>502 Bad Gateway</body></html>\n")


def cut_in_row(text):
    """Ends behind a trailer that is a row's text: what precedes it there is a backslash and an n."""
    at = text.index(b"\\n-- Dump completed")
    return text[:at] + b"\\n-- Dump completed on 2026-01-01\n"


def absences(program, text):
    """A whole text but for one object, and exit status 0."""
    patterns = {
        "a table": rb"(?s)\n--\n-- Table structure for table `products`.*?(?=\n--\n-- (?:Table|Temporary) )",
        "the empty table": rb"(?s)\n--\n-- Table structure for table `empty_table`.*?(?=\n--\n-- (?:Table|Temporary) )",
        "a view": rb"(?s)\n--\n-- Final view structure for view `invoice_totals`.*?(?=\n--\n-- |/\*!40103)",
        "all views": rb"(?s)\n--\n-- Final view structure.*(?=/\*!40103 SET TIME_ZONE=@OLD)",
        "a trigger": rb"(?m)^/\*!50003 CREATE\*/.*?TRIGGER(?s:.*?);;\n",
        "a function": rb"(?s)CREATE DEFINER=`[^`]*`@`[^`]*` FUNCTION.*?;;\n",
        "a procedure": rb"(?s)CREATE DEFINER=`[^`]*`@`[^`]*` PROCEDURE.*?;;\n",
        "the event": rb"(?s)/\*!50106 CREATE\*/.*?EVENT.*?;;\n",
    }
    for what, pattern in patterns.items():
        damaged = re.sub(pattern, b"\n" if what.startswith(("a table", "the empty", "a view")) else b"", text, count=1)
        name = f"lacks {what}"
        if damaged == text:
            raise AssertionError(f"the dump has no {what} to leave out")
        yield name, "cat " + program.say(re.sub(r"\W+", "-", name) + ".sql", damaged), [500]


def replace(path, content):
    path.rename(path.with_suffix(".away"))
    path.write_bytes(content)
    path.chmod(0o755)


def broken_program(program, damage):
    def body(stack):
        away, mode = program.path.with_suffix(".away"), program.path.stat().st_mode

        def cause():
            damage(program.path)
            try:
                return stack.create()
            finally:
                if program.path.is_dir():
                    program.path.rmdir()
                if away.exists():
                    away.rename(program.path)
                program.path.chmod(mode)
        create_under(stack, cause, [500])
    return body
