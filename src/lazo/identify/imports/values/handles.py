"""Names people have in networks and messengers, each in the one form by which equal ones meet.

What each network takes is what it documents: Instagram 30 signs of letters, figures, dots and underscores; X 15 without dots; TikTok 2 to
24; Telegram 5 to 32, beginning with a letter; Facebook at least 5 letters, figures and dots, which do not count; LinkedIn the 3 to 100 signs
after /in/ or /company/. WhatsApp's business-scoped id is a country, a dot and up to 128 letters and figures, sent back exactly as it
came (developers.facebook.com, business-scoped user IDs); it changes when its owner changes the number.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

WHATSAPP, INSTAGRAM, FACEBOOK, X, TIKTOK, LINKEDIN, TELEGRAM = (
    "WHATSAPP",
    "INSTAGRAM",
    "FACEBOOK",
    "X",
    "TIKTOK",
    "LINKEDIN",
    "TELEGRAM",
)


@dataclass(frozen=True, slots=True)
class Network:
    """`hosts` are those of its addresses, `form` what a name looks like, `address` where it is seen, with the key in it."""

    hosts: tuple[str, ...]
    form: re.Pattern[str]
    address: str


NETWORKS = {
    INSTAGRAM: Network(("instagram.com",), re.compile(r"(?!.*\.\.)[a-z0-9_][a-z0-9._]{0,29}(?<!\.)"), "https://www.instagram.com/{}/"),
    FACEBOOK: Network(("facebook.com", "fb.com", "m.me", "fb.me"), re.compile(r"[a-z0-9][a-z0-9.-]{4,79}"), "https://www.facebook.com/{}"),
    X: Network(("x.com", "twitter.com"), re.compile(r"[a-z0-9_]{1,15}"), "https://x.com/{}"),
    TIKTOK: Network(("tiktok.com",), re.compile(r"[a-z0-9_.]{2,24}(?<!\.)"), "https://www.tiktok.com/@{}"),
    LINKEDIN: Network(("linkedin.com",), re.compile(r"(?:in|company|school)/[\w%-]{2,100}"), "https://www.linkedin.com/{}"),
    TELEGRAM: Network(("t.me", "telegram.me", "telegram.dog"), re.compile(r"[a-z][a-z0-9_]{4,31}"), "https://t.me/{}"),
}  # fmt: skip
NAMES = {
    WHATSAPP: "WhatsApp",
    INSTAGRAM: "Instagram",
    FACEBOOK: "Facebook",
    X: "X",
    TIKTOK: "TikTok",
    LINKEDIN: "LinkedIn",
    TELEGRAM: "Telegram",
}
"""As people write them; marks, in every language."""
_NAMED = {**{name.lower(): network for network, name in NAMES.items()}, "twitter": X, "ig": INSTAGRAM, "fb": FACEBOOK}
_WITH_NAME = re.compile(r"([A-Za-z]+)\s*(?::(?!//)|\s)\s*(\S.*)")
_NO_NAMES = frozenset({"p", "reel", "reels", "explore", "stories", "share", "groups", "pages", "watch", "i", "home", "hashtag", "s", "joinchat", "intent", "search", "events"})  # fmt: skip
"""First parts of addresses that lead to a post or a group, not to anybody."""
_SCOPED_ID = re.compile(r"(?i:(?:whatsapp|wa):)?([A-Za-z]{2})\.((?:ENT\.)?[A-Za-z0-9]{6,128})")
_ADDRESS = re.compile(r"(?:https?://)?(?:[a-z]{1,3}(?:-[a-z]{2})?\.|mobile\.|web\.)?([a-z0-9.-]+\.[a-z]{2,})/(.*)", re.IGNORECASE)  # fmt: skip
_NUMBER_OF_FACEBOOK = re.compile(r"profile\.php\?(?:.*&)?id=(\d{5,20})")


@dataclass(frozen=True, slots=True)
class Handle:
    """`value` as people see it, `key` by which equal ones match."""

    value: str
    key: str


def read_handle(network: str, text: str) -> Handle | None:
    """A name of `network` from what somebody wrote: the name, with or without @, or the address of its page; null when it is none."""
    text = text.strip()
    if network == WHATSAPP:
        return _scoped_id(text)
    rules = NETWORKS[network]
    path = _path(text, rules)
    if path is None:
        return None
    name = path.lower() if network == LINKEDIN else path.lower().partition("/")[0]
    if network == LINKEDIN:
        name = "/".join((name if "/" in name else f"in/{name}").split("/")[:2])
    if not rules.form.fullmatch(name) or name in _NO_NAMES:
        return None
    if network == FACEBOOK:
        return Handle(name, name.replace(".", ""))
    return Handle(name if network == LINKEDIN else f"@{name}", name)


def read_line(text: str) -> tuple[str, Handle] | None:
    """A network and a name in it from one line: «Instagram: @ana», «instagram.com/ana», an id of WhatsApp; null when it is none."""
    text = text.strip()
    named = _WITH_NAME.fullmatch(text)
    told = _NAMED.get(named[1].lower()) if named else None
    if named and told:
        found = read_handle(told, named[2])
        return (told, found) if found else None
    if "/" in text or _SCOPED_ID.fullmatch(text):
        for network in NAMES:
            found = read_handle(network, text) if network == WHATSAPP or _is_of(text, NETWORKS[network]) else None
            if found:
                return network, found
    return None


def line_of(network: str, value: str) -> str:
    """The line that `read_line` reads: «Instagram: @ana»."""
    return f"{NAMES[network]}: {value}"


def address_of_handle(network: str, key: str) -> str:
    """Where a browser shows it; blank of WhatsApp's ids, which only a program can write to."""
    return NETWORKS[network].address.format(key) if network in NETWORKS else ""


def _is_of(text: str, rules: Network) -> bool:
    found = _ADDRESS.fullmatch(text)
    return found is not None and found[1].lower().removeprefix("www.") in rules.hosts


def _path(text: str, rules: Network) -> str | None:
    """The name in an address of the network, or what was written alone; null in an address of another."""
    found = _ADDRESS.fullmatch(text)
    if found and "." in found[1]:
        if found[1].lower().removeprefix("www.") not in rules.hosts:
            return None
        number = _NUMBER_OF_FACEBOOK.match(found[2])
        path = number[1] if number else re.split(r"[?#]", found[2])[0]
        return unquote(path).strip("/").lstrip("@")
    return text.strip("/").lstrip("@").strip()


def _scoped_id(text: str) -> Handle | None:
    found = _SCOPED_ID.fullmatch(text)
    if found is None or not any(sign.isdigit() for sign in found[2]):
        return None
    whole = f"{found[1].upper()}.{found[2]}"
    return Handle(whole, whole)
