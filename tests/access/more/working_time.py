"""Addresses of what follows from working time and from accepted work."""

from tests.access.route import NO_METHOD_AFTER_SIGN_IN, Route, one, only

PRESS = ("egor", "olga")
OFFICIALS = ("gleb", "nina")

ROUTES = [
    Route("publications:draft_result_from", NO_METHOD_AFTER_SIGN_IN, only(*PRESS, status=302), one("promised")),
    Route(
        "publications:draft_result_from",
        NO_METHOD_AFTER_SIGN_IN,
        only(*OFFICIALS, status=403, others=404),
        one("promised_privately"),
    ),
]


def fill(world) -> None:
    """The assignments are made with those of `tests.access.more.assignments`."""
