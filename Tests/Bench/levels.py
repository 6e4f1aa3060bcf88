"""What the ladder of BACKUP_GZIP_LEVEL=auto, its strategy, memLevel and block size were chosen by: each way's cost and gain."""

import os

from figures import Series
from processes import run, run_pipeline

HERE = os.path.dirname(os.path.abspath(__file__))
# KiB of a block, every how many blocks, ways as levels.c knows them.
TRIALS = [(256, 16, ["1", "2", "3", "4", "5", "6", "7", "8", "4f", "5f", "6f", "7f", "8f", "6f/16/64", "7f/64/128",
                     "1m", "6m", "6fm"]),
          (128, 32, ["1", "6f"]), (512, 8, ["1", "6f"])]
ISAL_WAYS = ["isal0", "isal1", "isal2", "isal3"]


def measure(bench):
    program, text = os.path.join(bench.folder, "levels"), os.path.join(bench.folder, "levels.sql")
    has_isal = os.path.exists("/usr/include/isa-l/igzip_lib.h")
    run(["gcc", "-O2", "-Wall", "-o", program, os.path.join(HERE, "levels.c"), "-lz",
         *(["-DISAL", "-lisal"] if has_isal else [])])
    run_pipeline([bench.rivals.dump], text, bench.stack.server)
    for block, every, ways in TRIALS + ([(256, 16, ISAL_WAYS)] if has_isal else []):
        speeds, ratios = {way: Series() for way in ways}, {way: Series() for way in ways}
        for _ in range(bench.runs):
            for way, line in zip(ways, run([program, text, str(every), str(block), *ways]).splitlines()):
                speed, ratio = line.split()
                speeds[way].add(float(speed))
                ratios[way].add(float(ratio))
        for way in ways:
            bench.figures.add(f"levels.{way.replace('/', '_')}.{block}k.mb_per_cpu_second", speeds[way])
            bench.figures.add(f"levels.{way.replace('/', '_')}.{block}k.ratio", ratios[way])
    os.unlink(text)
