"""What is kept of messages beside the cases that they tell of. Nothing here names a person."""

from __future__ import annotations

from django.db import models


class Silence(models.Model):
    """Somebody who sent STOP: the keyed digest of their number. Optional messages stay here."""

    person = models.BinaryField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return bytes(self.person).hex()[:8]


class Day(models.Model):
    """What left on a day of the country: messages, and the segments that are paid."""

    day = models.DateField(primary_key=True)
    messages = models.PositiveIntegerField(default=0)
    segments = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.day.isoformat()


class Pace(models.Model):
    """When the next message may leave, whatever process sends it: the only row."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    free = models.DateTimeField()

    def __str__(self) -> str:
        return self.free.isoformat()


class Reply(models.Model):
    """An answer to a message, where the gateway takes answers apart: `key` stands for the message
    answered, `day` names the key that opens `sealed`."""

    key = models.CharField(max_length=32, primary_key=True)
    day = models.DateField(db_index=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.key


class Handed(models.Model):
    """A gateway's own name for a message that it took, by which its reports speak of it."""

    name = models.CharField(max_length=200, primary_key=True)
    reference = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.reference
