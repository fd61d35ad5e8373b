"""A person's account, kept apart from what they did."""

import uuid

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Accounts are found by e-mail, whatever its case."""

    use_in_migrations = True

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who can sign in. `actor_key` is the only thing the journal and the rolls know of them."""

    username = None
    # One of the two is there: whoever came to the front desk without a mailbox has a telephone.
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    # As E.164: +79991234567.
    phone = models.CharField(_("telephone"), max_length=16, unique=True, null=True, blank=True)
    phone_verified_at = models.DateTimeField(null=True, editable=False)
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=60)
    # Shown to neighbours instead of «Имя О.» when the person chose so.
    chosen_name = models.CharField(_("name that neighbours see"), max_length=60, blank=True)
    actor_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False), name="account_can_be_reached"
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.email or self.phone

    def get_absolute_url(self):
        return reverse("my:page")

    @property
    def public_name(self) -> str:
        """What neighbours see: the chosen name, else «Имя О.»."""
        if self.chosen_name:
            return self.chosen_name
        return f"{self.first_name} {self.last_name[:1]}." if self.last_name else self.first_name

    @property
    def initials(self) -> str:
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()


class ConsentKind(models.TextChoices):
    PROCESSING = "processing", _("Consent to the processing of personal data")
    # 152-ФЗ, art. 10.1: to make public is another purpose, and so another consent.
    PUBLICATION = "publication", _("Consent to the publication of one's name and photo")


class Consent(models.Model):
    """That a person agreed to a text of a version (152-ФЗ, art. 9: separate, provable, revocable)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    # Where the box was ticked: on the site, or on paper at the front desk.
    channel = models.CharField(max_length=10, default="site")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "version"],
                condition=models.Q(withdrawn_at=None),
                name="one_current_consent_per_version",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.version}"


class AttemptCounter(models.Model):
    """Attempts within one window of time, in the database: a flushed cache forgets no failed guess.

    `key` is a keyed digest of an account, a network or a code: the table tells nobody who tried.
    """

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key", "window_start"], name="one_counter_per_window")]
        indexes = [models.Index(fields=["window_start"], name="counters_by_age")]

    def __str__(self):
        return f"{self.scope}: {self.count}"


class KnownDevice(models.Model):
    """A browser from which a person signed in, known by a random cookie of which only the digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_devices")
    digest = models.CharField(max_length=64)
    last_used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_row_per_device")]
        indexes = [models.Index(fields=["last_used_at"], name="devices_by_age")]

    def __str__(self):
        return f"{self.user_id}: {self.last_used_at}"
