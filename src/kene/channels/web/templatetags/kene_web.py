"""Words for templates: each text by its key, in the page's language, or an error that is loud."""

from __future__ import annotations

from typing import Any

from django import template

from kene.channels.web.words import typeset, words

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, key: str, **details: Any) -> str:  # noqa: ANN401
    """The web's text of `key` in the language of the page's frame, its placeholders filled.

    Raises KeyError when the key or a placeholder is missing, as Django's own lookups would not.
    """
    return typeset(words(context["frame"].language).say(key, **details))
