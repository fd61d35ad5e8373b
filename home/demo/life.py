"""Acts out the stories of `home.demo.stories`: each step by the person who would take it."""

import secrets
from datetime import UTC, timedelta

from communities.permissions import forget
from core import photos
from feed.actions import comment
from home.demo import pictures
from home.demo.build import Town
from home.demo.stories import CONCLUSIONS, Story
from home.demo.timeline import Play
from initiatives import actions
from initiatives.actions import draft
from initiatives.actions import photos as files
from initiatives.models import FundingSource, HelpKind, Initiative, InitiativeState, PhotoKind
from municipalities.models import StaffRole
from voting.actions import cast_ballot
from voting.models import Choice, CountedBy, RulePreset, Secrecy, VoteKind

S = InitiativeState
# The states in the order in which a story passes them.
ROAD = (S.DRAFT, S.REVIEW, S.DISCUSSION, S.VOTING, S.CONSIDERATION, S.APPROVED, S.IN_PROGRESS, S.DONE)
PASSES = {
    S.WITHDRAWN: S.DISCUSSION, S.ARCHIVED: S.DISCUSSION, S.REWORK: S.CONSIDERATION, S.DECLINED: S.CONSIDERATION,
}  # fmt: skip
VOTE_DAYS = 14
MORNING, EVENING = 8, 22


class Life:
    """One initiative, acted out."""

    def __init__(self, town: Town, story: Story):
        self.town, self.story = town, story
        self.random = town.random
        self.community = town.communities[story.community]
        self.members = town.residents[story.community]
        for member in self.members:
            forget(member)
        self.activist = town.activists[story.community]
        self.author = self.members[min(len(self.members) - 1, 1 + self.random.randrange(3))]
        self.start = town.days_ago(story.age)
        self.variant = self.random.randrange(8)
        self.initiative: Initiative = None

    def reaches(self, state) -> bool:
        last = PASSES.get(self.story.until, self.story.until)
        return ROAD.index(state) <= ROAD.index(last)

    def later(self, hours: float):
        """The story's next moment, by its own calendar: nobody acts at night."""
        tz = self.town.municipality.tz
        moment = (self.start + timedelta(hours=hours, minutes=self.random.randrange(40))).astimezone(tz)
        if not MORNING <= moment.hour < EVENING:
            days = 1 if moment.hour >= EVENING else 0
            moment = (moment + timedelta(days=days)).replace(hour=MORNING + self.random.randrange(4))
        self.start = moment.astimezone(UTC)
        return self.start

    def play(self) -> Play:
        yield self.start
        self.write()
        if not self.reaches(S.REVIEW):
            return
        yield self.later(2)
        actions.submit(self.initiative, by=self.author)
        if not self.reaches(S.DISCUSSION):
            return
        yield self.later(20)
        actions.accept(self.initiative, by=self.activist)
        yield from self.discuss()
        if self.story.until == S.WITHDRAWN:
            yield self.later(30)
            actions.withdraw(self.initiative, by=self.author)
        if not self.reaches(S.VOTING):
            return
        yield from self.vote()
        if not self.reaches(S.CONSIDERATION):
            return
        yield from self.decide()
        if self.reaches(S.IN_PROGRESS):
            yield from self.work()

    def write(self) -> None:
        story = self.story
        self.initiative = draft.create_draft(
            self.community,
            by=self.author,
            title=story.title,
            category=story.category,
            neighbours=[self.town.communities[title] for title in story.neighbours],
        )
        funding = {}
        total = sum(amount for _title, amount in story.costs)
        if total:
            funding = {
                FundingSource.LOCAL_BUDGET: total - story.residents_share,
                FundingSource.RESIDENTS: story.residents_share,
            }
        point = self.place()
        draft.save_draft(
            self.initiative,
            by=self.author,
            problem=story.problem,
            proposal=story.proposal,
            expected_result=story.result,
            place=story.place,
            labour_note=story.labour,
            cost_items=story.costs,
            funding={source: amount for source, amount in funding.items() if amount},
            **point,
        )
        if story.picture:
            self.photograph(f"{story.picture}-before", PhotoKind.NOW)
            self.photograph(f"{story.picture}-after", PhotoKind.SKETCH)

    def place(self) -> dict:
        if self.community.latitude is None:
            return {}
        return {
            "latitude": self.community.latitude + self.random.uniform(-0.0004, 0.0004),
            "longitude": self.community.longitude + self.random.uniform(-0.0006, 0.0006),
        }

    def photograph(self, name: str, kind: str) -> None:
        # One variant for the whole story: a pair shows one place from one viewpoint.
        upload = pictures.upload(name, variant=self.variant)
        description = pictures.DESCRIPTIONS[name]
        files.add_photo(self.initiative, upload, by=self.author, description=description, kind=kind)

    def discuss(self) -> Play:
        story = self.story
        supporters = [user for user in self.members if user != self.author][: story.supporters]
        remarks = list(story.talk)
        for number, user in enumerate(supporters):
            yield self.later(3)
            actions.support(self.initiative, by=user)
            if number % 6 == 4:
                actions.follow(self.initiative, by=user)
            if number % 3 == 2 and remarks:
                yield from self.talk(remarks.pop(0), user)
        for remark in remarks:
            yield from self.talk(remark, self.random.choice(self.members))
        if story.labour:
            for user, kind in zip(self.members[2:6], (*HelpKind.values, HelpKind.HANDS), strict=False):
                yield self.later(5)
                actions.offer_help(self.initiative, by=user, kind=kind)
        if story.answer:
            yield self.later(8)
            specialist = self.town.staff[StaffRole.SPECIALIST]
            comment(self.thread, by=specialist, text=story.answer, official=True)

    def talk(self, remark, user) -> Play:
        yield self.later(2)
        said = comment(self.thread, by=user, text=remark[0])
        for reply in remark[1:]:
            yield self.later(4)
            comment(self.thread, by=self.author, text=reply, parent=said)

    @property
    def thread(self):
        self.initiative.refresh_from_db()
        return self.initiative.thread

    def vote(self) -> Play:
        story = self.story
        yield self.later(12)
        if story.until == S.VOTING:
            # Begun a few days ago, so that it is still open today.
            self.start = max(self.start, self.town.days_ago(8))
            yield self.start
        actions.put_to_vote(
            self.initiative,
            by=self.activist,
            preset=RulePreset.objects.in_force(self.town.municipality, self.start.date())
            .suiting(VoteKind.DECISION, CountedBy.PERSON)
            .first(),
            secrecy=Secrecy.SECRET if story.secret else Secrecy.CLOSED,
            days=VOTE_DAYS,
            replaceable=not story.secret,
        )
        self.initiative.refresh_from_db()
        vote = self.initiative.vote
        choices = [choice for choice, number in zip(Choice, story.votes, strict=True) for _voice in range(number)]
        self.random.shuffle(choices)
        self.start = max(self.start, vote.opens_at)
        # An open vote has been running for a few days only.
        pause = 7 if story.until == S.VOTING else 15
        for user, choice in zip(self.members, choices, strict=False):
            yield self.later(pause * self.random.random())
            cast_ballot(vote, by=user, choices={0: choice}, nonce=secrets.token_hex(16))
        if story.until != S.VOTING:
            self.start = vote.closes_at
            yield self.later(1)
            self.initiative.refresh_from_db()

    def decide(self) -> Play:
        story = self.story
        specialist, controller = self.town.staff[StaffRole.SPECIALIST], self.town.staff[StaffRole.CONTROLLER]
        yield self.later(48)
        actions.add_conclusion(
            self.initiative,
            by=specialist,
            text=CONCLUSIONS[story.category],
        )
        if story.until == S.CONSIDERATION:
            return
        yield self.later(60)
        words = {"text": story.decision, "document_number": story.document}
        if story.until == S.DECLINED:
            next_step = "Можно предложить другое решение этой же проблемы."
            actions.decline(self.initiative, by=controller, reason=story.reason, next_step=next_step, **words)
        elif story.until == S.REWORK:
            actions.return_for_rework(self.initiative, by=controller, **words)
        else:
            actions.approve(self.initiative, by=controller, next_step="Готовим договор с подрядчиком.", **words)

    def work(self) -> Play:
        specialist = self.town.staff[StaffRole.SPECIALIST]
        day = timedelta(days=1)
        yield self.later(48)
        stages = [
            actions.plan_stage(
                self.initiative,
                by=specialist,
                title=title,
                starts_on=(self.start + first * day).date(),
                ends_on=(self.start + last * day).date(),
            )
            for title, first, last in (("Подготовка места", 2, 9), ("Основные работы", 10, 24), ("Приёмка", 25, 28))
        ]
        yield self.later(40)
        actions.start_work(self.initiative, by=specialist)
        yield self.later(24 * 8)
        actions.report_stage(
            stages[0], by=specialist, done_on=self.start.date(),
            text="Старое разобрано и вывезено, основание выровнено.",
            photos=[self.taken(f"{self.story.picture}-before")],
        )  # fmt: skip
        if self.story.until != S.DONE:
            return
        yield self.later(24 * 15)
        actions.report_stage(stages[1], by=specialist, text="Работы выполнены по проекту.", done_on=self.start.date())
        yield self.later(24 * 4)
        actions.report_stage(
            stages[2], by=specialist, text="Жители осмотрели и приняли работу.", done_on=self.start.date()
        )
        yield self.later(5)
        self.complete()

    def taken(self, name: str):
        return photos.take_in(
            pictures.upload(name, variant=self.variant),
            by=self.activist,
            description=pictures.DESCRIPTIONS[name],
            collection=self.town.municipality.collection,
            is_private=False,
        )

    def complete(self) -> None:
        story = self.story
        total = sum(amount for _title, amount in story.costs)
        spent = total * 97 // 100
        for offer in self.initiative.help_offers.filter(withdrawn_at=None):
            actions.count_help(offer, by=self.activist, came=True, half_hours=self.random.choice([4, 6, 7, 8]))
        actions.complete(
            self.initiative,
            by=self.activist,
            text=f"{story.result} Работы приняли жители.",
            actual_cost=spent,
            completed_on=self.start.date(),
            before=[self.taken(f"{story.picture}-before")],
            after=[self.taken(f"{story.picture}-after")],
        )
