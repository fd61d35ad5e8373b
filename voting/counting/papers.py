"""Papers: which are whole and valid."""

from collections.abc import Mapping

from voting.counting.terms import Question, Terms

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"


def check_paper(manifest: Mapping, choices: Mapping) -> None:
    """Raise ValueError(code) unless the paper answers every question of the vote, and each as its kind asks.

    Codes: questions (not exactly the vote's questions), choice (an unknown answer), list (not a list of options),
    option (an unknown one), repeated, ascending (options have to stand in order), too_many.

    >>> items = [{"order": 0, "options": [{"order": 0}, {"order": 1}], "max_choices": None}]
    >>> rules = {"tie": "none"}
    >>> vote = {"kind": "poll", "method": "single", "items": items, "rules": rules, "roll": {"weight": 9}}
    >>> check_paper(vote, {"0": [1]})
    >>> check_paper(vote, {"0": [0, 1]})
    Traceback (most recent call last):
    ValueError: too_many
    """
    check(Terms.of(manifest), choices)


def check(terms: Terms, choices: Mapping) -> None:
    """`check_paper` for terms that are read once and used for many papers."""
    if not isinstance(choices, Mapping) or len(choices) != len(terms.questions):
        raise ValueError("questions")
    for question in terms.questions:
        if question.key not in choices:
            raise ValueError("questions")
        answer = choices[question.key]
        if terms.kind == "decision":
            _check_word(answer, (FOR, AGAINST, ABSTAIN))
        elif terms.kind == "support":
            _check_word(answer, (FOR,))
        else:
            _check_options(terms, question, answer)


def _check_word(answer, words: tuple[str, ...]) -> None:
    if type(answer) is not str or answer not in words:
        raise ValueError("choice")


def _check_options(terms: Terms, question: Question, answer) -> None:
    if type(answer) is not list:
        raise ValueError("list")
    for option in answer:
        if type(option) is not int or not 0 <= option < question.options:
            raise ValueError("option")
    if len(set(answer)) != len(answer):
        raise ValueError("repeated")
    # A ranking is in the voter's order; everywhere else one choice is written in one way.
    if terms.method != "schulze" and answer != sorted(answer):
        raise ValueError("ascending")
    most = 1 if terms.method == "single" else question.max_choices
    if most is not None and len(answer) > most:
        raise ValueError("too_many")
