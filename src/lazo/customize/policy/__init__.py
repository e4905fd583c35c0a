"""May we contact somebody? The law of their country, their word, the lists of those who said no, and the company's own limits.

DESIGN 4.3: one function, asked by every decision and again at send time by every sender and call list; it answers allowed or blocked with
the rule, and blocked attempts are counted and shown. What was sent is an outgoing interaction: its `channel` one of those of consent, its
`kind` the purpose (`marketing`, `service`, `surveys`, `collections`); without a purpose it counts for all of them.
"""

from lazo.customize.policy.answer import Answer, Answers
from lazo.customize.policy.asking import may_contact, may_contact_by_each, may_contact_many

__all__ = ["Answer", "Answers", "may_contact", "may_contact_by_each", "may_contact_many"]
