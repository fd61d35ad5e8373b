"""Everything that a vote is, as it is fixed and hashed at its opening: what counting and checking go by.

The form is described in docs/audit-file.md; pure modules read nothing else of a vote.
"""

from voting import audit

# Raised when what is hashed changes its form.
FORMAT = 2


def share(numerator: int, denominator: int) -> str:
    return f"{numerator}/{denominator}"


def rules_of(rules) -> dict:
    """Of a vote or a preset: what decides."""
    quorum = None
    if rules.quorum is not None:
        quorum = {"share": share(rules.quorum_numerator, rules.quorum_denominator), "strict": rules.quorum_strict}
    return {
        "quorum": quorum,
        "threshold": {
            "base": rules.threshold_base,
            "share": share(rules.threshold_numerator, rules.threshold_denominator),
            "strict": rules.threshold_strict,
        },
        "tie": rules.tie,
        "needed": rules.needed,
        "min_age": rules.min_age,
    }


def _question(item) -> dict:
    return {
        "order": item.order,
        "text": item.text,
        "max_choices": item.max_choices,
        "options": [
            {"order": option.order, "text": option.text, "cost": option.cost} for option in item.options.all()
        ],
    }


def moment(at) -> str | None:
    """A time as manifests carry it; None before it is known."""
    return at and audit.moment(at)


def build(vote, *, items, electorate) -> dict:
    """The manifest of a vote: `items` with their options at hand, `electorate` its communities.

    Before the opening the roll and `opened_at` are empty: a preview is made of the same dictionary.
    """
    return {
        "format": FORMAT,
        "id": vote.public_id,
        "number": vote.number,
        "town": vote.municipality.site.hostname,
        "title": vote.title,
        "description": vote.description,
        "kind": vote.kind,
        "method": vote.method,
        "purpose": vote.purpose,
        "counted_by": vote.counted_by,
        "secrecy": vote.secrecy,
        "replaceable": vote.replaceable,
        "turnout_shown": vote.turnout_shown,
        "paper_allowed": vote.paper_allowed,
        "codes_allowed": vote.codes_allowed,
        "items": [_question(item) for item in items],
        "budget": vote.budget,
        "rules": {
            "name": vote.rules_name,
            "source": vote.rules_source,
            "certainty": vote.rules_certainty,
            **rules_of(vote),
        },
        "opens_at": moment(vote.opens_at),
        "closes_at": moment(vote.closes_at),
        "opened_at": moment(vote.opened_at),
        "electorate": sorted(community.slug for community in electorate),
        "roll": {"entries": vote.roll_size, "weight": vote.roll_weight, "fingerprint": vote.roll_fingerprint},
    }
