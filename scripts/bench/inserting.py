"""The reference of casting: single rows inserted and committed one by one, by so many connections at once.

Run by `scripts.bench.casting` in the measured database; prints rows a second. Each connection is a thread with
nothing but the driver between it and the database, and the same settings of durability as the town's.
"""

import os
import sys
import threading
import time

import django

TABLE = "bench_reference"
# As long as a ballot's receipt and choices.
BODY = '{"0": "for"}' + "0123456789abcdef" * 2


def statement(vendor: str) -> str:
    return f"INSERT INTO {TABLE} (body) VALUES ({'%s' if vendor == 'postgresql' else '?'})"


def make_table() -> None:
    from django.db import connection

    key = "bigserial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (id {key}, body text NOT NULL)")


def insert_until(deadline: float, counts: list[int]) -> None:
    from django.db import connection

    connection.ensure_connection()
    driver, sql, number = connection.connection, statement(connection.vendor), 0
    while time.perf_counter() < deadline:
        # Without a transaction of ours each statement is one, committed before it is answered.
        driver.execute(sql, [BODY])
        number += 1
    counts.append(number)
    connection.close()


def rate(connections: int, seconds: float) -> float:
    """Rows committed a second."""
    counts, deadline = [], time.perf_counter() + seconds
    threads = [threading.Thread(target=insert_until, args=(deadline, counts)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def main() -> None:
    make_table()
    print(rate(int(sys.argv[1]), float(sys.argv[2])))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    main()
