"""The second factor of agents: a code that changes every 30 seconds (TOTP, RFC 6238).

django-allauth checks codes and keeps secrets. Here are the seal on what it stores, and its policy.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from kene.people.models import Agent
from kene.people.signing import failed
from kene.privacy import api as privacy

_NONCE: Final = 12
_CONTEXT: Final = b"kene.people"
_HEARD: Final = 120
"""Seconds for which a used code is refused: longer than any code is accepted."""


class SecondFactor(DefaultMFAAdapter):
    """How allauth keeps second factors: sealed with a key that only this node has."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ce code n'est pas le bon, ou il a déjà servi.",
    }

    def encrypt(self, text: str) -> str:
        """What is stored in place of a secret."""
        nonce = secrets.token_bytes(_NONCE)
        return b64encode(nonce + _key().encrypt(nonce, text.encode(), _CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret."""
        sealed = b64decode(encrypted_text)
        return _key().decrypt(sealed[:_NONCE], sealed[_NONCE:], _CONTEXT).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code for the agent's telephone, without any inline style."""
        from qrcode import QRCode
        from qrcode.constants import ERROR_CORRECT_M

        code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
        code.add_data(url)
        rows = code.get_matrix()
        dark = "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, module in enumerate(row)
            if module
        )
        side = len(rows)
        return (
            f'<svg class="code" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
            f'width="240" height="240" role="img" aria-label="Code QR à photographier">'
            f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{dark}"/></svg>'
        )


class _Heard:
    """A code is heard once: allauth itself forgets it before it stops being accepted."""

    user: Agent

    def clean_code(self) -> str:
        """The code. Raises ValidationError when it is wrong, or was used already."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            failed(self.user.username, "code", timezone.now())
            raise
        if not cache.add(_used(self.user, code), "", _HEARD):
            failed(self.user.username, "code", timezone.now())
            raise SecondFactor().validation_error("incorrect_code")
        return code


class CodeForm(_Heard, AuthenticateForm):
    """The code that ends a sign-in."""


class CodeAgainForm(_Heard, ReauthenticateForm):
    """The code before something sensitive."""


def was_heard(agent: Agent, code: str) -> bool:
    """Whether the agent used that code a moment ago: it would be refused."""
    return cache.get(_used(agent, code)) is not None


def has_second_factor(agent: Agent) -> bool:
    """Whether the agent has set up codes on a telephone."""
    mine = Authenticator.objects.filter(user=agent, type=Authenticator.Type.TOTP)
    return bool(mine.exists())


def recovery_codes_left(agent: Agent) -> int:
    """How many of the agent's recovery codes were not used yet."""
    kept = Authenticator.objects.filter(user=agent, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(kept).get_unused_codes()) if kept else 0


def _used(agent: Agent, code: str) -> str:
    return f"kene.people.code/{agent.pk}/{''.join(code.split())}"


def _key() -> AESGCM:
    return AESGCM(privacy.node_mac("second-factor", b"key"))
