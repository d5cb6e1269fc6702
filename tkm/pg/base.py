"""Django's PostgreSQL backend that starts the embedded server at a process's first connection, not at import."""

from typing import Any

from django.db.backends.postgresql import base

from tkm import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        embedded.ensure()
        return super().get_new_connection(conn_params)
