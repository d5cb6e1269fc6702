"""Participants in /admin/."""

from participants.admin import classroom, people

__all__ = ["classroom", "people"]
