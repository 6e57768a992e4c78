//! Every code that a problem of this API can have, in one table: the answers, `/docs/errors` and the OpenAPI document
//! are made from it, so that no answer has a code that is not written down.

use actix_web::http::StatusCode;

macro_rules! codes {
    ($($name:ident $code:literal $status:ident $title:literal; cause $cause:literal; cure $cure:literal;)*) => {
        /// What is wrong, for programs. Stable: a code is never renamed, nor given another meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(clippy::allow_attributes, missing_docs, reason = "title and cause stand in the table")]
        pub enum Code { $($name,)* }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Stable, `snake_case`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The status that goes with it, always the same one.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// A few words for people, the same for every problem of this code.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What leads to it.
            pub const fn cause(self) -> &'static str {
                match self { $(Self::$name => $cause,)* }
            }

            /// What a client can do about it.
            pub const fn cure(self) -> &'static str {
                match self { $(Self::$name => $cure,)* }
            }
        }
    };
}

codes! {
    // The request cannot be read.
    BadRequest "bad_request" BAD_REQUEST "Bad request";
        cause "The request is not HTTP as this server understands it.";
        cure "Compare it with the documentation of the route.";
    MalformedJson "malformed_json" BAD_REQUEST "Malformed JSON";
        cause "The body is not JSON. `line` and `column` say where reading stopped.";
        cure "Send one JSON document in UTF-8, with nothing behind it.";
    JsonTooDeep "json_too_deep" BAD_REQUEST "JSON nested too deeply";
        cause "Arrays and objects are nested more than 32 deep.";
        cure "No route needs more than a few levels: look for a value that was wrapped in itself.";
    InvalidQuery "invalid_query" BAD_REQUEST "Invalid query";
        cause "A query parameter is unknown, repeated, missing or malformed. `errors` names each.";
        cure "Correct the parameters that `errors` names.";
    InvalidCursor "invalid_cursor" BAD_REQUEST "Invalid cursor";
        cause "The cursor was not given by this list with these filters, or it was changed.";
        cure "Follow `next_cursor` with the same filters, or begin again without a cursor.";
    InvalidText "invalid_text" BAD_REQUEST "Not UTF-8";
        cause "The body is text, and not in UTF-8.";
        cure "Convert the file to UTF-8.";
    IdempotencyKeyRequired "idempotency_key_required" BAD_REQUEST "Idempotency-Key required";
        cause "The request moves value and has no `Idempotency-Key` header.";
        cure "Send a fresh random key, and the same key again when you retry.";
    InvalidIdempotencyKey "invalid_idempotency_key" BAD_REQUEST "Invalid Idempotency-Key";
        cause "The `Idempotency-Key` header is not 1 to 255 visible ASCII characters, or was sent twice.";
        cure "Send one key, for example a random UUID.";
    InvalidPrecondition "invalid_precondition" BAD_REQUEST "Invalid precondition";
        cause "`If-Match` is not an entity tag that this API gives.";
        cure "Send the `ETag` of the resource as it was received, with its quotes.";

    // Who asks.
    NotSignedIn "not_signed_in" UNAUTHORIZED "Not signed in";
        cause "There is neither an `Authorization: Bearer` header nor a cookie, or its token is unknown, expired or revoked.";
        cure "Sign in, or refresh the tokens, and send the access token.";
    InvalidCredentials "invalid_credentials" UNAUTHORIZED "Wrong email or password";
        cause "No account has this email with this password. Which of the two is wrong is not told.";
        cure "Try again, or register.";
    EmailNotVerified "email_not_verified" FORBIDDEN "Address not verified";
        cause "Email and password are right, and here nobody comes in by password before their address is verified.";
        cure "Follow the link that was sent at registration. If it is too old, ask for one that sets a password: it verifies the address too.";
    SecondFactorRequired "second_factor_required" UNAUTHORIZED "Code required";
        cause "All is right so far, and the account has a second factor, of which no code came.";
        cure "Send the same again with the `code` that the application shows, or with a recovery code.";
    InvalidCode "invalid_code" UNAUTHORIZED "Wrong code";
        cause "The code of the second factor is wrong, of another time, or was used.";
        cure "Wait for the next code of the application, or use a recovery code that is left.";
    InvalidLink "invalid_link" FORBIDDEN "Invalid link";
        cause "The token of a link was used, has expired, was for something else, or was never given. Which is not told.";
        cure "Ask for another link, and use it within its time.";
    InvalidTicket "invalid_ticket" FORBIDDEN "Invalid ticket";
        cause "The ticket was used, has expired, is for another session, or was never given; or its owner may no longer enter. Which is not told.";
        cure "Ask for another one, and use it within 30 seconds: `POST /v1/sessions/{id}/tickets`.";
    TooManyAttempts "too_many_attempts" TOO_MANY_REQUESTS "Too many attempts";
        cause "This was tried too often, for one account or from one address.";
        cure "Wait as long as `Retry-After` says. Into an account whose sign-ins failed, a magic link still leads.";
    RateLimited "rate_limited" TOO_MANY_REQUESTS "Too many requests";
        cause "You, or others at your address, have sent more requests within a minute than `RateLimit-Policy` allows.";
        cure "Wait as long as `Retry-After` says, and go by what `RateLimit` says is left.";
    TooManyLiveConnections "too_many_live_connections" TOO_MANY_REQUESTS "Too many live connections";
        cause "You follow sessions over 10 connections already.";
        cure "Close those that you do not need; one that went without a word is noticed within a minute.";
    InvalidSetupToken "invalid_setup_token" FORBIDDEN "Invalid setup link";
        cause "The token is of no setup link that the server has printed.";
        cure "Open the whole link that the server prints when it starts, or get a new one by `ludger admin setup-link`.";
    Forbidden "forbidden" FORBIDDEN "Not allowed";
        cause "None of your roles has the permission that `permission` names.";
        cure "Ask an admin for a role that has it.";
    SecondFactorMissing "second_factor_missing" FORBIDDEN "A second factor is required";
        cause "Here the role of an admin counts only for who has a second factor, and you have none.";
        cure "Set one up: `POST /v1/me/second-factor`, then `POST /v1/me/second-factor/confirm`.";
    CrossOriginRequest "cross_origin_request" FORBIDDEN "Not from this site";
        cause "The request is signed in by a cookie, or asks for one, and changes something, and nothing shows that a page of this site has sent it.";
        cure "Send it from a page of this site. A program that is no browser uses tokens instead of a cookie.";
    SessionRequired "session_required" FORBIDDEN "A person is required";
        cause "The request came by an API token, and changes the account itself.";
        cure "Sign in, and send the access token.";
    FreshSignInRequired "fresh_sign_in_required" FORBIDDEN "Show again who you are";
        cause "It cannot be undone, and you signed in more than 15 minutes ago.";
        cure "Send your password to `/v1/me/reauthenticate`, or sign in again.";

    // What is asked for.
    NotFound "not_found" NOT_FOUND "Not found";
        cause "There is no such route or resource, or it is not yours.";
        cure "Check the path and the id.";
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED "Method not allowed";
        cause "The route exists, without this method.";
        cure "Use one of the methods in the `Allow` header.";
    WebsocketRequired "websocket_required" UPGRADE_REQUIRED "WebSocket required";
        cause "The route is a WebSocket of version 13, and the request does not ask for one.";
        cure "Open it with a WebSocket client; or follow the same events over `/v1/sessions/{id}/events`.";
    PreconditionFailed "precondition_failed" PRECONDITION_FAILED "Changed meanwhile";
        cause "The resource is no longer the one that `If-Match` names.";
        cure "Read it again, apply your change to what it is now, and send the new `ETag`.";
    PreconditionRequired "precondition_required" PRECONDITION_REQUIRED "If-Match required";
        cause "The edit has no `If-Match` header, so that it could undo somebody else's.";
        cure "Read the resource and send its `ETag` in `If-Match`.";

    // Limits.
    BodyTimeout "body_timeout" REQUEST_TIMEOUT "Body too slow";
        cause "The body did not arrive in time, or too slowly.";
        cure "Send it again over a better connection, or in smaller parts.";
    BodyTooLarge "body_too_large" PAYLOAD_TOO_LARGE "Body too large";
        cause "The body has more bytes than `limit_bytes`.";
        cure "Send less at once.";
    UriTooLong "uri_too_long" URI_TOO_LONG "Address too long";
        cause "Path and query have more than 8 KiB.";
        cure "Shorten the query.";
    HeadersTooLarge "headers_too_large" REQUEST_HEADER_FIELDS_TOO_LARGE "Headers too large";
        cause "All headers together have more than 16 KiB.";
        cure "Remove headers that the route does not need, such as cookies of other sites.";
    UnsupportedMediaType "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE "Unsupported media type";
        cause "The `Content-Type` is not one that the route takes.";
        cure "Send `Content-Type: application/json`, or what the documentation of the route says.";
    RangeNotSatisfiable "range_not_satisfiable" RANGE_NOT_SATISFIABLE "No such range";
        cause "`Range` asks for bytes behind the end of the file.";
        cure "Ask for bytes that `Content-Range` says there are.";
    UnsupportedEncoding "unsupported_encoding" UNSUPPORTED_MEDIA_TYPE "Unsupported content encoding";
        cause "The request has a `Content-Encoding`.";
        cure "Send the body as it is, uncompressed.";

    // Understood, and refused.
    ValidationFailed "validation_failed" UNPROCESSABLE_ENTITY "Invalid input";
        cause "Fields break a rule. `errors` lists every fault that was found, with a JSON pointer to its place.";
        cure "Correct the fields that `errors` names.";
    IdempotencyKeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY "Idempotency-Key used before";
        cause "The key was used for another request.";
        cure "Use a fresh key for each request, and the same key for retries of the same request only.";

    InsufficientFunds "insufficient_funds" UNPROCESSABLE_ENTITY "Insufficient funds";
        cause "An account would pass below its floor. `account` has `available`, and `required` was asked of it.";
        cure "Ask for less, or put something in first.";
    BalanceOverflow "balance_overflow" UNPROCESSABLE_ENTITY "Balance too large";
        cause "The balance of an account would need more than 64 bits.";
        cure "Move less.";
    UnknownHold "unknown_hold" UNPROCESSABLE_ENTITY "Unknown hold";
        cause "The transfer refers to a hold that is not there.";
        cure "Make the hold first.";
    HoldExceeded "hold_exceeded" UNPROCESSABLE_ENTITY "Hold exceeded";
        cause "The hold has less left than is asked of it.";
        cure "Capture or release no more than what is left.";
    HoldMismatch "hold_mismatch" UNPROCESSABLE_ENTITY "Not this hold";
        cause "The transfer moves something else than its step of the hold says.";
        cure "Make the step out of the hold as it is now.";

    InvalidMedia "invalid_media" UNPROCESSABLE_ENTITY "No picture or sound";
        cause "The file is neither PNG nor GIF nor MP3, is broken, too large in pixels, or is something else besides. `detail` says which.";
        cure "Export it again from a program for pictures or sounds, without metadata.";
    UnknownFormat "unknown_format" UNPROCESSABLE_ENTITY "Unknown format";
        cause "Neither the request nor the document says how the document is written.";
        cure "Name the format in `format`.";
    ReadOnlyFormat "read_only_format" UNPROCESSABLE_ENTITY "Format is read only";
        cause "Questions are read from this format, and not written in it.";
        cure "Ask for `gift`, `csv` or `json`.";

    // Not as things stand.
    SetupDone "setup_done" CONFLICT "Set up already";
        cause "There is an admin.";
        cure "Ask an admin for the role.";
    SecondFactorOn "second_factor_on" CONFLICT "Second factor on already";
        cause "You have a second factor.";
        cure "Remove it first: `DELETE /v1/me/second-factor`.";
    NoSecondFactor "no_second_factor" CONFLICT "No second factor";
        cause "You have no second factor; or, to confirm one, you have not asked for one.";
        cure "Ask for one: `POST /v1/me/second-factor`.";
    LastAdmin "last_admin" CONFLICT "The last admin";
        cause "Nobody else is an admin who can get in.";
        cure "Make somebody else an admin first.";
    OwnAccount "own_account" CONFLICT "Your own account";
        cause "It would shut yourself out.";
        cure "Ask another admin.";
    JobNotDead "job_not_dead" CONFLICT "Job not dead";
        cause "The job is open, so that it runs by itself, or it is done.";
        cure "Nothing is to be done about it; only dead jobs are made to run again.";
    TooManyApiTokens "too_many_api_tokens" CONFLICT "Too many API tokens";
        cause "You have 50 API tokens that are good for something.";
        cure "Revoke one that you no longer need.";
    TitleTaken "title_taken" CONFLICT "Title taken";
        cause "Another topic has this title, without regard to case.";
        cure "Choose another title, or use that topic.";
    QuestionInUse "question_in_use" CONFLICT "Question in use";
        cause "A published quiz asks the question.";
        cure "Archive the quiz first, or leave the question where it is and edit it.";
    QuizState "quiz_state" CONFLICT "Not in this state";
        cause "The quiz is `quiz_status`, and this takes one that is `needed`.";
        cure "Publish, archive or reopen it first.";
    TopicInUse "topic_in_use" CONFLICT "Topic in use";
        cause "The topic has questions.";
        cure "Delete its questions first, or move them to another topic.";
    SessionNotStarted "session_not_started" CONFLICT "Session not started";
        cause "The session waits for players, or counts down.";
        cure "Wait until it is active.";
    SessionPaused "session_paused" CONFLICT "Session paused";
        cause "The session is paused.";
        cure "Resume it first.";
    SessionNotPaused "session_not_paused" CONFLICT "Session not paused";
        cause "There is nothing to resume.";
        cure "Go on playing.";
    SessionFinished "session_finished" CONFLICT "Session finished";
        cause "The session is over.";
        cure "Look at its review, or start a new one.";
    SessionNotFinished "session_not_finished" CONFLICT "Session not finished";
        cause "Nothing is revealed before the end.";
        cure "Play to the end, or leave the session.";
    NotCurrentQuestion "not_current_question" CONFLICT "Not the current question";
        cause "It is not this question's turn, or it is none of this session's.";
        cure "Ask for the current question.";
    QuestionNotServed "question_not_served" CONFLICT "Question not shown yet";
        cause "Alone: the question is answered before it was asked for. With others: the next question has not come yet.";
        cure "Alone: ask for the current question first. With others: wait until `opens_at`.";
    QuestionChanged "question_changed" CONFLICT "Question changed";
        cause "The question was edited since it was shown.";
        cure "Ask for the current question again, and answer what it says now.";
    TooLate "too_late" CONFLICT "Too late";
        cause "The answer arrived after the question's time, by the server's clock.";
        cure "Wait for the next question.";
    NoHeartsLeft "no_hearts_left" CONFLICT "No hearts left";
        cause "You have no heart left, or have left the session.";
        cure "Follow the others, or start a new session.";
    SessionFull "session_full" CONFLICT "Session full";
        cause "Every seat is taken.";
        cure "Wait until somebody leaves, or start a session of your own.";
    SessionStarted "session_started" CONFLICT "Session started";
        cause "This can be done while the session waits.";
        cure "Start another session.";
    Kicked "kicked" FORBIDDEN "Kicked";
        cause "The host has sent you away.";
        cure "Start a session of your own.";
    NoPlayer "no_player" CONFLICT "Not a player";
        cause "This user has no seat in the session.";
        cure "Join it first, or name somebody who has a seat.";
    NotHost "not_host" FORBIDDEN "Not the host";
        cause "Only the host of the session may do this.";
        cure "Ask the host: `host_id`.";
    HostStays "host_stays" CONFLICT "The host stays";
        cause "A host cannot kick themselves.";
        cure "Leave the session.";
    NoPausesLeft "no_pauses_left" CONFLICT "No pauses left";
        cause "The session was paused 3 times, or for 10 minutes in all.";
        cure "Go on playing.";
    AlreadyAnswered "already_answered" CONFLICT "Already answered";
        cause "The question was answered otherwise. The first answer counts.";
        cure "Go on with the next question.";
    ReferenceConflict "reference_conflict" CONFLICT "Reference conflict";
        cause "The reference was posted before with other content. `transfer` has it.";
        cure "Look at that transfer; use another reference for another payment.";
    AlreadyReversed "already_reversed" CONFLICT "Already reversed";
        cause "The transfer was reversed before. `reversed_by` undid it.";
        cure "Nothing is left to undo.";
    ReversalOfReversal "reversal_of_reversal" CONFLICT "A reversal is not reversed";
        cause "The transfer is a reversal itself.";
        cure "Post what was meant instead.";
    BelongsToHold "belongs_to_hold" CONFLICT "Belongs to a hold";
        cause "The transfer made, captured or released a hold.";
        cure "End the hold by its own life cycle.";
    HoldExists "hold_exists" CONFLICT "Hold exists";
        cause "A hold of that id is there already.";
        cure "Use a fresh id for each hold.";

    // Not now.
    Internal "internal" INTERNAL_SERVER_ERROR "Internal error";
        cause "Something broke here. The log has it under the request id.";
        cure "Retry once; if it stays, report the `request_id`.";
    Unavailable "unavailable" SERVICE_UNAVAILABLE "Unavailable";
        cause "The database cannot be reached. Nothing was changed.";
        cure "Retry after `Retry-After` seconds, with the same `Idempotency-Key` if there was one.";
    Overloaded "overloaded" SERVICE_UNAVAILABLE "Overloaded";
        cause "More requests are waiting than can be answered soon. Nothing was changed.";
        cure "Retry after `Retry-After` seconds, and wait longer each time.";
    Contended "contended" SERVICE_UNAVAILABLE "Busy";
        cause "Others kept changing the same thing at the same moment. Nothing was changed.";
        cure "Retry after `Retry-After` seconds.";
    OutcomeUnknown "outcome_unknown" SERVICE_UNAVAILABLE "Outcome unknown";
        cause "The connection to the database was lost while it was writing: the request took effect, or it did not.";
        cure "Retry with the same `Idempotency-Key`: you get the answer, and nothing happens twice. Without a key, read before you retry.";
    Timeout "timeout" SERVICE_UNAVAILABLE "Timed out";
        cause "The answer took too long. A change that was asked for took effect, or it did not.";
        cure "Retry with the same `Idempotency-Key`: nothing happens twice. Without a key, read before you retry.";
    NotReady "not_ready" SERVICE_UNAVAILABLE "Not ready";
        cause "This server should not get traffic now. `checks` says why.";
        cure "Send traffic elsewhere until it is ready.";
}
