"""The ways into an account, and how often each may be tried: counted in the database, before anything is looked up,
so that known and unknown addresses cost and answer the same and a flushed cache forgives nobody."""

from dataclasses import dataclass

from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.limits import TOO_MANY, Limit, count, give_back

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@dataclass(frozen=True)
class Gate:
    """How often one account, one network and everybody together may try a way in."""

    account: Limit
    network: Limit
    everybody: Limit

    def _counters(self, request, account: str):
        return [(self.account, account.casefold()), (self.network, get_ip(request)), (self.everybody, "everybody")]

    def knock(self, request, account: str) -> None:
        """Count an attempt on an account, which need not exist. Raises ValidationError (code "too_many")."""
        with transaction.atomic():
            exceeded = [count(limit, subject) > limit.most for limit, subject in self._counters(request, account)]
        if any(exceeded):
            raise ValidationError(TOO_MANY, code="too_many")

    def opened(self, request, account: str) -> None:
        """The attempt was right, so it counts against nobody: a whole office may sit behind one network address."""
        with transaction.atomic():
            for limit, subject in self._counters(request, account):
                give_back(limit, subject)


# An account is the address that was typed. A mobile network hides thousands of people behind one address.
PASSWORD = Gate(
    Limit("password_account", 10, 15 * MINUTE),
    Limit("password_network", 100, 15 * MINUTE),
    Limit("password_everybody", 3000, HOUR),
)
# Of a code from a letter: an account is the session that asked for it. allauth itself ends a code after three tries,
# but requests sent at the same moment would share one of them.
CODE = Gate(
    Limit("code_session", 10, 10 * MINUTE),
    Limit("code_network", 100, HOUR),
    Limit("code_everybody", 3000, HOUR),
)
# Who stands here knows the password already.
SECOND_FACTOR = Gate(
    Limit("second_factor_account", 10, HOUR),
    Limit("second_factor_network", 50, HOUR),
    Limit("second_factor_everybody", 1000, HOUR),
)
# Letters and messages with codes that somebody asks for: to sign in, to choose a new password, to change the e-mail.
LETTERS = Gate(
    Limit("letters_address", 6, HOUR),
    Limit("letters_network", 200, HOUR),
    Limit("letters_everybody", 3000, HOUR),
)
SIGN_UP = Gate(
    Limit("sign_up_address", 6, HOUR),
    Limit("sign_up_network", 100, HOUR),
    Limit("sign_up_everybody", 2000, HOUR),
)
# A code of an authenticator app lives for a minute and a half and opens once.
ONE_USE = Limit("second_factor_code", 1, DAY)
