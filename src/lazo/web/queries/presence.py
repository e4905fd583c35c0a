"""Whether there is anything to show."""

from lazo.identify.models import Party


def has_customers() -> bool:
    """Whether the workspace has left its first run: somebody is in it."""
    return Party.objects.exists()
