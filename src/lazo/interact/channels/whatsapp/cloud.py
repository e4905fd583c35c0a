"""The Cloud API: templates and free words out, each under our key, which comes back with every status."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from lazo.interact.channels.compiling import read
from lazo.interact.channels.contract import (
    Account,
    Field,
    Handed,
    KnownTemplate,
    Letter,
    Limits,
    Outcome,
    Recipient,
    Text,
    Told,
    UnableToCompile,
    UnableToCompose,
    UnableToReach,
    WebhookCall,
)
from lazo.interact.channels.email.answer import without_addresses
from lazo.interact.channels.whatsapp.line import API, Answer, GraphLine, UnableToHear
from lazo.interact.channels.whatsapp.prices import CATEGORIES, price_of
from lazo.interact.channels.whatsapp.webhook import greeting_of, told_by
from lazo.interact.writing.fields import Pattern

WINDOW = timedelta(hours=24)
AGAIN = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 133004})
"""Errors that pass: limits of pace and services that are down for a moment."""
NOT_THERE = frozenset({131026, 131030})
"""The number has no WhatsApp, or cannot get messages."""
OUTSIDE = frozenset({131047, 470})
LOGIN = frozenset({0, 3, 10, 190, 200})
STATES = {"APPROVED": "APPROVED", "PENDING": "PENDING", "IN_APPEAL": "PENDING", "REJECTED": "REJECTED", "PAUSED": "PAUSED"}  # fmt: skip
LONGEST = 4096


class CloudComposer:
    """A template that WhatsApp approved, with its places filled; without one free words, for those who wrote within the day."""

    def __init__(self, text: Text, body: Pattern, parameters: Sequence[Pattern], category: str) -> None:
        self._name = str(text.details.get("name") or "")
        self._language = str(text.details.get("language") or text.language)
        self._body, self._parameters, self._category = body, parameters, category
        patterns = parameters if self._name else (body,)
        self.names = frozenset().union(*(pattern.names for pattern in (body, *parameters)))
        self.demanded = frozenset().union(*(pattern.demanded for pattern in patterns)) - {"baja"}

    def compose(self, recipient: Recipient, *, number: int, key: str, at: datetime, unsubscribe: str) -> Letter:
        values = {**recipient.values, "baja": unsubscribe}
        if not self._name and not recipient.is_in_window:
            raise UnableToCompose("outside_window")
        words = self._body.fill(values)
        content = self._template(values) if self._name else {"type": "text", "text": {"body": words[:LONGEST]}}
        category = self._category if self._name else "SERVICE"
        cost = price_of(recipient.country, category, is_in_window=recipient.is_in_window, on=at.date())
        whole = {"messaging_product": "whatsapp", "biz_opaque_callback_data": key, **addressed(recipient), **content}
        subject = self._name or words.partition("\n")[0]
        return Letter(number, key, recipient.to, whole, subject=subject, text=words, cost_millis=cost)

    def _template(self, values: Mapping[str, str]) -> dict[str, Any]:
        said = [pattern.fill(values) for pattern in self._parameters]
        # The API takes no line breaks, tabs or runs of blanks in a parameter, nor an empty one.
        tidy = [{"type": "text", "text": " ".join(one.split()) or "-"} for one in said]
        components = [{"type": "body", "parameters": tidy}] if tidy else []
        template = {"name": self._name, "language": {"code": self._language}, "components": components}
        return {"type": "template", "template": template}


def addressed(recipient: Recipient) -> dict[str, str]:
    """A number as the API wants it, or the identity that stands for somebody who shows no number."""
    if recipient.kind == "WHATSAPP":
        return {"recipient_type": "individual", "recipient": recipient.to}
    return {"recipient_type": "individual", "to": "".join(sign for sign in recipient.to if sign.isdecimal())}


class CloudSession:
    """Hands over one message a request."""

    def __init__(self, account: Account) -> None:
        self._line = GraphLine(account)
        self._path = f"{account.options['phone_number_id']}/messages"

    def hand_over(self, letters: Sequence[Letter]) -> Iterator[Handed]:
        for letter in letters:
            yield self._hand_over(letter)

    def close(self) -> None:
        self._line.close()

    def _hand_over(self, letter: Letter) -> Handed:
        try:
            answer = self._line.post(self._path, letter.content)
        except UnableToHear as error:
            return Handed(letter.number, Outcome.UNKNOWN, problem="no_answer", answer=str(error))
        return _judged(letter, answer)


def _judged(letter: Letter, answer: Answer) -> Handed:
    if 200 <= answer.status < 300:
        said = answer.body.get("messages") or [{}]
        provider_id = str(said[0].get("id", ""))[:200]
        return Handed(letter.number, Outcome.SENT, provider_id=provider_id, cost_millis=letter.cost_millis)
    error = answer.error
    said_code = error.get("code")
    code = said_code if isinstance(said_code, int) else -1
    words = without_addresses(f"{code} {error.get('message', '')}")
    if answer.status == 401 or code in LOGIN:
        raise UnableToReach("bad_login", words)
    if answer.status == 429 or answer.status >= 500 or code in AGAIN:
        return Handed(letter.number, Outcome.LATER, problem="later", answer=words)
    if code in NOT_THERE:
        return Handed(letter.number, Outcome.FAILED, problem="bad_address", answer=words, bounce="HARD_BOUNCE")
    problem = "outside_window" if code in OUTSIDE else "not_approved" if 132000 <= code < 133000 else "refused"
    return Handed(letter.number, Outcome.FAILED, problem=problem, answer=words)


class CloudApi:
    """WhatsApp takes no key that would make two requests one, but it tells ours back with each status: that settles a doubt."""

    channel, provider = "whatsapp", "cloud_api"
    takes_key = False
    limits = Limits(at_once=60, window=WINDOW)
    contact_kinds = ("PHONE", "WHATSAPP")
    fields: tuple[Field, ...] = (
        Field("phone_number_id", is_required=True),
        Field("business_account_id", is_required=True),
        Field("access_token", kind="password", is_secret=True, is_required=True),
        Field("app_secret", kind="password", is_secret=True, is_required=True),
        Field("verify_token", kind="password", is_secret=True, is_required=True),
        Field("public_url", kind="url"),
        Field("api_url", kind="url", default=API),
        Field("lines", kind="number"),
    )

    @contextmanager
    def open(self, account: Account) -> Iterator[CloudSession]:
        session = CloudSession(account)
        try:
            yield session
        finally:
            session.close()

    def composer(self, _account: Account, text: Text) -> CloudComposer:
        if text.details.get("name") and text.details.get("state", "APPROVED") != "APPROVED":
            raise UnableToCompile("not_approved")
        parameters = [read(str(one)) for one in text.details.get("parameters") or ()]
        category = str(text.details.get("category") or CATEGORIES.get(text.purpose, "UTILITY"))
        return CloudComposer(text, read(text.body), parameters, category)

    def check(self, account: Account) -> str:
        line = GraphLine(account)
        try:
            answer = line.get(str(account.options["phone_number_id"]), fields="verified_name,quality_rating")
        finally:
            line.close()
        if answer.status in {401, 403} or answer.error.get("code") in LOGIN:
            raise UnableToReach("bad_login")
        if answer.status != 200:
            raise UnableToReach("refused", without_addresses(str(answer.error.get("message", answer.status))))
        return " · ".join(str(answer.body[name]) for name in ("verified_name", "quality_rating") if name in answer.body)

    def templates(self, account: Account) -> list[KnownTemplate]:
        """All templates of the business, with what became of their review. Raises UnableToReach."""
        line, found, after = GraphLine(account), [], ""
        fields = "name,language,status,category,rejected_reason,components"
        try:
            while True:
                more = {"after": after} if after else {}
                path = f"{account.options['business_account_id']}/message_templates"
                answer = line.get(path, fields=fields, limit="100", **more)
                if answer.status != 200:
                    raise UnableToReach("refused", without_addresses(str(answer.error.get("message", answer.status))))
                found += [known_template(one) for one in answer.body.get("data") or ()]
                paging = answer.body.get("paging") or {}
                after = str((paging.get("cursors") or {}).get("after", "")) if paging.get("next") else ""
                if not after:
                    return found
        finally:
            line.close()

    def greeting(self, account: Account, call: WebhookCall) -> str | None:
        return greeting_of(call, verify_token=account.secret.get("verify_token", ""))

    def told(self, account: Account, call: WebhookCall) -> Told:
        return told_by(
            call,
            app_secret=account.secret.get("app_secret", ""),
            number=str(account.options.get("phone_number_id", "")),
        )


def known_template(one: Mapping[str, Any]) -> KnownTemplate:
    parts = [part for part in one.get("components") or () if isinstance(part, dict)]
    body = next((str(part.get("text", "")) for part in parts if part.get("type") == "BODY"), "")
    reason = str(one.get("rejected_reason") or "")
    return KnownTemplate(
        name=str(one.get("name", "")),
        language=str(one.get("language", "")),
        state=STATES.get(str(one.get("status", "")), "DISABLED"),
        category=str(one.get("category", "")),
        reason="" if reason == "NONE" else reason,
        body=body,
        parameters=len({part.partition("}}")[0] for part in body.split("{{")[1:]}),
    )


CLOUD_API = CloudApi()
