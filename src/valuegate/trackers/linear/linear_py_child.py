"""Runs in a process of its own, under any Python that has linear-py: one document in, one answer out.

It reads JSON from standard input and writes JSON to standard output, and knows nothing of valuegate.
"""

import json
import sys


def main() -> None:
    """One question."""
    said = json.load(sys.stdin)
    try:
        import requests  # what follows is never installed beside us: the type checker cannot find it
        from linear import Linear  # type: ignore[import-not-found]  # see above
        from linear.Exceptions import LinearQueryException  # type: ignore[import-not-found]  # nor this
    except ImportError as error:
        answer = {"missing": str(error)}
    else:
        # requests would go wherever an answer leads, and linear-py cannot tell it not to
        requests.Session.get_redirect_target = lambda *_: None  # type: ignore[method-assign]
        client = Linear(said["authorization"])
        client.set_url(said["url"])
        try:
            answer = client.query_grapql(said["document"])
        except LinearQueryException as error:
            answer = {"errors": error.args[0]}
        except Exception as error:  # only its kind is told: its words may hold the key  # noqa: BLE001
            answer = {"failed": type(error).__name__}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
