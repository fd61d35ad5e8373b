"""The annual report of a town with very many messages: seconds, memory, and the progress that people see.

`python -m scripts.bench.annual --messages 200 20000` makes a town and, for each size, a year with so many answered
messages; its report is made in a process of its own, whose greatest memory is printed beside that of a process that
does nothing. Takes long: it is no part of `make bench`.
"""

import argparse
import json
import os
import resource
import time
from datetime import datetime, timedelta

from scripts.bench.server import Town

POSTGRES = os.environ.get("BENCH_DATABASE_URL", "postgres://root@127.0.0.1:5432/veche_annual")
BATCH = 2000
# Each size gets a year of its own, before the town's own first.
FIRST_YEAR = 2000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.annual", description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, nargs="+", default=[200, 20_000], help="sizes, growing")
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgres"], default=["sqlite"])
    parser.add_argument("--inside", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(inside(*options.inside)))
        return
    print(f"{'database':9} {'messages':>9} {'seconds':>8} {'MB':>6} {'over idle':>9} {'steps':>6}")
    for name in options.databases:
        town = Town(f"annual-{name}", POSTGRES if name == "postgres" else "")
        town.build()
        idle = told(town, "nothing", "0", "0")["megabytes"]
        for number, size in enumerate(options.messages):
            year = str(FIRST_YEAR + number)
            told(town, "fill", year, str(size))
            found = told(town, "make", year, str(size))
            print(
                f"{name:9} {size:9} {found['seconds']:8.2f} {found['megabytes']:6.0f} "
                f"{found['megabytes'] - idle:9.0f} {found['steps']:6}",
                flush=True,
            )


def told(town: Town, *arguments: str) -> dict:
    return json.loads(town.run("-m", "scripts.bench.annual", "--inside", *arguments).splitlines()[-1])


def inside(step: str, year: str, size: str) -> dict:
    """One step in the measured town."""
    import django

    django.setup()
    started = time.perf_counter()
    steps = {"fill": fill, "make": make, "nothing": lambda year, size: 0}[step](int(year), int(size))
    return {
        "seconds": time.perf_counter() - started,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "steps": steps,
    }


def fill(year: int, size: int) -> int:
    """Answered messages spread over a year."""
    from django.db.models import Max

    from appeals.models import Appeal, AppealState
    from communities.models import CommunityPage
    from municipalities.models import Municipality

    town = Municipality.objects.order_by("pk").first()
    houses = list(CommunityPage.objects.within(town).order_by("pk"))
    last = Appeal.objects.within(town).aggregate(last=Max("number"))["last"] or 0
    day = datetime(year, 1, 10, 9, tzinfo=town.tz)
    hour = timedelta(hours=1)
    Appeal.objects.bulk_create(
        (
            Appeal(
                municipality=town,
                community=houses[number % len(houses)],
                number=last + number + 1,
                title=f"Яма {number}",
                text="Глубокая. " * 40,
                state=AppealState.FORWARDED,
                forwarded_to="Россети",
                created_at=(at := day + timedelta(minutes=number * 500_000 // size)),
                state_changed_at=at,
                term_started_at=at,
                answer_due=at + 9 * hour,
                answered_at=at + 2 * hour,
                closed_at=at + 2 * hour,
            )
            for number in range(size)
        ),
        batch_size=BATCH,
    )
    return size


def make(year: int, size: int) -> int:
    """Order the report and make it; how many times its progress was written meanwhile."""
    from figures import actions
    from figures.actions import building
    from figures.models import AnnualReport, ReportState
    from municipalities.models import Municipality, StaffMember, StaffRole

    town = Municipality.objects.order_by("pk").first()
    head = StaffMember.objects.filter(municipality=town, role=StaffRole.HEAD).select_related("user").first().user
    report = actions.order_report(town, by=head, year=year)
    steps = []
    read = building.Progress.read

    def counted(progress, count):
        steps.append(count)
        read(progress, count)

    building.Progress.read = counted
    actions.build_reports()
    report = AnnualReport.objects.get(pk=report.pk)
    if report.state != ReportState.DRAFT or sum(steps) < size:
        raise SystemExit(f"The report was not made: {report.state}, {sum(steps)} rows")
    return len(steps)


if __name__ == "__main__":
    main()
