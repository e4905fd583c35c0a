"""The doors, a file a noun."""

from ninja import Router

from lazo.api.routers import account, event

ROUTERS: tuple[tuple[Router, str], ...] = (
    (account.router, "account"),
    (event.router, "events"),
)
"""Each with the heading under which its doors are described."""
