"""The figures: a table for people, bench.tsv for programs."""

import os
from statistics import median


class Series:
    """What one way measured, run by run; runs of the same number were made one after the other."""

    def __init__(self, values=()):
        self.values = list(values)

    def add(self, value):
        self.values.append(value)

    @property
    def median(self):
        return median(self.values)

    def over(self, other):
        """The ratio run by run, which a machine that is busy for a while disturbs less than a ratio of medians."""
        return Series(mine / theirs for mine, theirs in zip(self.values, other.values) if theirs)


class Figures:
    """Metrics in the order they were measured."""

    def __init__(self):
        self.rows = []

    def add(self, metric, series, goal="", ours=None):
        """Notes a metric; `ours` is the series its ratio is shown to."""
        ratio = series.over(ours) if ours and ours is not series else None
        self.rows.append((metric, series, goal, ratio.median if ratio and ratio.values else None))
        print(f"  {line(*self.rows[-1])}", flush=True)

    def table(self):
        head = f"{'metric':<52}{'median':>12}{'minimum':>12}{'maximum':>12}{'to ours':>9}  goal"
        return "\n".join([head] + [line(*row) for row in self.rows])

    def write(self, folder):
        """Puts bench.tsv there, whole or not at all."""
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "bench.tsv")
        with open(path + ".new", "w") as file:
            for metric, series, goal, _ in self.rows:
                file.write(f"{metric}\t{number(series.median)}\t{goal}\n")
        os.replace(path + ".new", path)
        return path


def line(metric, series, goal, ratio):
    values = (series.median, min(series.values), max(series.values))
    shown = "".join(f"{number(value):>12}" for value in values)
    to_ours = f"{ratio:>9.3f}" if ratio is not None else " " * 9
    return f"{metric:<52}{shown}{to_ours}  {verdict(series.median, goal)}".rstrip()


def verdict(value, goal):
    if not goal:
        return ""
    bound = float(goal[2:])
    rounded = float(number(value))
    met = rounded <= bound if goal.startswith("<=") else rounded >= bound
    return f"{goal} {'met' if met else 'MISSED'}"


def number(value):
    """Four digits that count, and whole numbers whole."""
    if abs(value) >= 1000 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.4g}"
