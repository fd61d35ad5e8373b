"""The triggers of the first version, as 0004 installs and 0006 takes away; those in force stand in voting.guards."""

from core.guards import Guard, changed, migration

UNTOUCHED = "('draft', 'scheduled')"


def state(row: str) -> str:
    return f"(SELECT state FROM voting_vote WHERE id = {row}.vote_id)"


OPENED = (
    "public_id number municipality_id community_id kind counted_by secrecy replaceable turnout_shown title description "
    "rules_name rules_source quorum_base quorum_numerator quorum_denominator quorum_strict majority min_age opens_at "
    "closes_at opened_at roll_size roll_weight roll_fingerprint manifest manifest_hash cancel_reason"
).split()
COUNTED = "closed_at counted_at turnout quorum_met passed ballots_digest state".split()
QUESTION = "vote_id text".split()
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
        "(OLD.state = 'open' AND NEW.state = 'closed') OR (OLD.state = 'closed' AND NEW.state = 'counted'))",
    ),
    Guard(
        "vote_fixed_at_opening",
        "voting_vote",
        "UPDATE",
        f"OLD.state NOT IN {UNTOUCHED} AND {changed(*OPENED)}",
    ),
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
        f"{state('OLD')} NOT IN {UNTOUCHED} AND ({changed(*QUESTION)} OR OLD.\"order\" <> NEW.\"order\")",
    ),
    Guard(
        "question_counted_once",
        "voting_agendaitem",
        "UPDATE",
        f"{state('OLD')} <> 'closed' AND {changed(*FIGURES)}",
    ),
    Guard("question_kept", "voting_agendaitem", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard("roll_not_added_to", "voting_rollentry", "INSERT", f"{state('NEW')} NOT IN {UNTOUCHED}"),
    Guard("roll_not_changed", "voting_rollentry", "UPDATE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard("roll_kept", "voting_rollentry", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard("electorate_not_added_to", "voting_vote_electorate", "INSERT", f"{state('NEW')} NOT IN {UNTOUCHED}"),
    Guard("electorate_not_changed", "voting_vote_electorate", "UPDATE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard("electorate_kept", "voting_vote_electorate", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    Guard(
        "mark_only_while_open",
        "voting_participation",
        "INSERT",
        f"{state('NEW')} <> 'open' OR (NEW.at IS NOT NULL AND "
        "(SELECT secrecy FROM voting_vote WHERE id = NEW.vote_id) = 'secret')",
    ),
    Guard(
        "mark_not_moved",
        "voting_participation",
        "UPDATE",
        f"{state('OLD')} <> 'open' OR {changed('vote_id', 'entry_id', 'channel')} OR "
        "(SELECT secrecy FROM voting_vote WHERE id = OLD.vote_id) = 'secret'",
    ),
    Guard("mark_kept", "voting_participation", "DELETE", "TRUE"),
    Guard(
        "paper_only_while_open",
        "voting_ballot",
        "INSERT",
        # While a closed secret vote is counted its papers are written anew in the order of receipts.
        f"NOT ({state('NEW')} = 'open' OR ({state('NEW')} = 'closed' AND NEW.is_secret)) OR "
        "NEW.is_secret <> ((SELECT secrecy FROM voting_vote WHERE id = NEW.vote_id) = 'secret')",
    ),
    Guard("paper_not_changed", "voting_ballot", "UPDATE", "TRUE"),
    Guard(
        "paper_kept",
        "voting_ballot",
        "DELETE",
        # Replaced while open, where the vote allows it; written anew while a secret vote is counted.
        f"NOT (({state('OLD')} = 'open' AND (SELECT replaceable FROM voting_vote WHERE id = OLD.vote_id)) OR "
        f"({state('OLD')} = 'closed' AND OLD.is_secret))",
    ),
]

install, remove = migration(GUARDS)
