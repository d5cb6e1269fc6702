"""Participants in /admin/."""

from participants.admin import certificates, classroom, people

__all__ = ["certificates", "classroom", "people"]
