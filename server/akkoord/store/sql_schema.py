"""The version of the tables, and how older ones are brought up to it, by Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..errors import SchemaError
from .tables import SCHEMA, metadata, version


def found(connection: sa.Connection) -> int:
    """The version of the tables that are there; 0 without any.

    The first tables had no version beside them.
    """
    names = sa.inspect(connection).get_table_names()
    if version.name in names:
        return int(connection.execute(sa.select(version)).scalar_one())
    return 1 if "decision" in names else 0


def require(connection: sa.Connection) -> None:
    """Return if the tables have this version, or are not there yet: then they are made.

    :raises akkoord.errors.SchemaError: they have another one.
    """
    number = found(connection)
    if not number:
        metadata.create_all(connection)
        version.create(connection)
        connection.execute(version.insert(), {"version_num": f"{SCHEMA:04}"})
    elif number != SCHEMA:
        raise SchemaError.of(number, SCHEMA)


def upgrade(connection: sa.Connection) -> None:
    """Bring the tables up to this version, all or nothing."""
    from alembic import command
    from alembic.config import Config

    number = found(connection)
    if number > SCHEMA:
        raise SchemaError.of(number, SCHEMA)
    if not number:
        return require(connection)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    attributes: dict[str, Any] = config.attributes
    attributes["connection"] = connection
    if number == 1:
        command.stamp(config, "0001")
    command.upgrade(config, "head")
    return None
