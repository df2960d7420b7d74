"""What is stored of agents and partners. An account is closed, never deleted: facts name who did
them."""

from __future__ import annotations

from typing import ClassVar, Final

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models

SIGNED: Final = "partner:"
"""What begins the signature of a partner, so that it is never an agent's."""
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


class Partner(models.Model):
    """Another administration, whose software sends requests.

    `digest` is that of its key. `services` are those it may send requests to, apart by spaces; ""
    for all that the API serves. `used` of its `rate` requests a minute were heard in that `minute`.
    """

    name = models.CharField(max_length=40, primary_key=True, validators=[USERNAME])
    label = models.CharField(max_length=80)
    services = models.TextField(blank=True, default="")
    rate = models.PositiveIntegerField(default=60)
    digest = models.BinaryField(max_length=32)
    created = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def signature(self) -> str:
        """What signs in the journal what it does."""
        return f"{SIGNED}{self.name}"

    def may(self, service: str) -> bool:
        """Whether it may send requests to that service."""
        return not self.services or service in self.services.split()
