"""What is stored of agents. An account is closed, never deleted: facts name who did them."""

from __future__ import annotations

from typing import ClassVar, Final

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models

USERNAME: Final = RegexValidator(
    r"^[a-z][a-z0-9.-]{1,39}\Z",
    "Un identifiant a de 2 à 40 lettres minuscules sans accent, chiffres, points ou tirets, "
    "et commence par une lettre.",
)


class Agents(BaseUserManager["Agent"]):
    """Agents, found by what they sign in with."""


class Agent(AbstractBaseUser, PermissionsMixin):
    """Somebody who treats cases, or runs the node. `username` signs what they do, everywhere.

    `name` is shown to colleagues, and to applicants where the law lets them know who acted.
    """

    username = models.CharField(max_length=40, unique=True, validators=[USERNAME])
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField()

    objects: ClassVar[Agents] = Agents()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class Membership(models.Model):
    """A role that an agent has in an authority; `place` narrows it to a place and those inside."""

    agent = models.ForeignKey(Agent, models.PROTECT, related_name="memberships")
    authority = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    place = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agent", "authority", "role", "place"), name="kene_membership"
            ),
        )
        ordering = ("authority", "role", "place")

    def __str__(self) -> str:
        return f"{self.agent} {self.authority} {self.role} {self.place}".strip()
