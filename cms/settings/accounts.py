"""Accounts and signing in: allauth's settings."""

from cms.settings.environment import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["communities.second_factor.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "municipalities.passwords.StaffPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my:page"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
# Who sends codes by telephone: a function of (number, text), "accounts.sms.over_http" or one's own. Without it one
# signs in by e-mail only.
SMS_GATEWAY = env("SMS_GATEWAY")
SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN = env("SMS_GATEWAY_URL"), env("SMS_GATEWAY_TOKEN")
ACCOUNT_LOGIN_METHODS = {"email", "phone"} if SMS_GATEWAY else {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailVerificationCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmPasswordResetCodeForm",
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "signup": "accounts.forms.SignupForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Digits, which every keyboard has; three attempts per code. Rural mail is slow: ten minutes.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
# One address per person: a new one replaces the old when it is confirmed, after the password was asked once more.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = env("SCHEME", "http")

# A sign-in from a device that does not carry it is told to the person by a letter.
DEVICE_COOKIE_NAME = "device"

# Second factor; communities.second_factor says for whom it is compulsory. E-mails that end so are exempt from it: the
# demo's printed accounts, and nobody in a real town (cms.checks).
SECOND_FACTOR_EXEMPT = []
MFA_ADAPTER = "accounts.second_factor.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Clocks of phones go wrong by half a minute.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "accounts.second_factor.ActivateTOTPForm",
    "add_webauthn": "accounts.second_factor.AddPasskeyForm",
    "authenticate": "accounts.second_factor.AuthenticateForm",
    "edit_webauthn": "accounts.second_factor.RenamePasskeyForm",
    "reauthenticate": "accounts.second_factor.ReauthenticateForm",
}
