"""What Schemathesis has to know of this API that an OpenAPI document cannot say."""

import schemathesis

# Statuses that say nothing of the data: who asks, and what else is there.
OF_THE_STATE = {401, 403, 404, 409, 412, 429}
# Codes of problems, and of their `errors`, that name a rule beyond the schema; some at one place only. All others are said
# by the schema too, so that data which fits it must not be refused with them.
RULES = {
    # a list of words that nobody would print
    "common_password",
    "hidden_character",
    "stray_mark",
    # of the deployment and of what is in it
    "email_taken",
    "idempotency_key_reused",
    "insufficient_funds",
    "invalid_locale",
    "invalid_url",
    "mint_not_allowed",
    "mode_not_available",
    "scope_not_held",
    "title_taken",
    "too_many_decimals",
    "unknown_account",
    "unknown_currency",
    "unknown_time_zone",
    "unknown_topic",
    "unknown_user",
    "username_taken",
    # accounts that have a shape, and are moved by operations of their own
    "account_not_allowed",
    # one part of the data against another
    "empty_range",
    "not_allowed /current_password",
    "password_is_name",
    "repeated",
    "repeated_account",
    "required /current_password",
    "unbalanced",
    # a number that decimal text stands for
    "amount_overflow",
    "malformed_number /answers/",
    "not_positive",
    "zero_amount",
    # the present time
    "out_of_range /expires_at",
    "out_of_range /occurred_at",
    # lengths in bytes
    "body_too_large",
    "too_long /avatar_url",
    "too_long /email",
    "too_long /metadata",
    # a file, which is read by what is in it
    "malformed_document",
    "unknown_format",
    # a signature
    "invalid_cursor",
}


@schemathesis.hook
def filter_case(ctx, case):
    """Leaves out what only seems to be a fault.

    A parameter that is left empty is left out: the document's conventions say so. Whatever stands in a text file, it is
    text. And a rehearsal does not look at its key.
    """
    query, parts = case.query or {}, case.meta.components if case.meta else {}
    is_empty = any(value == "" for value in query.values())
    is_no_text = (case.media_type or "").startswith("text/") and not isinstance(case.body, str)
    has_bad_header = any(part.mode.is_negative for place, part in parts.items() if place.value == "header")
    has_idle_key = query.get("dry_run") in (True, "true") and has_bad_header
    return not (is_empty or is_no_text or has_idle_key)


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
    told = modes(case)
    is_positive = bool(told) and all(mode.is_positive for mode in told)
    if not is_positive or response.status_code < 400 or response.status_code in OF_THE_STATE or response.status_code >= 500:
        return
    problem = response.json()
    if problem["code"] == "idempotency_key_required" and (case.query or {}).get("dry_run") != "true":
        return
    faults = problem.get("errors") or [{"code": problem["code"], "pointer": ""}]
    unsaid = [f"{fault['code']} {fault['pointer']}" for fault in faults if not is_beyond(fault)]
    assert not unsaid, f"the schema does not say it: {', '.join(unsaid)}\n{response.text}"


@schemathesis.check
def batches_tell_of_what_does_not_fit(ctx, response, case):
    """A transfer that does not fit the schema is no reason to refuse the others, but it has its fault beside them.

    Goes further than `negative_data_rejection`, which has to take any 200 at this one route.
    """
    fits = all(mode.is_positive for mode in modes(case))
    if case.path != "/v1/ledger/transfers/batch" or response.status_code != 200 or fits:
        return
    outcomes = [result["outcome"] for result in response.json()["results"]]
    assert "invalid" in outcomes, f"nothing is told to be invalid: {outcomes}"


def modes(case):
    """Of a case, and of each of its parts: one that counts as positive as a whole may hold a header that is not."""
    meta = case.meta
    return [meta.generation.mode, *(part.mode for part in meta.components.values())] if meta else []


def is_beyond(fault):
    """Whether a rule beyond the schema was broken: anywhere, or at a place that is named with it."""
    places = [rule.split(" ")[1] for rule in RULES if rule.startswith(fault["code"] + " ")]
    return fault["code"] in RULES or any(place in fault["pointer"] for place in places)
