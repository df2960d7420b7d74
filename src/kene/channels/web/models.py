"""What is stored of a photo that is on its way: the parts that came, sealed as drafts are."""

from __future__ import annotations

from django.db import models


class Upload(models.Model):
    """A photo of a paper of a case that comes in parts, by the SHA-256 digest of the whole.

    `day` names the key that opens its parts; once it is `whole` its parts are gone, and it stands
    only so that nothing is received twice.
    """

    case = models.CharField(max_length=9)
    evidence = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    day = models.DateField()
    changed = models.DateTimeField(db_index=True)
    length = models.PositiveIntegerField(default=0)
    whole = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "evidence", "digest"), name="kene_web_upload_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} {self.evidence}"


class Part(models.Model):
    """Octets of a photo from an offset on, sealed."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    offset = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("upload", "offset"), name="kene_web_part_once"),
        )
        ordering = ("offset",)

    def __str__(self) -> str:
        return f"{self.upload_id} {self.offset}"
