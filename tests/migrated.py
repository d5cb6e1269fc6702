"""What the migrations brought (districts, roles, the office), given back to the tests that commit, which empty all."""

from io import StringIO

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
"""


def snapshot() -> dict[str, tuple[str, str]]:
    """Columns and rows (in COPY's own format) of every table that is not empty."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - {"django_migrations"}):
            rows = StringIO()
            cursor.execute(COLUMNS, [table])
            columns = cursor.fetchone()[0]
            cursor.copy_expert(f"COPY {table} ({columns}) TO STDOUT", rows)
            if rows.getvalue():
                found[table] = (columns, rows.getvalue())
    return found


def restore(found: dict[str, tuple[str, str]]) -> None:
    """Empty those tables and fill them again, without the triggers that guard our own data."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(found)} CASCADE")
        for table in found:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, (columns, rows) in found.items():
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", StringIO(rows))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in found:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    ContentType.objects.clear_cache()
