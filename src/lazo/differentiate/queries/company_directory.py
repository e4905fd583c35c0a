"""The directory of companies: who they are, who decides there, what they and their group are worth."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_cards import read_cards
from lazo.differentiate.queries.customer_list import CardRow, card_rows, customer_list, matching
from lazo.differentiate.queries.customer_order import Order, bare
from lazo.differentiate.queries.customer_question import MOST_ROWS, ListQuestion
from lazo.differentiate.queries.group_value import GroupValue, group_values
from lazo.identify.company_traits import INDUSTRY, SIZE
from lazo.identify.models import CompanyProfile
from lazo.identify.queries.company_people import BUYING, CompanyPeople, company_people, lacks, tax_numbers
from lazo.identify.queries.hierarchy import groups_below
from lazo.kernel.models import User

SORTS = ("name", "-name", "-value_365d", "-value_12m", "-last_day", "city")
KIND = ("ORGANIZATION",)


@dataclass(frozen=True)
class DirectoryQuestion:
    """What is asked of the list of customers, of companies alone; and their industry, size, and a part in purchases nobody has there."""

    listed: ListQuestion = field(default_factory=lambda: ListQuestion(sort="name"))
    industries: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    lacking: str = ""

    @property
    def own(self) -> Q:
        """The condition that the list of customers does not know."""
        return lacks(self.lacking, "customer_id") if self.lacking in BUYING else Q()

    @property
    def question(self) -> ListQuestion:
        sort = self.listed.sort if self.listed.sort in SORTS else "name"
        asked = [(INDUSTRY, "is", one) for one in self.industries] + [(SIZE, "is", one) for one in self.sizes]
        return replace(self.listed, kinds=KIND, sort=sort, traits=(*self.listed.traits, *asked))


@dataclass(frozen=True)
class CompanyRow:
    """`tax` is scheme, number and whether its check digit is right; null where there is none. `group` is the value of the company and
    all below it, null of one that has none below.
    """

    card: CardRow
    tax: tuple[str, str, bool] | None
    industry: str
    size: str
    people: CompanyPeople
    group: GroupValue | None


@dataclass(frozen=True)
class DirectoryPage:
    rows: tuple[CompanyRow, ...]
    next: str


def company_directory(*, user: User, question: DirectoryQuestion) -> DirectoryPage:
    """A page of the companies `user` may see; the number of queries does not grow with it."""
    cards, following = _cards(user, question)
    return DirectoryPage(tuple(_rows(cards, user)), following)


def directory_rows(*, user: User, question: DirectoryQuestion) -> Iterator[CompanyRow]:
    """Every row of the directory in its order, read page by page."""
    after = ""
    while True:
        listed = replace(question.listed, after=after, size=MOST_ROWS)
        page = company_directory(user=user, question=replace(question, listed=listed))
        yield from page.rows
        after = page.next
        if not after:
            return


def fitting_companies(*, user: User, question: DirectoryQuestion) -> "QuerySet[CustomerCard]":
    """The cards of all that fit, under the reader's row access."""
    return matching(user=user, question=question.question).filter(question.own)


def _cards(user: User, question: DirectoryQuestion) -> tuple[tuple[CardRow, ...], str]:
    asked = question.question
    if not question.own:
        page = customer_list(user=user, question=asked)
        return page.rows, page.next
    order = Order.of(asked.sort)
    cards = order.apply(fitting_companies(user=user, question=question))
    beyond = order.after(bare(asked.after)) if asked.after else None
    cards = cards.filter(beyond) if beyond is not None else cards
    size = max(1, min(asked.size, MOST_ROWS))
    found = read_cards(cards[: size + 1])
    if len(found) <= size:
        return card_rows(found, asked), ""
    return card_rows(found[:-1], asked), order.cursor_of(found[size - 1])


def _rows(cards: tuple[CardRow, ...], user: User) -> Iterator[CompanyRow]:
    numbers = [card.customer_id for card in cards]
    taxes, people = tax_numbers(numbers), company_people(numbers, user=user)
    profiles = CompanyProfile.objects.in_bulk(numbers)
    groups = {head: members for head, members in groups_below(numbers).items() if len(members) > 1}
    values = group_values(groups=groups, user=user) if groups else {}
    for card in cards:
        number = card.customer_id
        profile = profiles.get(number)
        yield CompanyRow(
            card,
            taxes.get(number),
            profile.industry if profile else "",
            profile.size if profile else "",
            people[number],
            values.get(number),
        )
