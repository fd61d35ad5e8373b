# ruff: noqa: S608 (the words are ours alone: nothing that anybody typed is among them)
"""Triggers that hold a vote still: what was fixed at opening and counted at closing is refused any change.

A migration that rebuilds one of these tables on SQLite must end with `RunPython(install, remove)` (see core.guards).
"""

from core.guards import Guard, changed, migration

UNTOUCHED = "('draft', 'scheduled')"


def state(row: str) -> str:
    return f"(SELECT state FROM voting_vote WHERE id = {row}.vote_id)"


def of_item(row: str) -> str:
    return (
        f"(SELECT v.state FROM voting_vote v JOIN voting_agendaitem i ON i.vote_id = v.id WHERE i.id = {row}.item_id)"
    )


def of_entry(row: str) -> str:
    return (
        f"(SELECT v.state FROM voting_vote v JOIN voting_rollentry e ON e.vote_id = v.id WHERE e.id = {row}.entry_id)"
    )


OPENED = (
    "public_id number municipality_id community_id kind method purpose counted_by secrecy replaceable turnout_shown "
    "paper_allowed codes_allowed budget title description rules_name rules_source rules_certainty quorum_base "
    "quorum_numerator quorum_denominator quorum_strict threshold_base threshold_numerator threshold_denominator "
    "threshold_strict tie needed min_age opens_at opened_at roll_size roll_weight roll_fingerprint roll_salt manifest "
    "manifest_hash"
).split()
COUNTED = (
    "closed_at counted_at turnout quorum_met passed ballots_digest result signature signature_key state"
).split()
QUESTION = "vote_id text max_choices".split()
OPTION = "item_id text description cost".split()
CONFIRMED = "SELECT 1 FROM voting_amendment WHERE vote_id = OLD.id AND state = 'confirmed' AND kind"
OWN_MARK = (
    "SELECT 1 FROM voting_participation p JOIN voting_rollentry e ON e.id = p.entry_id WHERE "
    "p.id = NEW.participation_id AND p.vote_id = NEW.vote_id AND p.channel = NEW.channel AND e.weight = NEW.weight"
)
FIGURES = "votes_for votes_against votes_abstain passed reason".split()

# "order" is a word of SQL: it is quoted where used.
GUARDS = [
    Guard(
        "vote_moves",
        "voting_vote",
        "UPDATE",
        "OLD.state <> NEW.state AND NOT ("
        "(OLD.state = 'draft' AND NEW.state IN ('scheduled', 'open', 'cancelled')) OR "
        "(OLD.state = 'scheduled' AND NEW.state IN ('open', 'cancelled')) OR "
        "(OLD.state = 'open' AND NEW.state = 'closed') OR (OLD.state = 'closed' AND NEW.state = 'counted') OR "
        f"(OLD.state = 'open' AND NEW.state = 'cancelled' AND EXISTS ({CONFIRMED} = 'cancel')))",
    ),
    Guard(
        "vote_fixed_at_opening",
        "voting_vote",
        "UPDATE",
        f"OLD.state NOT IN {UNTOUCHED} AND {changed(*OPENED)}",
    ),
    Guard(
        "vote_ends_when_two_said",
        "voting_vote",
        "UPDATE",
        f"OLD.state NOT IN {UNTOUCHED} AND OLD.closes_at <> NEW.closes_at AND NOT (OLD.state = 'open' AND "
        f"EXISTS ({CONFIRMED} = 'extend' AND closes_at = NEW.closes_at))",
    ),
    Guard(
        "vote_reason_kept",
        "voting_vote",
        "UPDATE",
        f"OLD.state NOT IN {UNTOUCHED} AND OLD.cancel_reason <> NEW.cancel_reason AND NEW.state <> 'cancelled'",
    ),
    Guard("vote_outcome_kept", "voting_vote", "UPDATE", "OLD.outcome <> '' AND OLD.outcome <> NEW.outcome"),
    Guard(
        "vote_fixed_at_counting",
        "voting_vote",
        "UPDATE",
        f"OLD.state IN ('counted', 'cancelled') AND {changed(*COUNTED)}",
    ),
    Guard("vote_kept", "voting_vote", "DELETE", f"OLD.state NOT IN {UNTOUCHED}"),
    Guard("question_not_added", "voting_agendaitem", "INSERT", f"{state('NEW')} NOT IN {UNTOUCHED}"),
    Guard(
        "question_fixed_at_opening",
        "voting_agendaitem",
        "UPDATE",
        f'{state("OLD")} NOT IN {UNTOUCHED} AND ({changed(*QUESTION)} OR OLD."order" <> NEW."order")',
    ),
    Guard(
        "question_counted_once",
        "voting_agendaitem",
        "UPDATE",
        f"{state('OLD')} <> 'closed' AND {changed(*FIGURES)}",
    ),
    Guard("question_kept", "voting_agendaitem", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard("option_not_added", "voting_option", "INSERT", f"{of_item('NEW')} NOT IN {UNTOUCHED}"),
    Guard(
        "option_fixed_at_opening",
        "voting_option",
        "UPDATE",
        f'{of_item("OLD")} NOT IN {UNTOUCHED} AND ({changed(*OPTION)} OR OLD."order" <> NEW."order")',
    ),
    Guard("option_kept", "voting_option", "DELETE", f"{of_item('OLD')} NOT IN {UNTOUCHED}"),
    Guard("roll_not_added_to", "voting_rollentry", "INSERT", f"{state('NEW')} NOT IN {UNTOUCHED}"),
    Guard("roll_not_changed", "voting_rollentry", "UPDATE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard("roll_kept", "voting_rollentry", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard("voter_not_added", "voting_rollvoter", "INSERT", f"{of_entry('NEW')} NOT IN {UNTOUCHED}"),
    Guard("voter_not_changed", "voting_rollvoter", "UPDATE", f"{of_entry('OLD')} NOT IN {UNTOUCHED}"),
    Guard("voter_kept", "voting_rollvoter", "DELETE", f"{of_entry('OLD')} NOT IN {UNTOUCHED}"),
    Guard("electorate_not_added_to", "voting_vote_electorate", "INSERT", f"{state('NEW')} NOT IN {UNTOUCHED}"),
    Guard("electorate_not_changed", "voting_vote_electorate", "UPDATE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard("electorate_kept", "voting_vote_electorate", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard(
        "mark_only_while_open",
        "voting_participation",
        "INSERT",
        f"{state('NEW')} <> 'open' OR ((NEW.at IS NOT NULL OR NEW.by_key IS NOT NULL) AND "
        "(SELECT secrecy FROM voting_vote WHERE id = NEW.vote_id) = 'secret') OR "
        "NEW.vote_id <> (SELECT vote_id FROM voting_rollentry WHERE id = NEW.entry_id)",
    ),
    Guard(
        "mark_not_moved",
        "voting_participation",
        "UPDATE",
        f"{state('OLD')} <> 'open' OR {changed('vote_id', 'entry_id', 'channel', 'by_key')} OR "
        "(SELECT secrecy FROM voting_vote WHERE id = OLD.vote_id) = 'secret'",
    ),
    Guard("mark_kept", "voting_participation", "DELETE", "TRUE"),
    Guard(
        "paper_only_while_open",
        "voting_ballot",
        "INSERT",
        # While a closed secret vote is counted its papers are written anew in the order of receipts.
        f"NOT ({state('NEW')} = 'open' OR ({state('NEW')} = 'closed' AND NEW.is_secret)) OR "
        "NEW.is_secret <> ((SELECT secrecy FROM voting_vote WHERE id = NEW.vote_id) = 'secret') OR "
        # It weighs what the roll says, and hangs on a mark of the same vote.
        f"(NOT NEW.is_secret AND NOT EXISTS ({OWN_MARK}))",
    ),
    Guard("paper_not_changed", "voting_ballot", "UPDATE", "TRUE"),
    Guard(
        "paper_kept",
        "voting_ballot",
        "DELETE",
        # Replaced while open, where the vote allows it or a paper was read wrongly; written anew while a secret vote
        # is counted; destroyed with a secret vote that is cancelled, since nothing will shuffle its papers.
        f"NOT (({state('OLD')} = 'open' AND "
        "(OLD.channel = 'paper' OR (SELECT replaceable FROM voting_vote WHERE id = OLD.vote_id))) OR "
        f"({state('OLD')} IN ('closed', 'cancelled') AND OLD.is_secret))",
    ),
    Guard("record_only_while_running", "voting_chainrecord", "INSERT", f"{state('NEW')} NOT IN ('open', 'closed')"),
    Guard("record_not_changed", "voting_chainrecord", "UPDATE", "TRUE"),
    Guard("record_kept", "voting_chainrecord", "DELETE", "TRUE"),
    Guard(
        "chain_only_grows",
        "voting_chain",
        "UPDATE",
        f"{state('OLD')} NOT IN ('open', 'closed') OR OLD.vote_id <> NEW.vote_id OR NEW.length <= OLD.length",
    ),
    Guard("chain_kept", "voting_chain", "DELETE", "TRUE"),
    Guard("breakdown_once_at_counting", "voting_breakdown", "INSERT", f"{state('NEW')} <> 'closed'"),
    Guard("breakdown_not_changed", "voting_breakdown", "UPDATE", "TRUE"),
    Guard("breakdown_kept", "voting_breakdown", "DELETE", "TRUE"),
    Guard("amendment_kept", "voting_amendment", "DELETE", "OLD.state <> 'proposed'"),
    Guard(
        "amendment_decided_once",
        "voting_amendment",
        "UPDATE",
        f"OLD.state <> 'proposed' AND {changed('vote_id', 'kind', 'state', 'reason', 'closes_at', 'decided_at')}",
    ),
]

install, remove = migration(GUARDS)
