"""The session engine: Django's own, whose one query that opens every signed-in request is put in plain words.

Building it anew each time took longer than the rest of the middleware together.
"""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """See `SESSION_ENGINE`. Writing is Django's."""

    def load(self) -> dict:
        """What the session holds; of one that is over or unknown nothing, and its key is let go."""
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
