"""Signing in, codes and passwords: django-allauth's views, drawn as agents' pages."""

from __future__ import annotations

from typing import Any, Final

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse_lazy
from django.utils import timezone

from kene.backoffice.account import account as account_page
from kene.backoffice.sealing import sealed
from kene.people import api as people


class _Journaled:
    """A form that changes what an agent signs in with, which the journal then tells."""

    changes: str
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        people.changed_own(self.request.user, self.changes, timezone.now())
        return response


class Code(factor.AuthenticateView):
    """The second factor; a demonstration says the code."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """The code of a demonstration's account, "" elsewhere."""
        context: dict[str, Any] = super().get_context_data(**given)
        username = self.stage.login.user.username
        return {**context, "demo_code": people.demo_code(username, timezone.now())}


class ActivateTotp(_Journaled, totp.ActivateTOTPView):
    """Set up codes; the recovery codes are shown next."""

    changes = "totp"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """The secret too, in groups that can be typed."""
        context: dict[str, Any] = super().get_context_data(**given)
        secret = context["form"].secret
        groups = (secret[start : start + 4] for start in range(0, len(secret), 4))
        return {**context, "secret": " ".join(groups)}


class ReplaceTotp(_Journaled, totp.DeactivateTOTPView):
    """Forget the telephone that makes codes, to set up another at once: codes are mandatory."""

    changes = "totp"
    success_url = reverse_lazy("mfa_activate_totp")


class NewCodes(_Journaled, recovery.GenerateRecoveryCodesView):
    """Make other recovery codes."""

    changes = "codes"


def _page(address: str, view: Any, name: str, template: str) -> URLPattern:
    drawn = view.as_view(template_name=f"kene_backoffice/entry/{template}.html")
    return path(address, sealed(drawn), name=name)


urlpatterns: Final = [
    _page("entrer/", account.LoginView, "account_login", "login"),
    _page("entrer/code/", Code, "mfa_authenticate", "code"),
    _page("sortir/", account.LogoutView, "account_logout", "logout"),
    _page("ferme/", account.AccountInactiveView, "account_inactive", "inactive"),
    _page("confirmer/", account.ReauthenticateView, "account_reauthenticate", "again"),
    _page("confirmer/code/", factor.ReauthenticateView, "mfa_reauthenticate", "again"),
    path("compte/", sealed(account_page), name="mfa_index"),
    _page(
        "compte/mot-de-passe/", account.PasswordChangeView, "account_change_password", "password"
    ),
    _page("compte/telephone/", ActivateTotp, "mfa_activate_totp", "telephone"),
    _page("compte/telephone/changer/", ReplaceTotp, "mfa_deactivate_totp", "replace"),
    _page("compte/secours/", recovery.ViewRecoveryCodesView, "mfa_view_recovery_codes", "codes"),
    _page("compte/secours/nouveaux/", NewCodes, "mfa_generate_recovery_codes", "new_codes"),
]
"""Under the names that allauth calls them by."""
