"""Many acts at the same moment in several processes, as several servers would do them."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, connections

PATIENCE = 40
# A child is a copy of this process: what a test has set up, patched or taken away holds in it too.
_copies = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Refusal:
    """Why an act did not take place: the code of a ValidationError, or the name of another exception."""

    code: str


def storm(acts: Sequence[Callable[[], object]], processes: int = 4) -> list:
    """Run the acts together, dealt out to processes, each act on a connection of its own; answers in their order.

    Answers have to be fit for pickling; a refusal is a `Refusal`. Raises whatever else an act raised.
    """
    # A connection cannot be shared with a child.
    connections.close_all()
    ready = _copies.Barrier(len(acts))
    dealt = [list(enumerate(acts))[number::processes] for number in range(min(processes, len(acts)))]
    pipes = []
    for hand in dealt:
        here, there = _copies.Pipe(duplex=False)
        child = _copies.Process(target=_child, args=(hand, ready, there))
        child.start()
        there.close()
        pipes.append((child, here))
    answers = {}
    for child, here in pipes:
        try:
            answers |= here.recv() if here.poll(PATIENCE) else {}
        except EOFError:
            pass
        child.join(5)
        if child.is_alive():
            child.kill()
            child.join()
    missing = [number for number in range(len(acts)) if number not in answers]
    assert not missing, f"acts {missing} gave no answer"
    for answer in answers.values():
        if isinstance(answer, Exception):
            raise answer
    return [answers[number] for number in range(len(acts))]


def _child(hand, ready, pipe) -> None:
    with ThreadPoolExecutor(len(hand)) as pool:
        answers = dict(pool.map(lambda dealt: (dealt[0], _answer(dealt[1], ready)), hand))
    pipe.send(answers)
    pipe.close()
    # Nothing of the tests' own ending is the child's business.
    os._exit(0)


def _answer(act, ready):
    try:
        connection.ensure_connection()
        ready.wait(timeout=PATIENCE)
        return act()
    except ValidationError as refusal:
        return Refusal(refusal.code)
    except (PermissionDenied, Error) as refusal:
        return Refusal(type(refusal).__name__)
    except Exception as error:
        return RuntimeError(repr(error))
    finally:
        connection.close()
