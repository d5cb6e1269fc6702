"""Users and districts in /admin/; the districts stand here because regions may not import from accounts."""

from accounts.admin import regions, users

__all__ = ["regions", "users"]
