"""How a person's devices and the ways to sign in are shown."""

from django import template

from accounts import devices, providers

register = template.Library()
register.filter("device", devices.in_words)


@register.simple_tag
def sign_in_providers():
    """Those whose keys are set: name and address."""
    return [
        {"name": providers.NAMES[provider], "url": providers.address_of(provider)}
        for provider in providers.configured()
    ]


@register.filter
def provider_name(provider):
    return providers.NAMES.get(provider, provider)
