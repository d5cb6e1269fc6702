"""Users, their log-ins and districts in /admin/; the last stand here because regions may not import from accounts."""

from accounts.admin import log_ins, regions, users

__all__ = ["log_ins", "regions", "users"]
