"""The clock set back and forth, and across the changes of summer time: libfaketime, preloaded into the worker."""

import datetime
import glob
import os

from dumpprocess import in_mid_dump
from dumpprogram import DumpProgram
from fault import Fault, create_under, expect, fill
from picture import Picture


def library():
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1") + glob.glob("/usr/lib/faketime/libfaketimeMT.so.1")
    return found[0] if found else None


def worker_with_clock(worker, scratch):
    """A worker whose time is what a file says.

    Its settings come by the environment: libfaketime's setenv(3) makes Swift's runtime lose the arguments.
    """
    script = scratch / "worker"
    script.write_text(f"""#!/bin/sh
while IFS='=' read -r name value; do eval "export $name=\\${{$name-'$value'}}"; done <"$2"
export LD_PRELOAD={library()} FAKETIME_TIMESTAMP_FILE={scratch / 'clock'} FAKETIME_NO_CACHE=1
export FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1
exec {worker}
""")
    script.chmod(0o755)
    (scratch / "clock").write_text("+0\n")
    return str(script)


class Clock:
    def __init__(self, scratch):
        self.file = scratch / "clock"
        self.set("+0")

    def set(self, text):
        """An offset such as -1d, or an instant in UTC, from which time goes on."""
        new = self.file.with_suffix(".new")
        new.write_text(text + "\n")
        os.replace(new, self.file)


# Each is a row of instants that the clock jumps to; a create follows each jump.
JUMPS = {
    "back an hour": ["+0", "-1h"],
    "back a day and on again": ["+0", "-1d", "+0"],
    "back ten years": ["+0", "-10y"],
    "on a year and back": ["+1y", "+0"],
    "back a second at a time": ["+0", "-1", "-2", "-3", "-4"],
    "to the same instant thrice": ["@2026-05-05 10:00:00"] * 3,
    "over the end of a year": ["@2026-12-31 23:59:59", "@2027-01-01 00:00:00"],
    "over a leap day": ["@2028-02-29 23:59:59", "@2028-03-01 00:00:00"],
    "to the start of Unix time": ["@1970-01-02 00:00:00", "+0"],
    "close to the end of TIMESTAMP": ["@2038-01-19 03:10:00", "+0"],
}
ZONES = {
    "Europe/Berlin": ("@2027-03-28 00:59:59", "@2027-03-28 01:00:01", "@2027-10-31 00:30:00", "@2027-10-31 01:30:00"),
    "Africa/Cairo": ("@2027-04-29 21:59:59", "@2027-04-29 22:00:01", "@2027-10-28 20:30:00", "@2027-10-28 21:30:00"),
    "America/New_York":
        ("@2027-03-14 06:59:59", "@2027-03-14 07:00:01", "@2027-11-07 05:30:00", "@2027-11-07 06:30:00"),
    "Australia/Lord_Howe":
        ("@2027-10-02 15:29:59", "@2027-10-02 15:30:01", "@2027-04-03 14:40:00", "@2027-04-03 15:10:00"),
}


def faults(stack, scratch):
    clock = Clock(scratch)
    program = DumpProgram(stack, scratch)
    for name, instants in JUMPS.items():
        yield Fault(f"the clock goes {name}", jump(clock, instants))
    for zone, (spring, after, autumn, again) in ZONES.items():
        yield Fault(f"the clock of {zone} goes over the spring change", jump(clock, [spring, after], zone))
        yield Fault(f"the clock of {zone} passes the doubled hour twice", jump(clock, [autumn, again], zone))
    yield Fault("the clock is past the end of TIMESTAMP", past_the_end(clock))
    for offset in ("-1h", "-1d", "+1d"):
        yield Fault(f"the clock jumps {offset} in mid-dump", jump_in_dump(clock, program, offset))


def jump(clock, instants, zone="UTC"):
    def body(stack):
        fresh(stack, clock, zone)
        try:
            for instant in instants:
                files = Picture(stack).files.keys()

                def cause(instant=instant):
                    clock.set(local(instant))
                    return stack.create()
                answer = create_under(stack, cause, None)
                if answer.status == 201:
                    expect(answer.file not in files, f"the name {answer.file} came twice")
        finally:
            clock.set("+0")
            stack.reset()
    return body


def past_the_end(clock):
    """The catalog's column cannot hold such a time: then there is no backup, and nothing of it stays."""
    def body(stack):
        fresh(stack, clock, "UTC")

        def cause():
            clock.set(local("@2038-01-20 00:00:00"))
            try:
                return stack.create()
            finally:
                clock.set("+0")
        create_under(stack, cause, [500])
    return body


def jump_in_dump(clock, program, offset):
    def body(stack):
        fresh(stack, clock, "UTC")
        try:
            create_under(stack, lambda: in_mid_dump(program, lambda _: clock.set(offset)), [201])
        finally:
            clock.set("+0")
            stack.reset()
    return body


def fresh(stack, clock, zone):
    """Times far apart are not to mix: each of these faults begins with an empty catalog."""
    clock.set("+0")
    stack.reset()
    stack.restart(APP_TIMEZONE=zone)
    fill(stack)


def local(instant):
    """libfaketime reads instants in the machine's own time zone."""
    if not instant.startswith("@"):
        return instant
    time = datetime.datetime.strptime(instant, "@%Y-%m-%d %H:%M:%S").replace(tzinfo=datetime.timezone.utc)
    return time.astimezone().strftime("@%Y-%m-%d %H:%M:%S")
