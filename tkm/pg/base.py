"""Django's PostgreSQL backend that starts the embedded server at a process's first connection, not at import."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import base, client

from tkm import embedded


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the psql of the wheel: nothing to install, and the server is up."""

    executable_name = str(embedded.bindir() / "psql")

    def runshell(self, parameters: Iterable[str]) -> None:
        embedded.ensure()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        embedded.ensure()
        return super().get_new_connection(conn_params)
