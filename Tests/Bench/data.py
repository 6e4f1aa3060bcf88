"""The data of the benchmark, by data.sql, in any size."""

import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
# MB of SQL, measured: of the demo's tables, and of data.sql at size 1.
DEMO, SIZE_1 = 9, 891


class Data:
    """The tables of data.sql; they can only grow."""

    def __init__(self, stack):
        self.stack = stack
        self.size = 0.0

    def size_of(self, megabytes):
        """The size that makes so many MB of SQL in all."""
        return max(megabytes - DEMO, 1) / SIZE_1

    def grow(self, size):
        """Adds rows until there are `size` times those of data.sql."""
        self.run("data.sql", size)
        self.size = size

    def run(self, name, size=1):
        """Runs a file of this folder, its @rows from where the data ends to where they shall."""
        with open(os.path.join(HERE, name), encoding="utf-8") as file:
            text = re.sub(r"@rows\((\d+)\)", lambda match: self.rows(int(match[1]), size), file.read())
        depth = "" if self.stack.is_mariadb else "SET SESSION cte_max_recursion_depth = 4294967295;\n"
        self.stack.sql(depth + text)

    def rows(self, count, size):
        first, last = int(count * self.size) + 1, int(count * size)
        if self.stack.is_mariadb:
            return f"seq_{first}_to_{last}"
        return (f"(WITH RECURSIVE n AS (SELECT {first} AS seq UNION ALL SELECT seq + 1 FROM n WHERE seq < {last}) "
                f"SELECT seq FROM n) rows_")

    def selects(self, count):
        """Questions an ERP asks all day: an invoice with its customer, and its lines."""
        customers, invoices = int(100000 * self.size), int(600000 * self.size)
        for number in range(1, count + 1):
            invoice = number * 48271 % invoices + 1
            yield f"SELECT * FROM bench_invoices WHERE id = {invoice};"
            yield f"SELECT * FROM bench_invoice_lines WHERE invoice_id = {invoice};"
            yield f"SELECT name, name_ar FROM bench_customers WHERE id = {number * 69621 % customers + 1};"
