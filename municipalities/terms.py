"""When a term of office is over: at the end of its last day in the town's own zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def is_over(last_day: date | None, zone: str, now: datetime) -> bool:
    return last_day is not None and now.astimezone(ZoneInfo(zone)).date() > last_day
