"""Manifests and strategies for the tests of counting: only what counting reads."""

from hypothesis import HealthCheck, settings

# A busy machine must not fail a test of arithmetic.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def manifest(kind, method, *, options=0, costs=(), questions=1, budget=None, roll=10**9, counted_by="person", **rules):
    """A vote of `questions` questions with `options` options each (or one option for each of `costs`)."""
    max_choices = rules.pop("max_choices", None)
    listed = [{"order": n, "text": f"Вариант {n + 1}", "cost": None} for n in range(options)]
    listed = listed or [{"order": n, "text": f"Проект {n + 1}", "cost": cost} for n, cost in enumerate(costs)]
    items = [{"order": n, "text": "?", "max_choices": max_choices, "options": listed} for n in range(questions)]
    standard = {"quorum": None, "threshold": share("1/2", strict=True, base="cast"), "tie": "none", "needed": None}
    return {
        "kind": kind,
        "method": method,
        "counted_by": counted_by,
        "items": items,
        "budget": budget,
        "rules": standard | rules,
        "roll": {"entries": roll, "weight": roll, "fingerprint": ""},
    }


def share(fraction, *, strict=False, **more) -> dict:
    return {"share": fraction, "strict": strict, **more}


def ones(*groups):
    """Papers with one question: (answer, how many), each paper of weight 1."""
    return [({"0": answer}, 1) for answer, number in groups for _ in range(number)]
