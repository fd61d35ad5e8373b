"""Recomputing open terms after the working time of a town changed.

Apps below register a function that moves the terms of their own open things and tells how many it moved; each move is
an event. What is closed keeps the date it had. The worker does it, so nobody waits for it in a request.
"""

from collections.abc import Callable

from municipalities.models import Municipality, TermsReview

_functions: list[Callable[[Municipality], int]] = []


def register(function: Callable[[Municipality], int]) -> Callable[[Municipality], int]:
    """Let `function(municipality)` run whenever the working time of a town has changed."""
    if function not in _functions:
        _functions.append(function)
    return function


def review_terms() -> int:
    """The clock: recompute the open terms of the towns that wait for it; how many terms moved.

    Each function locks and compares row by row, so two workers at once do no harm, and after a failure the town simply
    waits on.
    """
    moved = 0
    asked: dict[int, list[int]] = {}
    for pk, town in TermsReview.objects.order_by("pk").values_list("pk", "municipality"):
        asked.setdefault(town, []).append(pk)
    for municipality in Municipality.objects.filter(pk__in=asked).select_related("site"):
        for function in _functions:
            moved += function(municipality)
        # Only what was asked before we looked: a change of meanwhile is recomputed once more.
        TermsReview.objects.filter(pk__in=asked[municipality.pk]).delete()
    return moved
