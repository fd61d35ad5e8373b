"""A vote of every kind, announced by the elder of `lenina` and open at NOON."""

from tests.voting.conftest import announce
from voting.actions import Answer, Question
from voting.models import CountedBy, Method, RulePreset, VoteKind

OPTIONS = ("Качели", "Горка", "Песочница", "Ничего не ставить")
COSTS = (120_000, 300_000, 80_000, 900_000)
BUDGET = 500_000


def preset(name) -> RulePreset:
    return RulePreset.objects.get(name=name, municipality=None)


def announce_poll(community, by, method=Method.SINGLE, most=None, **terms):
    question = Question("Что поставить во дворе?", [Answer(text) for text in OPTIONS], max_choices=most)
    return announce(
        community, by, kind=VoteKind.POLL, method=method, preset=preset("Опрос соседей"), items=[question], **terms
    )


def announce_budget(community, by, method=Method.GREEDY, most=None, **terms):
    projects = [Answer(text, f"Проект: {text}", cost) for text, cost in zip(OPTIONS, COSTS, strict=True)]
    return announce(
        community,
        by,
        kind=VoteKind.BUDGET,
        method=method,
        budget=BUDGET,
        preset=preset("Общие деньги"),
        items=[Question("На что потратить общие деньги?", projects, max_choices=most)],
        **terms,
    )


def announce_support(community, by, **terms):
    terms = {"kind": VoteKind.SUPPORT, "method": Method.SIGNATURES, "preset": preset("Сбор подписей соседей")} | terms
    return announce(community, by, **terms)


def announce_agenda(community, by, **terms):
    return announce(community, by, items=["Ставим шлагбаум?", "Кто за ворота?", "Красим подъезд?"], **terms)


def announce_by_flat(community, by, **terms):
    rules = preset("Решение соседей: один голос от квартиры")
    return announce(community, by, counted_by=CountedBy.FLAT, preset=rules, **terms)
