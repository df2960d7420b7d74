"""What the node remembers of a document: nothing that it says.

The code and the values belong to the case, which keeps them sealed; the PDF is made again from
them. The digest is of a PDF that holds a signature kept nowhere in clear: it confirms no guess.
"""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """One sealed document. `identity` and `key` are in hexadecimal; `digest` is SHA-256's."""

    number = models.CharField(max_length=40, unique=True)
    case = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    authority = models.CharField(max_length=80)
    identity = models.CharField(max_length=16, unique=True)
    key = models.CharField(max_length=16)
    issued = models.DateTimeField()
    expires = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("country", "authority"), name="kene_documents_issuer"),)

    def __str__(self) -> str:
        return self.number


class Withdrawal(models.Model):
    """A document that is valid no more: since when, by which agent, and why."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    agent = models.CharField(max_length=150)
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.document.number
