"""One line of what people are told."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise


def _no_details(event, target) -> dict[str, str]:
    return {}


def _own_page(event, target) -> str:
    return target.get_absolute_url()


@dataclass(frozen=True)
class Line:
    """`sentence` may name %(title)s of the target and whatever `details` gives."""

    audience: Callable[[object, object], Q]
    subject: Promise
    sentence: Promise
    mailed: bool = True
    details: Callable[[object, object], dict[str, str]] = _no_details
    path: Callable[[object, object], str] = _own_page
