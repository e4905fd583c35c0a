"""What people promised to do, and what they did with a party."""

from lazo.interact.models.account_plan import AccountPlan, AccountPlanAction
from lazo.interact.models.strategic_alert import StrategicAlert
from lazo.interact.models.to_do import ToDo, ToDoCompletion

__all__ = ["AccountPlan", "AccountPlanAction", "StrategicAlert", "ToDo", "ToDoCompletion"]
