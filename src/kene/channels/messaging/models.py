"""What is kept of chats for a few days. Nothing here names a person: what does is sealed.

`day` names the key that opens `sealed`, and `person` is a keyed digest of an address.
"""

from __future__ import annotations

from django.db import models


class Chat(models.Model):
    """Where a person wrote last: the platform, and its own name for the chat."""

    person = models.BinaryField(max_length=32, primary_key=True)
    day = models.DateField(db_index=True)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return bytes(self.person).hex()[:8]


class Contact(models.Model):
    """The telephone that somebody shared in a chat whose platform does not tell it."""

    person = models.BinaryField(max_length=32, primary_key=True)
    day = models.DateField(db_index=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return bytes(self.person).hex()[:8]


class Photo(models.Model):
    """A picture that came: `waiting` to be fetched, `asked` which paper it shows, `done`."""

    key = models.CharField(max_length=32, primary_key=True)
    person = models.BinaryField(max_length=32)
    day = models.DateField(db_index=True)
    state = models.CharField(max_length=10, default="waiting")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.key
