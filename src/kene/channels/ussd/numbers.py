"""Phone numbers as gateways send them."""

from __future__ import annotations

import phonenumbers


class BadNumber(ValueError):
    """Not a phone number in international form."""


def e164(text: str) -> str:
    """The number in E.164 form, from `+223…` or `223…`. Raises BadNumber."""
    digits = text.strip().removeprefix("+")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 15:
        raise BadNumber("« phoneNumber » doit être un numéro international, comme +22376123456.")
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException as error:
        raise BadNumber("« phoneNumber » n'est pas un numéro connu.") from error
    if not phonenumbers.is_possible_number(number):
        raise BadNumber("« phoneNumber » n'a pas le bon nombre de chiffres.")
    return f"+{digits}"
