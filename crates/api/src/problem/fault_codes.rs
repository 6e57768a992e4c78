//! Every code that a fault of one field can have (`errors[].code`), in one table. The fault's own `detail` says what
//! would be right in its place; this says it for all places.

/// A fault's code, what leads to it, and what to do.
pub(crate) struct FaultCode {
    pub(crate) code: &'static str,
    pub(crate) cause: &'static str,
    pub(crate) cure: &'static str,
}

macro_rules! fault_codes {
    ($($code:literal $cause:literal $cure:literal;)*) => {
        pub(crate) const FAULT_CODES: &[FaultCode] =
            &[$(FaultCode { code: $code, cause: $cause, cure: $cure },)*];
    };
}

fault_codes! {
    // Shape.
    "required" "It is missing, or empty."
        "Give it.";
    "unknown_field" "There is no such field here."
        "Leave it out, or correct its name.";
    "duplicate_field" "The field stands here twice."
        "Give it once.";
    "wrong_type" "It is of another JSON type."
        "Give it as `detail` says.";
    "unknown_value" "It is none of the words that can stand here."
        "Choose one that `detail` names.";
    "invalid_value" "It cannot be read."
        "Write it as `detail` says.";
    "unknown_parameter" "There is no such query parameter here."
        "Leave it out, or correct its name.";
    "duplicate_parameter" "The query parameter is given twice."
        "Give it once.";
    "invalid_parameter" "The query parameter cannot be read."
        "Write it as `detail` says.";
    "too_short" "It has too few characters."
        "Give more.";
    "too_long" "It has too many characters or bytes."
        "Give less.";
    "too_many" "There are too many of them."
        "Give fewer.";
    "out_of_range" "The number or the instant is too small or too large."
        "Stay in the range that `detail` names.";
    "empty_range" "The lower end is above the upper one."
        "Exchange them.";
    "control_character" "It holds control characters."
        "Take them out.";
    "not_allowed" "It cannot stand here, beside what else is given."
        "Leave it out.";
    "not_an_object" "It is not a JSON object."
        "Give an object.";
    "repeated" "It stands here twice."
        "Give it once.";
    // Accounts.
    "invalid_email" "It is no email address."
        "Correct it.";
    "email_not_allowed" "Nobody with this address may register here."
        "Use the address that the people who run this expect, or ask them for an invitation.";
    "email_taken" "Somebody registered with this address. Only who sets the server up is told."
        "Sign in, or use another address.";
    "username_taken" "Somebody has this name, or one that looks the same."
        "Choose another name.";
    "hidden_character" "The name holds characters that cannot be seen."
        "Take them out.";
    "invalid_url" "It is no https address, or has a user in it."
        "Give an address that begins with https://.";
    "unknown_time_zone" "The IANA database has no time zone of this name."
        "Give one that it has, such as Europe/Berlin.";
    "invalid_locale" "It is no language tag."
        "Give one, such as en or de-AT.";
    "stray_space" "The name begins or ends with a space, or has two in a row."
        "Take them out.";
    "stray_mark" "The name begins with a combining mark."
        "Begin with a letter.";
    "common_password" "The password is on a list of common ones."
        "Choose one that nobody guesses.";
    "password_is_name" "The password is the name or the address."
        "Choose another one.";
    "scope_not_held" "You do not have this permission yourself."
        "Leave it out, or ask an admin for a role that has it.";
    // Amounts and transfers.
    "malformed_amount" "It is no decimal text."
        "Write digits, with a point and more digits where there are decimals.";
    "too_many_decimals" "It has more decimals than its currency."
        "Round it yourself.";
    "amount_overflow" "It does not fit into 64 bits of minor units."
        "Give less.";
    "zero_amount" "It is zero."
        "Leave the entry out.";
    "not_positive" "It is zero or below."
        "Give a positive amount; `type` says which way.";
    "invalid_currency" "It is no code of a currency."
        "Give 3 to 10 characters of A-Z and 0-9.";
    "unknown_currency" "There is no such currency here."
        "See `/v1/currencies`.";
    "currency_conflict" "The currency is known with other decimals."
        "Use the decimals that it has.";
    "invalid_id" "It is no UUID."
        "Correct it.";
    "unknown_user" "There is no such user."
        "Check the id.";
    "deleted_user" "The user was deleted, and receives nothing."
        "Leave them out.";
    "invalid_type" "It is neither `credit` nor `debit`."
        "Give one of the two.";
    "invalid_account" "It names no account."
        "Give `user`, and perhaps `purpose`; or `system`.";
    "invalid_purpose" "There is no such purpose of an account."
        "Give one that `detail` names.";
    "account_not_allowed" "Entries do not change this account: it has a life cycle of its own."
        "Use what it belongs to.";
    "mint_not_allowed" "Only play currencies are made here."
        "Use `clearing/…`.";
    "unknown_category" "There is no such category."
        "Choose one of the documentation.";
    "category_not_allowed" "Transfers of this category are made by routes of their own."
        "Use that route, or another category.";
    "invalid_instant" "It is no instant."
        "Write it as in `2026-01-31T12:00:00Z`.";
    "invalid_reference" "It is not 1 to 200 visible ASCII characters."
        "Correct it.";
    "entry_count" "The transfer has too few or too many entries."
        "Give two or more.";
    "repeated_account" "Two entries change the same account."
        "Add them up.";
    "unbalanced" "The entries do not sum to zero in each currency."
        "Correct the amounts.";
    "invalid_entries" "The entries make no transfer."
        "See `detail`.";
    "transfer_count" "The batch has none, or too many transfers."
        "Give 1 to 1,000.";
    "too_many_entries" "The batch has too many entries in all."
        "Send it in parts.";
    // Questions, documents and sessions.
    "unknown_topic" "There is no such topic."
        "Check the id.";
    "unknown_question" "There is no such question in the bank."
        "Check the id, or leave it out.";
    "unknown_quiz" "There is no such quiz, or it is not published."
        "Choose one of `GET /v1/quizzes?status=published`.";
    "not_with_quiz" "A quiz brings its own questions."
        "Leave this field out, or the quiz.";
    "quiz_without_questions" "A quiz that is published asks something."
        "Give it questions first.";
    "unknown_file" "There is no such file."
        "Upload it, and use the `url` of the answer.";
    "media_type_differs" "The file is of another type."
        "Give the type that it has, by the ending of its name.";
    "unknown_choice" "The question has fewer choices."
        "Pick one that it shows.";
    "unknown_target" "The question has fewer targets."
        "Pair with one that it shows.";
    "missing_choice" "A choice of the question is left out."
        "Name every choice once.";
    "nothing_picked" "No choice is picked."
        "Pick one at least.";
    "wrong_form" "A question of this kind is answered in another form."
        "Use the form that `detail` names.";
    "one_answer" "An answer has exactly one form."
        "Give one of them.";
    "not_a_number" "It is no decimal."
        "Write digits, with a point where there is a fraction.";
    "wrong_length" "It has too few or too many characters."
        "Give 1 to 500.";
    "no_questions" "No question can be asked that matches."
        "Ask for less, or import questions.";
    "too_few_questions" "Fewer questions match than were asked for."
        "Ask for fewer, or leave `count` out.";
    "kind_is_fixed" "A question keeps its kind."
        "Add another question, and delete this one.";
    "unknown_kind" "There is no such kind of question."
        "Choose one of the documentation.";
    "wrong_number_of_answers" "A question of this kind has more, or fewer, answers."
        "See `detail`.";
    "one_right_answer" "A question of this kind has one right answer."
        "Mark one.";
    "no_right_answer" "No answer is right."
        "Mark one at least.";
    "not_true_or_false" "The answers are not `True` and `False`."
        "Give these two.";
    "not_an_answer" "The right answer is none of the answers."
        "Correct one or the other.";
    "malformed_number" "It is no number."
        "Write digits.";
    "malformed_document" "The document cannot be read as a whole."
        "See `detail` for line and column.";
    "malformed_question" "The question cannot be read."
        "Correct it, and import again.";
    "malformed_field" "The field cannot be read."
        "See `detail`.";
    "too_many_cells" "The row has more cells than the header."
        "Put quotes around cells with commas.";
    "too_many_questions" "The document has too many questions."
        "Import it in parts.";
    "no_results" "The response of the Open Trivia DB reports a failure."
        "Fetch it again.";
    "unsupported" "There is no kind for such a question."
        "Write it as another kind.";
}

#[cfg(test)]
mod tests;
