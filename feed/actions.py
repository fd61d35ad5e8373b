"""What is done with a discussion."""

from feed.models import Thread


def start_thread(community, *, title: str, url: str) -> Thread:
    """A discussion of one thing, closed until the thing opens it."""
    return Thread.objects.create(municipality_id=community.municipality_id, community=community, title=title, url=url)


def _set_open(thread, is_open: bool) -> None:
    thread.is_open = is_open
    thread.save(update_fields=["is_open"])


def open_thread(thread) -> None:
    _set_open(thread, True)


def close_thread(thread) -> None:
    _set_open(thread, False)
