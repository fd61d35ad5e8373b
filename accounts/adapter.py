"""allauth's hooks: limits that the database counts, telephones, the town's name and address in letters, letters that
no request waits for."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import devices, sms
from accounts.gates import PASSWORD
from accounts.letters import post
from accounts.models import User
from accounts.phones import PhoneField
from accounts.reauthentication import has_just_signed_in
from core import clock


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is wrong. Check both, or sign in by a code."),
        "incorrect_code": _("The code is wrong. Check it in the latest letter."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many attempts. Wait for five minutes, or sign in by a code."),
        "rate_limited": _("Too often. Wait for a minute and try again."),
        "same_as_current": _("This is your present e-mail."),
        # Of an address and of a number the words are the same: they tell not which of the two is known.
        **dict.fromkeys(
            ("phone_password_mismatch", "username_password_mismatch"),
            _("The e-mail, the telephone or the password is wrong. Check them, or sign in by a code."),
        ),
    }

    def authenticate(self, request, **credentials):
        """By a password: at sign-in, and when it is asked once more."""
        user = super().authenticate(request, **credentials)
        if user:
            PASSWORD.opened(request, self.typed(credentials))
        return user

    def pre_authenticate(self, request, **credentials):
        super().pre_authenticate(request, **credentials)
        try:
            PASSWORD.knock(request, self.typed(credentials))
        except ValidationError:
            raise self.validation_error("too_many_login_attempts") from None

    @staticmethod
    def typed(credentials) -> str:
        """What an attempt is counted by, whether or not there is such an account."""
        return credentials.get("email") or credentials.get("phone") or credentials.get("username") or ""

    def get_login_stages(self):
        return [
            path.replace("allauth.account.stages.Email", "accounts.stages.Email")
            for path in super().get_login_stages()
        ]

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        if devices.recognise(request, response, user):
            device = devices.in_words(self.get_http_user_agent(request))
            self.send_notification_mail("account/email/new_device", user, {"device": device})
        return response

    def is_reauthentication_required(self, *, app, **kwargs):
        return super().is_reauthentication_required(app=app, **kwargs) and not has_just_signed_in(self.request)

    def send_mail(self, template_prefix, email, context):
        """Write the letter now, in the reader's language; a queue sends it."""
        request = self.request
        town = request.municipality
        message = self.render_mail(
            template_prefix,
            email,
            context
            | {
                "request": request,
                "email": email,
                "brand": town.brand_name,
                "town_url": town.site.root_url,
                # Built from the town's settings: the host of a request is not to be trusted in letters.
                "signup_url": town.absolute_url(reverse("account_signup")),
                "password_reset_url": town.absolute_url(reverse("account_reset_password")),
            },
        )
        post(to=email, subject=message.subject, body=message.body)

    def format_email_subject(self, subject):
        return f"{self.request.municipality.brand_name}: {subject}"

    def get_password_change_redirect_url(self, request):
        return reverse("my:settings")

    def phone_form_field(self, **kwargs):
        return PhoneField(**kwargs)

    def get_phone(self, user):
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user, phone, verified):
        user.phone = phone
        user.phone_verified_at = clock.now() if verified else None
        user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user, phone):
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone):
        return User.objects.filter(phone=phone, is_active=True).first()

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        town = self.request.municipality.brand_name
        text = _("%(code)s is your code, %(town)s. Tell it to nobody.") % {"code": code, "town": town}
        sms.post(to=phone, text=str(text))

    def send_unknown_account_sms(self, phone, **kwargs):
        sms.post(to=phone, text="")
