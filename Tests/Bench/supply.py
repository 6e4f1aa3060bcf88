"""A source no faster than one core: then the file can be small at no loss of time."""

import os

from figures import Series
from processes import run, run_pipeline

HERE = os.path.dirname(os.path.abspath(__file__))
BYTES_A_SECOND = 60_000_000
TIME_GOAL, SIZE_GOAL = "<=1.03", "<=1"


def slow_dump(bench):
    """A dump program that is the real one, slowed down."""
    program, throttle = os.path.join(bench.folder, "slow-dump"), os.path.join(bench.folder, "throttle")
    run(["gcc", "-O2", "-Wall", "-o", throttle, os.path.join(HERE, "throttle.c")])
    with open(os.open(program, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o700), "w") as file:
        file.write(f'#!/bin/sh\nexec {throttle} {BYTES_A_SECOND} {bench.stack.account["BACKUP_MYSQLDUMP"]} "$@"\n')
    return program


def measure(bench):
    program = slow_dump(bench)
    source, seconds, sizes = Series(), {}, {}
    for _ in range(bench.runs):
        cost = run_pipeline([[program, *bench.rivals.arguments]], os.devnull, bench.stack.server)
        source.add(cost.seconds)
        for level, settings in bench.levels.items():
            bench.stack.restart(**settings, BACKUP_MYSQLDUMP=program)
            cost = bench.create()
            seconds.setdefault(level, Series()).add(cost.seconds)
            sizes.setdefault(level, Series()).add(cost.size)
    bench.stack.restart(**bench.usual)

    bench.figures.add("supply.source.seconds", source)
    for level, values in seconds.items():
        bench.figures.add(f"supply.{level}.seconds", values, ours=source)
        bench.figures.add(f"supply.{level}.bytes", sizes[level], ours=sizes["level6"])
        adaptive = level in ("auto", "isal")
        bench.figures.add(f"supply.{level}.seconds_vs_source", values.over(source), TIME_GOAL if adaptive else "")
        if level != "level6":
            goal = SIZE_GOAL if adaptive else ""
            bench.figures.add(f"supply.{level}.bytes_vs_level6", sizes[level].over(sizes["level6"]), goal)
