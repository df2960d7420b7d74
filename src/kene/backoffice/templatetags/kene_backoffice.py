"""Drawing allauth's fields as agents' pages draw theirs."""

from __future__ import annotations

from typing import Final

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()

_TYPING: Final[dict[str, dict[str, str | bool]]] = {
    "login": {"autocapitalize": "none", "spellcheck": "false"},
    "code": {"inputmode": "numeric", "maxlength": "12"},
}
"""What telephones are told of a field, so that its keyboard fits."""


@register.filter
def bare(field: BoundField, hint: str) -> SafeString:
    """The field with the page's own hint, without the grey example that allauth puts into it."""
    field.help_text = hint
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs=_TYPING.get(field.name))
