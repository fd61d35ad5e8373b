"""Every way we know to spoil a good file: TAMPERINGS[name] = (kind of vote, what is done, the reason of refusal).

Naive hands change the text. Clever ones, `reseal`, hash and sign anew, as a dishonest town could: only the rules of
votes and the count stand in their way. `python -m tests.voting.audit.tampering` writes the committed samples anew.
"""

from pathlib import Path

from tests.voting.audit.building import GOOD, LATER, STRANGER, ballot, entry, manifest, name, public
from voting.audit import layout

SAMPLES = Path(__file__).parent / "tampered"
TAMPERINGS = {}


def tampering(reason: str, kind: str = "decision", *, reseal=False, **options):
    """The function changes a File, or returns the text of a spoilt one."""

    def take(function):
        def spoilt() -> bytes:
            file = GOOD[kind]()
            text = function(file)
            if text is not None:
                return text
            return (file.reseal() if reseal else file).text()

        TAMPERINGS[function.__name__] = (spoilt, reason, options)
        return function

    return take


def swap(text: bytes, old: str, new: str) -> bytes:
    """The first place changed. The place must be there: a tampering that does nothing tests nothing."""
    assert old.encode() in text
    return text.replace(old.encode(), new.encode(), 1)


# The text itself.


@tampering("not_a_vote")
def empty(file):
    return b""


@tampering("not_a_vote")
def another_version(file):
    return swap(file.text(), '"version":2', '"version":3')


@tampering("not_a_vote")
def byte_order_mark(file):
    return b"\xef\xbb\xbf" + file.text()


@tampering("not_a_vote")
def ends_of_line_of_windows(file):
    return file.text().replace(b"\n", b"\r\n")


@tampering("cut_off")
def half_of_the_file(file):
    return b"".join(file.lines()[:15])


@tampering("cut_off")
def last_end_of_line_missing(file):
    return file.text()[:-1]


@tampering("after_end")
def something_after_the_end(file):
    return file.text() + b'{"records":[]}\n'


@tampering("layout")
def comma_missing(file):
    return swap(file.text(), '"},\n{"body"', '"}\n{"body"')


@tampering("layout")
def comma_after_the_last(file):
    return swap(file.text(), '\n],"records"', ',\n],"records"')


@tampering("layout")
def empty_line(file):
    return swap(file.text(), '"records":[\n', '"records":[\n\n')


@tampering("json")
def two_entries_on_a_line(file):
    return swap(file.text(), "],\n[", "],[")


@tampering("json")
def brackets_swapped(file):
    return swap(file.text(), "1],\n", "1},\n")


@tampering("not_canonical")
def space_in_a_record(file):
    return swap(file.text(), '"choices":{', '"choices": {')


@tampering("not_canonical")
def fields_in_another_order(file):
    return swap(file.text(), '"0":"for","1":"against"', '"1":"against","0":"for"')


@tampering("not_canonical")
def letter_as_an_escape(file):
    return swap(file.text(), "Двор", "\\u0414вор")


@tampering("utf8")
def bytes_of_another_encoding(file):
    return file.text().replace("Двор".encode(), "Двор".encode("cp1251"), 1)


@tampering("utf8")
def half_a_surrogate_pair(file):
    return swap(file.text(), "Двор", "\\ud800")


@tampering("duplicate_key")
def field_named_twice(file):
    return swap(file.text(), '"channel":null,', '"channel":null,"channel":null,')


@tampering("number")
def not_a_number(file):
    return swap(file.text(), '"weight":1}', '"weight":NaN}')


@tampering("number")
def fraction(file):
    return swap(file.text(), '"weight":1}', '"weight":1.0}')


@tampering("number")
def enormous_number(file):
    return swap(file.text(), '"weight":1}', '"weight":' + "9" * 5000 + "}")


@tampering("deep")
def thousands_of_brackets(file):
    return swap(file.text(), '"weight":1}', '"weight":' + "[" * 50_000 + "]" * 50_000 + "}")


@tampering("deep")
def forty_brackets(file):
    return swap(file.text(), '"weight":1}', '"weight":' + "[" * 40 + "1" + "]" * 40 + "}")


@tampering("json")
def quotes_that_never_end(file):
    return swap(file.text(), '"weight":1}', '"weight":"' + '[\\"' * 1_000_000)


@tampering("long_line")
def endless_line(file):
    return swap(file.text(), "Двор", "Д" * (layout.LONGEST_LINE // 2))


# The roll.


@tampering("roll_entries")
def roll_line_removed(file):
    del file.roll[3]


@tampering("roll_entries")
def roll_line_added(file):
    file.roll = sorted([*file.roll, entry(77)])


@tampering("roll_fingerprint")
def roll_line_exchanged(file):
    file.roll = sorted([*file.roll[1:], entry(77)])


@tampering("roll_fingerprint", "area")
def roll_weights_exchanged(file):
    file.roll[0][1], file.roll[1][1] = file.roll[1][1], file.roll[0][1]


@tampering("roll_weight", "area")
def roll_weight_raised(file):
    file.roll[0][1] += 1


@tampering("roll_twice")
def roll_line_doubled(file):
    file.roll.insert(4, file.roll[4])


@tampering("roll_order")
def roll_shuffled(file):
    file.roll.reverse()


@tampering("roll_entry")
def name_on_the_roll(file):
    file.roll[0][0] = "Анна Петровна, кв. 12"


@tampering("roll_entry")
def roll_weight_of_nothing(file):
    file.roll[0][1] = 0


@tampering("roll_entry")
def roll_weight_of_truth(file):
    file.roll[0][1] = True


@tampering("roll_not_equal", reseal=True)
def one_voter_worth_two(file):
    file.roll[0][1] = 2
    file.declare_roll()


# The chain.


@tampering("hash")
def choice_changed(file):
    file.find("ballot")["choices"]["0"] = "against"


@tampering("hash")
def question_changed(file):
    file.manifest["items"][0]["text"] = "Ставим стоянку?"


@tampering("hash")
def hash_changed(file):
    file.records[-1]["hash"] = "0" * 64


@tampering("hash")
def hash_that_is_none(file):
    file.records[2]["hash"] = "нет"


@tampering("hash")
def hash_in_capitals(file):
    file.records[2]["hash"] = file.records[2]["hash"].upper()


@tampering("seq")
def ballot_removed(file):
    del file.records[2]


@tampering("prev")
def ballot_removed_and_numbers_closed_up(file):
    del file.records[2]
    for seq, each in enumerate(file.records):
        each["body"]["seq"] = seq


@tampering("seq")
def ballots_exchanged(file):
    file.records[1], file.records[2] = file.records[2], file.records[1]


@tampering("seq")
def ballot_doubled(file):
    file.records.insert(2, file.records[1])


@tampering("prev")
def chain_of_another_beginning(file):
    file.records[0]["body"]["prev"] = "0" * 64


@tampering("record_entry")
def record_with_a_note(file):
    file.records[1]["note"] = "проверено"


@tampering("record_type", reseal=True)
def record_of_an_unknown_kind(file):
    file.insert(3, type="corrected", receipt=name(2))


@tampering("record_fields", reseal=True)
def name_of_the_voter_in_a_ballot(file):
    file.find("ballot")["name"] = "Анна Петровна"


@tampering("record_fields", reseal=True)
def time_in_a_ballot(file):
    file.find("ballot")["at"] = LATER


@tampering("order", reseal=True)
def ballot_after_the_closing(file):
    file.records.insert(-1, {"body": ballot(8, q0="for", q1="for"), "hash": ""})


@tampering("order", reseal=True)
def ballot_after_the_count(file):
    file.records.append({"body": ballot(8, q0="for", q1="for"), "hash": ""})


@tampering("order", reseal=True)
def ballot_before_the_manifest(file):
    file.records.insert(0, {"body": ballot(8, q0="for", q1="for"), "hash": ""})


@tampering("order", reseal=True)
def second_manifest(file):
    file.insert(3, type="manifest", manifest=manifest(title="Другое"))


@tampering("order", reseal=True)
def closed_twice(file):
    file.records.insert(-1, {"body": dict(file.find("closed")), "hash": ""})


@tampering("order", reseal=True)
def count_without_closing(file):
    del file.records[-2]


@tampering("unfinished", reseal=True)
def count_removed(file):
    del file.records[-1]


@tampering("unfinished", reseal=True)
def everything_after_the_manifest_removed(file):
    del file.records[1:]


@tampering("cancelled", reseal=True)
def cancelled_vote(file):
    del file.records[-2:]
    file.insert(len(file.records), type="cancelled", reason="Ошибка в смете.")


@tampering("manifest", reseal=True)
def manifest_with_another_field(file):
    file.manifest["chairman"] = "Вера"


@tampering("manifest", reseal=True)
def quorum_of_more_than_all(file):
    file.manifest["rules"]["quorum"]["share"] = "4/3"


@tampering("manifest", reseal=True)
def quorum_of_a_division_by_zero(file):
    file.manifest["rules"]["quorum"]["share"] = "1/0"


@tampering("manifest", "secret", reseal=True)
def secret_and_replaceable(file):
    file.manifest["replaceable"] = True


@tampering("manifest", "area", reseal=True)
def areas_not_named(file):
    file.manifest["secrecy"] = "closed"


@tampering("manifest", "equal_shares", reseal=True)
def budget_of_nothing(file):
    file.manifest["budget"] = None


@tampering("amendment", reseal=True)
def prolonged_by_one_person(file):
    file.find("extended")["by"] = 1


@tampering("amendment", reseal=True)
def prolonged_without_a_reason(file):
    file.find("extended")["reason"] = " "


@tampering("amendment", reseal=True)
def prolonged_backwards(file):
    file.find("extended")["closes_at"] = "2026-09-10T09:00:00+00:00"


@tampering("closing_time", reseal=True)
def closed_before_the_end(file):
    file.find("closed")["closed_at"] = "2026-09-16T09:00:00+00:00"


@tampering("closing_time", reseal=True)
def closed_on_no_day(file):
    file.find("closed")["closed_at"] = "2026-09-31T09:00:00+00:00"


@tampering("counting_time", reseal=True)
def counted_before_the_closing(file):
    file.find("counted")["counted_at"] = LATER


# Papers.


@tampering("receipt", reseal=True)
def receipt_of_another_form(file):
    file.find("ballot")["receipt"] = "7-А"


@tampering("receipt_twice", reseal=True)
def paper_counted_twice(file):
    file.records.insert(-2, {"body": dict(file.find("ballot", -1)), "hash": ""})
    file.find("closed")["papers"] += 1


@tampering("receipt_twice", reseal=True)
def replaced_paper_brought_back(file):
    file.records.insert(-2, {"body": ballot(1, q0="for", q1="for"), "hash": ""})


@tampering("replaces", reseal=True)
def paper_replaces_one_that_is_not_there(file):
    file.records.insert(-2, {"body": ballot(8, replaces=99, q0="for", q1="for"), "hash": ""})


@tampering("replaces", reseal=True)
def paper_replaces_one_already_replaced(file):
    file.records.insert(-2, {"body": ballot(8, replaces=1, q0="for", q1="for"), "hash": ""})


@tampering("replaces", reseal=True)
def paper_replaces_itself(file):
    file.records.insert(-2, {"body": ballot(8, replaces=8, q0="for", q1="for"), "hash": ""})


@tampering("not_replaceable", reseal=True)
def paper_replaced_where_it_may_not_be(file):
    file.manifest["replaceable"] = False


@tampering("replaced_weight", "area", reseal=True)
def replaced_by_a_heavier_one(file):
    replacing = ballot(9, replaces=2, q0="for", q1="for", channel="paper", weight=4870)
    file.records.insert(-2, {"body": replacing, "hash": ""})


@tampering("not_replaceable", "corrected", reseal=True)
def correction_that_does_not_say_it_is_one(file):
    file.find("ballot", 2)["channel"] = None


@tampering("not_replaceable", "corrected", reseal=True)
def voice_of_the_site_corrected(file):
    file.find("ballot", 2)["channel"] = "site"


@tampering("replaced_channel", "area", reseal=True)
def voice_of_the_site_replaced_by_paper(file):
    replacing = ballot(8, replaces=1, q0="for", q1="for", channel="paper", weight=5210)
    file.records.insert(-2, {"body": replacing, "hash": ""})


@tampering("paper", reseal=True)
def unknown_choice(file):
    file.find("ballot")["choices"]["0"] = "maybe"


@tampering("paper", reseal=True)
def question_left_out(file):
    del file.find("ballot")["choices"]["1"]


@tampering("paper", reseal=True)
def choices_that_are_none(file):
    file.find("ballot")["choices"] = ["for", "for"]


@tampering("paper", "single", reseal=True)
def two_options_where_one_is_allowed(file):
    file.find("ballot")["choices"]["0"] = [0, 1]


@tampering("paper", "multiple", reseal=True)
def more_options_than_allowed(file):
    file.find("ballot")["choices"]["0"] = [0, 1, 2]


@tampering("paper", "schulze", reseal=True)
def option_ranked_twice(file):
    file.find("ballot")["choices"]["0"] = [1, 1]


@tampering("paper", "greedy", reseal=True)
def project_that_is_not_on_the_ballot(file):
    file.find("ballot")["choices"]["0"] = [4]


@tampering("paper", "equal_shares", reseal=True)
def project_by_truth(file):
    file.find("ballot")["choices"]["0"] = [True]


@tampering("channel", "area", reseal=True)
def paper_where_none_is_taken(file):
    file.manifest["paper_allowed"] = False


@tampering("channel", "corrected", reseal=True)
def correction_where_no_paper_is_taken(file):
    file.manifest["paper_allowed"] = False


@tampering("channel", "area", reseal=True)
def unknown_channel(file):
    file.find("ballot")["channel"] = "telephone"


@tampering("channel", "area", reseal=True)
def channel_of_a_named_vote_kept_back(file):
    file.find("ballot")["channel"] = None


@tampering("channel_told", reseal=True)
def paper_told_apart_in_a_closed_vote(file):
    file.find("ballot")["channel"] = "paper"


@tampering("channel_told", reseal=True)
def site_told_apart_in_a_closed_vote(file):
    file.find("ballot")["channel"] = "site"


@tampering("channel_told", reseal=True)
def correction_told_apart_where_votes_are_changed(file):
    file.find("ballot", 2)["channel"] = "paper"


@tampering("weight", reseal=True)
def ballot_worth_two(file):
    file.find("ballot", -1)["weight"] = 2


@tampering("weight", "area", reseal=True)
def ballot_of_less_than_nothing(file):
    file.find("ballot")["weight"] = -5210


@tampering("too_many_papers", reseal=True)
def more_papers_than_voters(file):
    for number in range(20, 26):
        file.records.insert(-2, {"body": ballot(number, q0="for", q1="for"), "hash": ""})
    file.find("closed")["papers"] = len(file.current())


@tampering("too_much_weight", "area", reseal=True)
def more_metres_than_the_house_has(file):
    file.find("ballot")["weight"] = 16_000
    file.find("closed")["papers"] = 3


@tampering("weight_not_on_roll", "area", reseal=True)
def one_flat_twice(file):
    file.find("ballot", 1)["weight"] = 5210


@tampering("closing_count", reseal=True)
def ballot_removed_and_everything_sealed_anew(file):
    del file.records[-3]


@tampering("papers_digest", reseal=True)
def ballot_changed_and_everything_sealed_anew(file):
    file.find("ballot", -1)["choices"]["0"] = "against"


@tampering("papers_digest", reseal=True)
def digest_of_other_papers(file):
    file.find("counted")["papers_digest"] = "0" * 64


@tampering("papers_not_secret")
def papers_beside_the_chain(file):
    file.papers = [[name(1), {"0": "for", "1": "for"}]]


@tampering("ballot_of_secret", "secret", reseal=True)
def ballot_in_a_secret_chain(file):
    file.records.insert(1, {"body": ballot(8, q0="for", q1="for"), "hash": ""})


@tampering("papers_digest", "secret")
def secret_paper_changed(file):
    file.papers[0][1]["0"] = {"for": "against"}.get(file.papers[0][1]["0"], "for")


@tampering("closing_count", "secret")
def secret_paper_removed(file):
    del file.papers[2]


@tampering("closing_count", "secret")
def secret_papers_added(file):
    file.papers.append(["f" * 32, {"0": "for", "1": "for"}])


@tampering("receipt_twice", "secret")
def secret_paper_doubled(file):
    file.papers.insert(1, file.papers[0])


@tampering("papers_order", "secret")
def secret_papers_in_the_order_of_casting(file):
    file.papers.reverse()


@tampering("paper_entry", "secret")
def secret_paper_with_a_time(file):
    file.papers[0].append(LATER)


# The result and the signature.


@tampering("result", reseal=True)
def another_outcome(file):
    result = file.find("counted")["result"]
    result["passed"] = not result["passed"]


@tampering("result", reseal=True)
def outcome_that_python_takes_for_the_same(file):
    result = file.find("counted")["result"]
    result["passed"] = int(result["passed"])


@tampering("result", reseal=True)
def votes_added_to_the_sum(file):
    file.find("counted")["result"]["items"][0]["for"] += 1


@tampering("result", reseal=True)
def another_threshold_after_the_count(file):
    file.manifest["rules"]["threshold"]["share"] = "4/5"


@tampering("result", "equal_shares", reseal=True)
def another_budget_after_the_count(file):
    file.manifest["budget"] = 100_000


@tampering("result", "schulze", reseal=True)
def another_winner(file):
    file.find("counted")["result"]["items"][0]["winners"] = [3]


@tampering("signature")
def chain_written_anew_without_the_key(file):
    file.records[-3]["body"]["choices"]["0"] = "against"
    file.count().chain()


@tampering("signature")
def signature_of_another_file(file):
    file.signature["value"] = GOOD["secret"]().signature["value"]


@tampering("signature")
def key_of_zeros(file):
    file.signature["public_key"] = "0" * 64


@tampering("signature_form")
def signature_of_no_algorithm(file):
    file.signature["algorithm"] = "none"


@tampering("signature_form")
def signature_missing(file):
    file.signature = {}


@tampering("signature_key", key=True)
def signed_by_a_stranger(file):
    file.key = STRANGER
    file.sign()


@tampering("head_missing", head=True)
def everything_written_anew_with_the_key(file):
    file.find("ballot", -1)["choices"]["0"] = "against"
    file.seal()


# Committed as files: what a newcomer can look at, and what stays the same when this module changes.
KEPT = (
    "half_of_the_file", "space_in_a_record", "field_named_twice", "roll_line_exchanged", "choice_changed",
    "ballot_removed", "ballot_after_the_closing", "paper_counted_twice", "replaced_paper_brought_back",
    "more_papers_than_voters", "ballot_changed_and_everything_sealed_anew", "another_outcome",
    "chain_written_anew_without_the_key", "secret_paper_changed", "one_flat_twice",
)  # fmt: skip


def write_samples() -> None:
    SAMPLES.mkdir(exist_ok=True)
    for name_, build in GOOD.items():
        (SAMPLES / f"whole-{name_}.json").write_bytes(build().text())
    for name_ in KEPT:
        spoilt, reason, _options = TAMPERINGS[name_]
        (SAMPLES / f"{reason}-{name_}.json").write_bytes(spoilt())


if __name__ == "__main__":
    write_samples()
    print(f"{len(list(SAMPLES.iterdir()))} files in {SAMPLES}; the key is {public(GOOD['decision']().key)}")  # noqa: T201
