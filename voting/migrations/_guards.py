"""Triggers that hold a vote still: what was fixed at opening and counted at closing is refused any change.

The application's own acts never meet them; they stop mistakes, scripts and hands in the database. One table of
conditions gives the triggers of both databases. SQLite drops a table's triggers when a later migration rebuilds the
table (any AlterField), so such a migration must end with `RunPython(install, remove)` of this module; a test counts
the triggers.

TRUNCATE and DROP fire no row triggers, so a test database can still be emptied.
"""

UNTOUCHED = "('draft', 'scheduled')"


def state(row: str) -> str:
    return f"(SELECT state FROM voting_vote WHERE id = {row}.vote_id)"


def changed(*columns: str) -> str:
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


OPENED = (
    "public_id number municipality_id community_id kind counted_by secrecy replaceable turnout_shown title description "
    "rules_name rules_source quorum_base quorum_numerator quorum_denominator quorum_strict majority min_age opens_at "
    "closes_at opened_at roll_size roll_weight roll_fingerprint manifest manifest_hash cancel_reason"
).split()
COUNTED = "closed_at counted_at turnout quorum_met passed ballots_digest state".split()
QUESTION = "vote_id text".split()
FIGURES = "votes_for votes_against votes_abstain passed reason".split()

# (name, table, event, condition under which it is refused). "order" is a word of SQL: it is quoted where used.
GUARDS = [
    (
        "vote_moves",
        "voting_vote",
        "UPDATE",
        "OLD.state <> NEW.state AND NOT ("
        "(OLD.state = 'draft' AND NEW.state IN ('scheduled', 'open', 'cancelled')) OR "
        "(OLD.state = 'scheduled' AND NEW.state IN ('open', 'cancelled')) OR "
        "(OLD.state = 'open' AND NEW.state = 'closed') OR (OLD.state = 'closed' AND NEW.state = 'counted'))",
    ),
    (
        "vote_fixed_at_opening",
        "voting_vote",
        "UPDATE",
        f"OLD.state NOT IN {UNTOUCHED} AND {changed(*OPENED)}",
    ),
    (
        "vote_fixed_at_counting",
        "voting_vote",
        "UPDATE",
        f"OLD.state IN ('counted', 'cancelled') AND {changed(*COUNTED)}",
    ),
    ("vote_kept", "voting_vote", "DELETE", f"OLD.state NOT IN {UNTOUCHED}"),
    ("question_not_added", "voting_agendaitem", "INSERT", f"{state('NEW')} NOT IN {UNTOUCHED}"),
    (
        "question_fixed_at_opening",
        "voting_agendaitem",
        "UPDATE",
        f"{state('OLD')} NOT IN {UNTOUCHED} AND ({changed(*QUESTION)} OR OLD.\"order\" <> NEW.\"order\")",
    ),
    (
        "question_counted_once",
        "voting_agendaitem",
        "UPDATE",
        f"{state('OLD')} <> 'closed' AND {changed(*FIGURES)}",
    ),
    ("question_kept", "voting_agendaitem", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    ("roll_not_added_to", "voting_rollentry", "INSERT", f"{state('NEW')} NOT IN {UNTOUCHED}"),
    ("roll_not_changed", "voting_rollentry", "UPDATE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    ("roll_kept", "voting_rollentry", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    ("electorate_not_added_to", "voting_vote_electorate", "INSERT", f"{state('NEW')} NOT IN {UNTOUCHED}"),
    ("electorate_not_changed", "voting_vote_electorate", "UPDATE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    ("electorate_kept", "voting_vote_electorate", "DELETE", f"{state('OLD')} NOT IN {UNTOUCHED}"),
    (
        "mark_only_while_open",
        "voting_participation",
        "INSERT",
        f"{state('NEW')} <> 'open' OR (NEW.at IS NOT NULL AND "
        "(SELECT secrecy FROM voting_vote WHERE id = NEW.vote_id) = 'secret')",
    ),
    (
        "mark_not_moved",
        "voting_participation",
        "UPDATE",
        f"{state('OLD')} <> 'open' OR {changed('vote_id', 'entry_id', 'channel')} OR "
        "(SELECT secrecy FROM voting_vote WHERE id = OLD.vote_id) = 'secret'",
    ),
    ("mark_kept", "voting_participation", "DELETE", "TRUE"),
    (
        "paper_only_while_open",
        "voting_ballot",
        "INSERT",
        # While a closed secret vote is counted its papers are written anew in the order of receipts.
        f"NOT ({state('NEW')} = 'open' OR ({state('NEW')} = 'closed' AND NEW.is_secret)) OR "
        "NEW.is_secret <> ((SELECT secrecy FROM voting_vote WHERE id = NEW.vote_id) = 'secret')",
    ),
    ("paper_not_changed", "voting_ballot", "UPDATE", "TRUE"),
    (
        "paper_kept",
        "voting_ballot",
        "DELETE",
        # Replaced while open, where the vote allows it; written anew while a secret vote is counted.
        f"NOT (({state('OLD')} = 'open' AND (SELECT replaceable FROM voting_vote WHERE id = OLD.vote_id)) OR "
        f"({state('OLD')} = 'closed' AND OLD.is_secret))",
    ),
]


def statements(vendor: str):
    """(create, drop) of each trigger in the database's own words."""
    for name, table, event, condition in GUARDS:
        full = f"veche_{name}"
        if vendor == "postgresql":
            row = "OLD" if event == "DELETE" else "NEW"
            yield (
                f"CREATE OR REPLACE FUNCTION {full}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{full}' USING ERRCODE = 'check_violation'; END IF; "
                f"RETURN {row}; END $$; "
                f"CREATE TRIGGER {full} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {full}();",
                f"DROP TRIGGER IF EXISTS {full} ON {table}; DROP FUNCTION IF EXISTS {full}();",
            )
        else:
            # Older libraries know only this spelling of IS DISTINCT FROM.
            condition = condition.replace("IS DISTINCT FROM", "IS NOT")
            yield (
                f"CREATE TRIGGER {full} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{full}'); END;",
                f"DROP TRIGGER IF EXISTS {full};",
            )


def install(apps, schema_editor):
    for create, drop in statements(schema_editor.connection.vendor):
        for statement in (drop, create):
            schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for _create, drop in statements(schema_editor.connection.vendor):
        schema_editor.execute(drop, params=None)
