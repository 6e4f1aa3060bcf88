"""How long a backup takes and what it costs: ours at every level, and what people use today."""

import os
import shlex
import shutil

from figures import Series
from processes import Failure, run_pipeline

# What must hold of ours against a rival: (level, figure, rival) to a goal.
GOALS = {
    ("auto", "seconds", "gzip"): "<=0.42", ("auto", "seconds", "pigz_1"): "<=0.95", ("auto", "bytes", "gzip"): "<=1.13",
    ("isal", "seconds", "gzip"): "<=0.28", ("isal", "bytes", "gzip"): "<=1.09",
    ("level6", "seconds", "gzip"): "<=0.68", ("level6", "seconds", "pigz"): "<=0.95",
    ("level6", "bytes", "gzip"): "<=1.005",
}
RSS_GOAL = "<=48"


class Rivals:
    """Other ways to make the same dump: the same program, account and options, read from a manifest of ours."""

    def __init__(self, stack, folder, backup):
        self.stack = stack
        self.folder = folder
        manifest = stack.manifest(backup)
        account = stack.account
        settings = os.path.join(folder, "client.cnf")
        with open(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"[client]\nuser={account['DB_USERNAME']}\npassword={account['DB_PASSWORD']}\n"
                       f"socket={account['DB_SOCKET']}\n")
        self.arguments = [f"--defaults-file={settings}", *manifest["dump"]["options"], "--", account["DB_DATABASE"]]
        self.dump = [account["BACKUP_MYSQLDUMP"], *self.arguments]
        self.check(manifest["sql_bytes"])

    def check(self, expected):
        """Makes sure that the rivals' text is ours; only the rows of a backup and of a token's use may have come since."""
        path = os.path.join(self.folder, "check.sql")
        size = run_pipeline([self.dump], path, self.stack.server).size
        os.unlink(path)
        if abs(size - expected) > 4096:
            raise Failure(f"the same options gave {size} bytes of SQL here and {expected} in the worker")

    @property
    def ways(self):
        return {"null": self.null, "gzip": lambda: self.piped("gzip"), "pigz": lambda: self.piped("pigz"),
                "pigz_1": lambda: self.piped("pigz -1"), "mydumper": self.mydumper}

    def null(self):
        return run_pipeline([self.dump], os.devnull, self.stack.server)

    def piped(self, compressor):
        path = os.path.join(self.folder, "rival.sql.gz")
        cost = run_pipeline([self.dump, shlex.split(compressor)], path, self.stack.server)
        os.unlink(path)
        return cost

    def mydumper(self):
        """Its own format; it needs an account that may lock, so it gets the administrator's."""
        path = os.path.join(self.folder, "mydumper")
        # It wants a letter and its value apart.
        reach = [part for argument in self.stack.client()[1:-1] if argument != "--no-defaults"
                 for part in ((argument[:2], argument[2:]) if argument[1] != "-" else (argument,))]
        command = ["mydumper", *reach, "--database", self.stack.account["DB_DATABASE"], "--outputdir", path, "--threads", "2",
                   "--compress", "--routines", "--triggers", "--events", "--verbose", "1"]
        cost = run_pipeline([command], os.path.join(self.folder, "mydumper.out"), self.stack.server)
        cost.size = sum(os.path.getsize(os.path.join(path, name)) for name in os.listdir(path))
        shutil.rmtree(path)
        return cost


def measure(bench):
    """Everything in turn, `runs` times."""
    costs, rss = {}, {}
    for _ in range(bench.runs):
        for level, settings in bench.levels.items():
            bench.stack.restart(**settings)
            costs.setdefault(level, []).append(bench.create())
            rss.setdefault(level, []).append(bench.stack.rss())
        for rival, way in bench.rivals.ways.items():
            costs.setdefault(rival, []).append(way())
    bench.stack.restart(**bench.usual)
    report(bench, costs, rss)


def report(bench, costs, rss):
    series = {
        way: {"seconds": Series(cost.seconds for cost in each), "bytes": Series(cost.size for cost in each),
              "cpu_seconds": Series(cost.cpu for cost in each)}
        for way, each in costs.items()
    }
    ours = series["auto"]
    for way, each in series.items():
        for figure, values in each.items():
            if figure != "bytes" or way != "null":
                bench.figures.add(f"create.{way}.{figure}", values, ours=ours[figure])
        if way in rss:
            bench.figures.add(f"create.{way}.rss_mb", Series([max(rss[way])]), RSS_GOAL)
    for level in rss:
        for rival in bench.rivals.ways:
            for figure in ("seconds", "bytes"):
                goal = GOALS.get((level, figure, rival), "")
                if figure == "seconds" or rival == "gzip":
                    ratio = series[level][figure].over(series[rival][figure])
                    bench.figures.add(f"create.{level}.{figure}_vs_{rival}", ratio, goal)
