"""`python -m tests.node.ledger`: what a stopped node holds, as JSON, read by its own rooms."""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")


def main() -> None:
    """Write each case: its number, the child's first name, and its messages by key and state."""
    django.setup()
    from kene.casework import store
    from kene.casework.models import Case
    from kene.intake.models import Draft

    cases = [
        {
            "number": row.number,
            "name": store.opened(row).file.answers["prenoms"],
            "messages": [[each.reference, each.key, each.state] for each in row.messages.all()],
        }
        for row in Case.objects.all()
    ]
    print(json.dumps({"cases": cases, "drafts": Draft.objects.count()}))


if __name__ == "__main__":
    main()
