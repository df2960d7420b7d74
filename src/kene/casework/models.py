"""What is stored of a case: its events, what lists need of their fold, and its messages.

`personal` and `sealed` columns hold octets sealed with the case's own keys; nothing else here tells
of a person.
"""

from __future__ import annotations

from django.db import models


class Case(models.Model):
    """One case, and what worklists need of it, kept with each event in the same transaction.

    `person` is the keyed digest of the applicant's phone number; `secret` that of the code which
    opens the case to whoever has it; `contact` the sealed number.
    """

    number = models.CharField(max_length=9, primary_key=True)
    service = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    authority = models.CharField(max_length=40)
    place = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=40)
    role = models.CharField(max_length=40, blank=True)
    due = models.DateField(null=True)
    late = models.BooleanField(default=False)
    remind = models.DateField(null=True)
    proposed = models.BooleanField(default=False)
    call = models.CharField(max_length=60, blank=True, default="")
    slot = models.CharField(max_length=110, blank=True, default="")
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    count = models.PositiveIntegerField()
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=5)
    person = models.BinaryField(max_length=32, null=True)
    secret = models.BinaryField(max_length=32)
    contact = models.BinaryField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("authority", "role", "due", "number"), name="kene_case_worklist"),
            models.Index(fields=("person", "-opened"), name="kene_case_person"),
            models.Index(
                fields=("due",), condition=models.Q(closed=None), name="kene_case_deadline"
            ),
            models.Index(
                fields=("remind",), condition=~models.Q(remind=None), name="kene_case_remind"
            ),
        )

    def __str__(self) -> str:
        return self.number


class Taken(models.Model):
    """How many places of a call, or of a time of an appointment, are taken."""

    call = models.CharField(max_length=110, primary_key=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.call


class CaseEvent(models.Model):
    """One event: `public` as canonical JSON, `personal` as sealed parts by purpose."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    public = models.TextField()
    personal = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "position"), name="kene_event_position"),
        )
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.position}"


class Piece(models.Model):
    """A picture of a paper that the applicant sent, sealed for the purpose of the evidence."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    evidence = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="kene_piece_number"),
        )
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class Message(models.Model):
    """A message to an applicant. `sealed` is its text; `secret` is erased once it has left, or once
    it has come where its carrier says so."""

    reference = models.CharField(max_length=32, primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    at = models.DateTimeField()
    key = models.CharField(max_length=60)
    segments = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="waiting")
    changed = models.DateTimeField()
    sealed = models.BinaryField()
    secret = models.BinaryField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("changed",), condition=~models.Q(secret=None), name="kene_message_secret"
            ),
        )
        ordering = ("at",)

    def __str__(self) -> str:
        return self.reference


class Tally(models.Model):
    """How many cases a statistic counted in one cell of one period; nothing says which.

    `shape` is a digest of how it counts, `cell` a JSON list of coarse values, `step` the rounded
    number of whom a median is made; `total` is in hundredths. It goes after the day `until`.
    """

    service = models.CharField(max_length=40)
    statistic = models.CharField(max_length=40)
    shape = models.CharField(max_length=64)
    period = models.CharField(max_length=7)
    cell = models.TextField()
    step = models.CharField(max_length=12, blank=True)
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()
    until = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("service", "statistic", "shape", "period", "cell", "step"),
                name="kene_tally_cell",
            ),
        )

    def __str__(self) -> str:
        return f"{self.service} {self.statistic} {self.period}"
