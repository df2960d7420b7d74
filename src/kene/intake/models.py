"""What is stored of conversations: one row a person, sealed with its day's key, and what was said
and has to be written down."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """The latest state of one person. `day` names the key that opens `sealed`."""

    person = models.BinaryField(max_length=32, primary_key=True)
    day = models.DateField(db_index=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return bytes(self.person).hex()[:8]


class Recording(models.Model):
    """What a person said for a field. `day` names the key that opens it; once its request is
    confirmed, the request's own keys do, by the purpose of `field`."""

    key = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)
    request = models.CharField(max_length=32, blank=True, default="", db_index=True)
    field = models.CharField(max_length=80, blank=True, default="")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.key[:8]


class Spoken(models.Model):
    """A confirmed request whose texts are still to be written; `sealed` holds it."""

    key = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        """The longest first."""

        ordering = ("at",)

    def __str__(self) -> str:
        return self.key[:8]
