"""Time and memory of a backup of once, twice and four times the data. Last of all, as the data stays grown."""

from create import RSS_GOAL
from figures import Series

# Flat: what an allocator may take more in one process than in another.
FLAT_GOAL = "<=1.1"


def measure(bench):
    seconds, rss = {}, {}
    size = bench.data.size
    for times in (1, 2, 4):
        if times > 1:
            bench.data.grow(size * times)
            bench.rivals.null()  # so that the server has written and read what it will
        for _ in range(bench.runs):
            bench.stack.restart(**bench.usual)
            seconds.setdefault(times, Series()).add(bench.create().seconds)
            rss.setdefault(times, Series()).add(bench.stack.rss())
    for times in seconds:
        bench.figures.add(f"scale.{times}x.seconds", seconds[times], ours=seconds[1])
        bench.figures.add(f"scale.{times}x.rss_mb", Series([max(rss[times].values)]), RSS_GOAL)
        if times > 1:
            per_size = Series(each / times for each in seconds[times].values)
            bench.figures.add(f"scale.{times}x.seconds_per_size_vs_1x", per_size.over(seconds[1]))
            bench.figures.add(f"scale.{times}x.rss_vs_1x", rss[times].over(rss[1]), FLAT_GOAL)
