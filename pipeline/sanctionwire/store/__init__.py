"""Documents in a database: SQLite in a file, or PostgreSQL.

What a run delivers goes in a part at a time, each in one transaction that also notes the part. A document is
known by its id and its text: delivered again it replaces itself, and two texts under one id are both kept.
"""

from sanctionwire.errors import ConfigError

try:
    from sqlalchemy.exc import DBAPIError

    from sanctionwire.store.database import open_database
    from sanctionwire.store.delivery import deliver, list_delivered
except ModuleNotFoundError as error:
    raise ConfigError(f"databases need {error.name}; pip install 'sanctionwire[database]'") from error

__all__ = ["DBAPIError", "deliver", "list_delivered", "open_database"]
