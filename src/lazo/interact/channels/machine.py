"""Who opened it: a person, or a machine that fetches pictures and tries links before anybody has seen the message."""

from datetime import datetime, timedelta

AT_ONCE = timedelta(seconds=20)
"""A link followed so soon after delivery was followed by a filter: nobody reads that fast."""
OPENED_AT_ONCE = timedelta(seconds=3)
SIGNS = (
    "googleimageproxy",
    "ggpht.com",
    "yahoomailproxy",
    "bingpreview",
    "outlook-ios-prefetch",
    "barracuda",
    "proofpoint",
    "mimecast",
    "symantec",
    "messagelabs",
    "trendmicro",
    "sophos",
    "safelinks",
    "urldefense",
    "zscaler",
    "fortimail",
    "headlesschrome",
    "python-requests",
    "curl/",
    "wget/",
    "go-http-client",
    "okhttp",
    "bot",
    "crawler",
    "spider",
    "preview",
    "scanner",
)
"""Parts of the user agents of proxies that fetch every picture and of filters that follow every link."""
MAIL_PRIVACY = "mozilla/5.0"
"""The whole user agent of Apple's Mail Privacy Protection: it opens all that arrives."""


def is_machine(kind: str, agent: str, *, at: datetime, delivered_at: datetime | None) -> bool:
    """Whether no person did it. Only opens and clicks can be a machine's; what nobody can tell counts as a person's."""
    if kind not in {"OPENED", "CLICKED"}:
        return False
    said = agent.strip().lower()
    if said == MAIL_PRIVACY or any(sign in said for sign in SIGNS):
        return True
    if delivered_at is None:
        return False
    return at - delivered_at < (AT_ONCE if kind == "CLICKED" else OPENED_AT_ONCE)
