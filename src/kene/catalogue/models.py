"""What is stored of a published service: its whole pack, under its digest, for ever."""

from __future__ import annotations

from django.db import models


class Publication(models.Model):
    """One version of a service. `pack` is a ZIP of its files; a publication is never changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    at = models.DateTimeField()
    pack = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


class Offer(models.Model):
    """Which publication of a service is served to new conversations, and at what place in lists."""

    name = models.CharField(max_length=40, primary_key=True)
    publication = models.ForeignKey(Publication, models.PROTECT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name
