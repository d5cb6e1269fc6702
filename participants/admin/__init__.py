"""Participants in /admin/."""

from participants.admin import classroom

__all__ = ["classroom"]
