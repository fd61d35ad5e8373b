"""Put a SQLite library without the WAL-reset fault in the standard module's place.

SQLite below 3.51.3 may corrupt a WAL database under several connections; the `pysqlite3` wheel carries
a mended one. Where the wheel does not exist the standard module stays, and production refuses to start
with it (see `cms.checks`).
"""

import sys

SAFE_VERSION = (3, 51, 3)


def use_safe_library() -> None:
    """Let `import sqlite3` give pysqlite3 from here on, if it is installed."""
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2
