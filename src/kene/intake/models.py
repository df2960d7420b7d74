"""What is stored of a conversation under way: one row a person, sealed with its day's key."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """The latest state of one person. `day` names the key that opens `sealed`."""

    person = models.BinaryField(max_length=32, primary_key=True)
    day = models.DateField(db_index=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return bytes(self.person).hex()[:8]
