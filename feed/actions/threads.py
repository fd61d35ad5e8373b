"""Starting, opening and closing a discussion: parts of acts of the thing discussed, which checks the rights."""

from django.conf import settings

from feed.models import Thread


def start_thread(community, *, title, url, in_feed=False) -> Thread:
    """A closed discussion for a new thing; `url` is the thing's address in any language."""
    for language, _name in settings.LANGUAGES:
        url = url.removeprefix(f"/{language}") if url.startswith(f"/{language}/") else url
    return Thread.objects.create(
        municipality_id=community.municipality_id, community=community, title=title[:200], url=url, in_feed=in_feed
    )


def _set_open(thread, value) -> Thread:
    Thread.objects.filter(pk=thread.pk).update(is_open=value)
    thread.is_open = value
    return thread


def open_thread(thread) -> Thread:
    return _set_open(thread, True)


def close_thread(thread) -> Thread:
    """From now on the discussion is only read."""
    return _set_open(thread, False)
