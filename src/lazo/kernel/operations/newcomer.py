"""Somebody new: their address, what they may see and on which team they are, in one go."""

from django.db import transaction

from lazo.kernel.models import Role, Team, User
from lazo.kernel.operations.role import assign_role
from lazo.kernel.operations.team import join_team
from lazo.kernel.operations.user import add_user


@transaction.atomic
def welcome_user(*, email: str, name: str, role: Role, team: Team | None, by: User) -> User:
    """Add a person with a role, and a team if there is one; they come in with the link of an invitation.

    Raises UnableToAddUser.
    """
    user = add_user(email=email, name=name, password=None, by=by)
    assign_role(user=user, role=role.key, by=by)
    if team is not None:
        join_team(user=user, team=team, by=by)
    return user
