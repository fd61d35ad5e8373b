"""Acts out the votes of `home.demo.ballots`: each step by the person who would take it."""

import secrets
from collections.abc import Iterator
from datetime import timedelta

from communities.permissions import forget
from home.demo.ballots import Call
from home.demo.build import Town
from home.demo.timeline import Play
from municipalities.models import StaffRole
from voting import actions
from voting.actions.outcome import publish_outcome
from voting.actions.owners import record_owners_meeting
from voting.actions.papers import enter_paper
from voting.actions.slips import issue_slips
from voting.models import RollEntry, RulePreset, Secrecy, Vote
from voting.permissions import roll_entries

# Sheets that went to the mailboxes of those who did not come to the site.
PRINTED = 12


class Calling:
    """One vote, from its draft to what follows from it."""

    def __init__(self, town: Town, call: Call):
        self.town, self.call = town, call
        self.community = town.communities[call.community]
        self.activist, self.administrator = town.activists[call.community], town.staff[StaffRole.ADMINISTRATOR]
        for person in (self.activist, self.administrator):
            forget(person)
        self.vote: Vote = None

    def play(self) -> Play:
        call, town = self.call, self.town
        begins = town.days_ago(call.begins or 0)
        # Announced the day before it begins, and today at the latest.
        yield min(begins - timedelta(days=1), town.days_ago(1))
        vote = actions.compose_vote(**self.terms(begins), by=self.activist)
        if call.begins is None:
            return
        self.vote = actions.announce_vote(vote, by=self.activist)
        yield begins
        steps = [*self.ballots(), *self.sheets()]
        if call.prolonged:
            steps.insert(len(steps) * 3 // 4, self.amend)
        elif call.cancelled:
            steps.append(self.amend)
        last = min(vote.closes_at, town.now)
        for number, step in enumerate(steps, 1):
            yield begins + (last - begins) * number / (len(steps) + 1)
            step()
        if call.outcome:
            yield vote.closes_at + timedelta(hours=1)
            # Counted by now: the clock's acts come before each step.
            yield vote.closes_at + timedelta(hours=20)
            publish_outcome(vote, by=self.activist, text=call.outcome)
        if call.minutes:
            yield vote.closes_at + timedelta(days=16)
            held_on = (vote.closes_at + timedelta(days=14)).date()
            record_owners_meeting(vote, by=self.activist, number="1", held_on=held_on, outcome=call.minutes)

    def terms(self, begins) -> dict:
        call, town = self.call, self.town
        presets = RulePreset.objects.in_force(town.municipality, begins.date())
        return {
            "community": self.community,
            "electorate": [self.community],
            "kind": call.kind,
            "method": call.method,
            "counted_by": call.counted_by,
            "purpose": call.purpose,
            "secrecy": call.secrecy,
            "replaceable": call.secrecy != Secrecy.SECRET,
            "paper_allowed": bool(call.papers),
            "codes_allowed": bool(call.codes),
            "budget": call.budget,
            "needed": call.needed,
            "title": call.title,
            "description": call.description,
            "items": call.questions,
            "preset": presets.suiting(call.kind, call.counted_by).first(),
            "opens_at": begins,
            "closes_at": begins + timedelta(days=call.lasts),
        }

    def ballots(self) -> Iterator:
        """On the site, by those who are on the roll."""
        vote = Vote.objects.get(pk=self.vote.pk)
        voters = [user for user in self.town.residents[self.call.community] if roll_entries(user, vote)]
        answers = list(_each(self.call.ballots))
        self.town.random.shuffle(answers)
        for user, answer in zip(voters, answers, strict=False):
            yield lambda user=user, answer=answer: actions.cast_ballot(
                vote, by=user, choices=answer, nonce=secrets.token_hex(16)
            )

    def sheets(self) -> Iterator:
        """Printed ballots of flats where nobody is on the site: some come with the code, some are read off paper."""
        if not self.call.papers:
            return
        vote = self.vote
        settled = self.community.memberships.exclude(premises=None).values("premises__public_id")
        entries = RollEntry.objects.filter(vote=vote, voters=None).exclude(household__in=settled)
        entries = list(entries.order_by("entrance", "pk")[:PRINTED])
        slips = [slip for slip, _code in issue_slips(vote, entries, self.activist)]
        pairs = zip(slips, [*_each(self.call.codes), *_each(self.call.papers)], strict=False)
        by_code = len(list(_each(self.call.codes)))
        for number, (slip, answer) in enumerate(pairs):
            if number < by_code:
                yield lambda slip=slip, answer=answer: actions.cast_ballot(
                    vote, slip=slip, choices=answer, nonce=secrets.token_hex(16)
                )
            else:
                yield lambda slip=slip, answer=answer: self.read(slip, answer)

    def read(self, slip, answer) -> None:
        """Two people read the same paper, neither knowing what the other wrote."""
        paper = {str(order): choice for order, choice in answer.items()}
        for person in (self.activist, self.administrator):
            enter_paper(self.vote, entry=slip.entry, choices=paper, by=person, slip=slip)

    def amend(self) -> None:
        """One proposes, another confirms."""
        if self.call.cancelled:
            amendment = actions.propose_cancellation(self.vote, by=self.activist, reason=self.call.cancelled)
        else:
            days, reason = self.call.prolonged
            closes_at = self.vote.closes_at + timedelta(days=days)
            amendment = actions.propose_extension(self.vote, by=self.activist, reason=reason, closes_at=closes_at)
        actions.confirm_amendment(amendment, by=self.administrator)


def _each(ballots) -> Iterator[dict]:
    for answers, number in ballots:
        for _voice in range(number):
            yield dict(enumerate(answers))
