"""What people promised to do, and what they did with a party."""

from lazo.interact.models.to_do import ToDo, ToDoCompletion

__all__ = ["ToDo", "ToDoCompletion"]
