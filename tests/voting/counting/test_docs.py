"""The examples in the docstrings of counting are true."""

import doctest
import importlib
import pkgutil

from voting import counting


def test_examples_of_docstrings_are_true():
    modules = [counting, *(importlib.import_module(f"{counting.__name__}.{each.name}") for each in MODULES)]

    results = [doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL) for module in modules]

    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) >= 18


MODULES = list(pkgutil.iter_modules(counting.__path__))
