"""What stands in the place of a face."""


def initials(name: str) -> str:
    """Two letters for an avatar; blank for a name without any."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()
