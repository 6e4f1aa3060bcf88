"""What schemathesis is told beside the document: which backups stay, who calls, and how what it does not check is checked.

Environment: CALLER is owner, stranger (a user without a right) or nobody, and TOKEN is his; COUNTS names the file that tells at the
end how often each operation was answered with which status.
"""

import atexit
import collections
import json
import os
import threading

import schemathesis

CALLER = os.environ["CALLER"]
KEPT = {"1000001", "1000002", "1000003"}
WATCHING = "watching"
counts = collections.Counter()
lock = threading.Lock()


@schemathesis.hook
def after_call(context, case, response):
    with lock:
        counts[f"{case.operation.label} {response.status_code}"] += 1


@atexit.register
def tell():
    with open(os.environ["COUNTS"], "w") as file:
        json.dump(counts, file, indent=1, sort_keys=True)


@schemathesis.hook.apply_to(method="DELETE")
def filter_path_parameters(context, path_parameters):
    return path_parameters is None or str(path_parameters.get("id")) not in KEPT


def header(response, name):
    return ", ".join(response.headers.get(name.lower()) or [])


def has_message(response):
    """Whether this is JSON with a message and nothing else, or the headers of such an answer."""
    if header(response, "Content-Type") != "application/json":
        return False
    return response.request.method == "HEAD" or list(response.json()) == ["message"]


@schemathesis.check
def methods_are_refused_as_documented(ctx, response, case):
    """A method that the document does not have gets `MethodNotAllowed`; schemathesis itself looks at status and `Allow` alone."""
    documented = case.operation.schema.raw_schema["paths"][case.operation.path]
    if response.request.method.lower() in documented or response.status_code != 405 or WATCHING in case.operation.tags:
        return
    assert has_message(response), "a 405 is JSON with a message"
    assert header(response, "Cache-Control") == "no-cache, private", "a 405 is not to be kept"
    assert header(response, "Access-Control-Allow-Origin") == "*", "a 405 may be read from everywhere"


@schemathesis.check
def rights_are_asked_for(ctx, response, case):
    """Who is nobody, or may nothing, learns nothing but that: neither what there is, nor which value is bad."""
    if CALLER == "owner" or case.operation.definition.raw.get("security") == [] or header(response, "Allow"):
        return
    # schemathesis also leaves the token out, and puts others in its place.
    sent = response.request.headers.get("Authorization")
    refused = 403 if CALLER == "stranger" and sent == f"Bearer {os.environ['TOKEN']}" else 401
    if response.status_code == 404:
        assert response.json()["message"].startswith("The route "), "a 404 before the rights tells of the path alone"
    else:
        assert response.status_code in (400, refused), f"{CALLER} gets {refused}"


@schemathesis.check
def bodies_are_ignored(ctx, response, case):
    """Whatever a body says it is, the answer is a documented one; schemathesis asks that of sensible ones alone."""
    documented = {str(code) for code in case.operation.definition.raw["responses"]}
    if response.request.method.upper() != case.operation.method.upper():
        return
    assert str(response.status_code) in documented, f"{response.status_code} is not documented"
