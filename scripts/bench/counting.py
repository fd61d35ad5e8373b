"""How many queries an answer took, for the requests that ask."""

from django.db import connection

QUESTION, ANSWER = "X-Bench-Count", "X-Bench-Queries"


def count_queries(get_response):
    """Answer `X-Bench-Count: 1` with `X-Bench-Queries`; requests without it pass untouched."""

    def middleware(request):
        if QUESTION not in request.headers:
            return get_response(request)
        queries = []

        def note(execute, sql, params, many, context):
            queries.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = get_response(request)
        response[ANSWER] = str(len(queries))
        return response

    return middleware
