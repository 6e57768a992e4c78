"""What Schemathesis has to know of this API that an OpenAPI document cannot say."""

import schemathesis

# Statuses that say nothing of the data: who asks, and what else is there.
OF_THE_STATE = {401, 403, 404, 409, 412, 429}
# Codes of problems, and of their `errors`, that name a rule beyond the schema. All others are said by the schema too,
# so that data which fits it must not be refused with them.
RULES = {
    # a list of words that nobody would print
    "common_password",
    # of the deployment and of what is in it
    "email_taken",
    "idempotency_key_reused",
    "insufficient_funds",
    "mode_not_available",
    "title_taken",
    "unknown_account",
    "unknown_currency",
    "unknown_topic",
    "unknown_user",
    "username_taken",
    # a signature
    "invalid_cursor",
}


@schemathesis.hook
def filter_case(ctx, case):
    """A parameter that is left empty is left out, which is no fault: the document's conventions say so."""
    return all(value != "" for value in (case.query or {}).values())


@schemathesis.hook
def map_body(ctx, body):
    """`1.0` is an integer to JSON Schema and a float to this API, which takes none where it counts."""
    if isinstance(body, float) and body.is_integer():
        return int(body)
    if isinstance(body, dict):
        return {name: map_body(ctx, value) for name, value in body.items()}
    if isinstance(body, list):
        return [map_body(ctx, value) for value in body]
    return body


@schemathesis.check
def refusals_name_a_rule(ctx, response, case):
    """Data that fits the schema is refused only by a rule that no schema can say.

    Stands in for `positive_data_acceptance`, which knows statuses alone.
    """
    # Asked of each part too: a case that counts as positive as a whole may hold a header that is not.
    meta = case.meta
    modes = [meta.generation.mode, *(part.mode for part in meta.components.values())] if meta else []
    is_positive = bool(modes) and all(mode.is_positive for mode in modes)
    if not is_positive or response.status_code < 400 or response.status_code in OF_THE_STATE or response.status_code >= 500:
        return
    problem = response.json()
    if problem["code"] == "idempotency_key_required" and (case.query or {}).get("dry_run") != "true":
        return
    codes = {fault["code"] for fault in problem.get("errors", [])} or {problem["code"]}
    unsaid = codes - RULES
    assert not unsaid, f"the schema does not say it: {', '.join(sorted(unsaid))}\n{response.text}"
