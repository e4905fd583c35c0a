"""What interact does because of what happened on the floors below."""

from lazo.interact.operations.strategic_alert import alert_about
from lazo.kernel.subscribers import subscribe

STRATEGIC = ("score.run", "strategic.declared", "strategic.ended")


def register_subscribers() -> None:
    """Tell the kernel; called once when the application starts."""
    subscribe("interact.strategic", kinds=STRATEGIC, reaction=alert_about)
