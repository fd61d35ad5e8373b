"""Whether a change of text is the mending of misprints. Pure: no database, no Django."""

import re
from difflib import SequenceMatcher

_NUMBERS = re.compile(r"\d+")
# Letters that may change: a few in a title, a dozen in a paragraph, this share of a long text.
FEWEST, FEW = 3, 12
SHARE_OF_SHORT, SHARE_OF_LONG = 0.1, 0.03


def changed_letters(before: str, after: str) -> int:
    """How many letters were put in, taken out or replaced, found word by word so that long texts stay cheap."""
    old, new = before.split(), after.split()
    changed = 0
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left, right = " ".join(old[a:b]), " ".join(new[c:d])
        if max(len(left), len(right)) > 200:
            changed += max(len(left), len(right))
            continue
        same = sum(block.size for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())
        changed += max(len(left), len(right)) - same
    return changed


def are_misprints(before: str, after: str) -> bool:
    """True when only some letters differ and every number stays as it was: «3 скамейки» is not «8 скамеек»."""
    if _NUMBERS.findall(before) != _NUMBERS.findall(after):
        return False
    allowed = max(FEWEST, min(FEW, len(before) * SHARE_OF_SHORT), len(before) * SHARE_OF_LONG)
    return changed_letters(before, after) <= allowed
