//! The tables as both databases have them. Ids and instants are of our own types (see [`crate::dialect`]).

macro_rules! tables {
    ($($name:ident ($($key:ident),+) { $($columns:tt)* })*) => {
        $(
            diesel::table! {
                use crate::dialect::sql::*;
                use diesel::sql_types::*;
                $name ($($key),+) { $($columns)* }
            }
        )*
        diesel::allow_tables_to_appear_in_same_query!($($name),*);
    };
}

tables! {
    accounts (id) {
        id -> Id,
        owner_id -> Id,
        purpose -> Text,
        currency -> Text,
        balance -> BigInt,
        sequence -> BigInt,
        floor -> Nullable<BigInt>,
        updated_at -> Instant,
    }
    ledger_shards (shard) {
        shard -> SmallInt,
        position -> BigInt,
        hash -> Binary,
        batch -> Nullable<Id>,
        audit_position -> BigInt,
        audit_hash -> Binary,
        audit_unsealed -> BigInt,
    }
    transfers (id) {
        id -> Id,
        shard -> SmallInt,
        position -> BigInt,
        hash -> Binary,
        category -> Text,
        description -> Nullable<Text>,
        metadata -> Nullable<Text>,
        reference -> Nullable<Text>,
        reverses -> Nullable<Id>,
        hold_id -> Nullable<Id>,
        hold_step -> Nullable<Text>,
        occurred_at -> Instant,
        posted_at -> Instant,
    }
    entries (transfer_id, ordinal) {
        transfer_id -> Id,
        ordinal -> SmallInt,
        account_id -> Id,
        currency -> Text,
        amount -> BigInt,
        sequence -> BigInt,
        balance_after -> BigInt,
        posted_at -> Instant,
    }
    holds (id) {
        id -> Id,
        user_id -> Id,
        currency -> Text,
        amount -> BigInt,
        captured -> BigInt,
        released -> BigInt,
        expires_at -> Nullable<Instant>,
    }
    hidden_transactions (account_id, sequence) {
        account_id -> Id,
        sequence -> BigInt,
        hidden_at -> Instant,
    }
    idempotency_records (scope) {
        scope -> Binary,
        principal -> Id,
        fingerprint -> Binary,
        receipt -> Text,
        committed -> Text,
        created_at -> Instant,
    }
    audit_records (id) {
        id -> Id,
        at -> Instant,
        actor_id -> Nullable<Id>,
        action -> Text,
        target_kind -> Nullable<Text>,
        target_id -> Nullable<Id>,
        meta -> Text,
        address -> Nullable<Text>,
        request_id -> Nullable<Text>,
        shard -> Nullable<SmallInt>,
        position -> Nullable<BigInt>,
        hash -> Nullable<Binary>,
    }
    users (id) {
        id -> Id,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        username -> Text,
        username_key -> Text,
        password_hash -> Nullable<Text>,
        created_at -> Instant,
        deleted_at -> Nullable<Instant>,
        version -> BigInt,
        full_name -> Nullable<Text>,
        avatar_url -> Nullable<Text>,
        time_zone -> Text,
        locale -> Text,
        tier -> Text,
        flags -> Text,
        verified_at -> Nullable<Instant>,
        locked_at -> Nullable<Instant>,
    }
    roles (name) {
        name -> Text,
        description -> Text,
    }
    role_grants (user_id, role) {
        user_id -> Id,
        role -> Text,
        granted_at -> Instant,
        granted_by -> Nullable<Id>,
    }
    setup_tokens (hash) {
        hash -> Binary,
        created_at -> Instant,
    }
    auth_sessions (id) {
        id -> Id,
        user_id -> Id,
        created_at -> Instant,
        expires_at -> Instant,
        revoked_at -> Nullable<Instant>,
        generation -> BigInt,
        parent_generation -> BigInt,
        used_at -> Nullable<Instant>,
        version -> BigInt,
        kind -> Text,
        user_agent -> Nullable<Text>,
        address -> Nullable<Text>,
        authenticated_at -> Instant,
    }
    auth_tokens (hash) {
        hash -> Binary,
        session_id -> Id,
        user_id -> Id,
        kind -> Text,
        generation -> BigInt,
        issued_at -> Instant,
        expires_at -> Instant,
    }
    one_time_tokens (hash) {
        hash -> Binary,
        purpose -> Text,
        user_id -> Nullable<Id>,
        email -> Text,
        return_to -> Text,
        created_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
    tickets (hash) {
        hash -> Binary,
        user_id -> Id,
        means -> Text,
        stream_id -> Id,
        created_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
    api_tokens (id) {
        id -> Id,
        user_id -> Id,
        name -> Text,
        hash -> Binary,
        scopes -> Text,
        created_at -> Instant,
        last_used_at -> Nullable<Instant>,
        expires_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
        version -> BigInt,
    }
    second_factors (user_id) {
        user_id -> Id,
        secret -> Binary,
        confirmed_at -> Nullable<Instant>,
        last_step -> BigInt,
        recovery -> Text,
        version -> BigInt,
    }
    allowed_emails (email_key) {
        email_key -> Text,
        email -> Text,
        name -> Text,
        level -> Text,
    }
    attempts (key) {
        key -> Binary,
        count -> BigInt,
        first_at -> Instant,
        last_at -> Instant,
    }
    jobs (id) {
        id -> Id,
        kind -> Text,
        payload -> Text,
        cause -> Text,
        run_at -> Instant,
        attempts -> BigInt,
        worker -> Nullable<Id>,
        lease_until -> Nullable<Instant>,
        state -> Text,
        error -> Nullable<Text>,
        created_at -> Instant,
        version -> BigInt,
        user_id -> Nullable<Id>,
    }
    topics (id) {
        id -> Id,
        title -> Text,
        title_key -> Text,
        description -> Text,
        version -> BigInt,
        created_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
    questions (id) {
        id -> Id,
        topic_id -> Id,
        kind -> Text,
        difficulty -> BigInt,
        content -> Text,
        content_key -> Text,
        explanation -> Text,
        points -> BigInt,
        tags -> Text,
        version -> BigInt,
        created_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
    answers (id) {
        id -> Id,
        question_id -> Id,
        position -> BigInt,
        content -> Text,
        is_correct -> Bool,
        counterpart -> Nullable<Text>,
        weight -> Nullable<BigInt>,
        feedback -> Nullable<Text>,
        is_retired -> Bool,
    }
    quizzes (id) {
        id -> Id,
        title -> Text,
        description -> Text,
        topic_id -> Id,
        difficulty -> BigInt,
        settings -> Text,
        status -> Text,
        play_count -> BigInt,
        author_id -> Id,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
    quiz_questions (quiz_id, position) {
        quiz_id -> Id,
        position -> BigInt,
        question_id -> Id,
    }
    question_stars (user_id, question_id) {
        user_id -> Id,
        question_id -> Id,
        starred_at -> Instant,
    }
    media_files (name) {
        name -> Text,
        bytes -> BigInt,
        uploaded_at -> Instant,
    }
    question_media (question_id, position) {
        question_id -> Id,
        position -> BigInt,
        url -> Text,
        media_type -> Text,
        file -> Nullable<Text>,
    }
    game_sessions (id) {
        id -> Id,
        host_id -> Id,
        mode -> Text,
        status -> Text,
        seed -> BigInt,
        position -> BigInt,
        opened_at -> Nullable<Instant>,
        words_version -> Nullable<BigInt>,
        started_at -> Nullable<Instant>,
        updated_at -> Instant,
        ended_at -> Nullable<Instant>,
        ending -> Nullable<Text>,
        version -> BigInt,
        rules -> Text,
        quiz_id -> Nullable<Id>,
        join_code -> Nullable<Text>,
        opens_at -> Nullable<Instant>,
        pause_count -> BigInt,
        paused_ms -> BigInt,
        paused_at -> Nullable<Instant>,
        due_at -> Nullable<Instant>,
    }
    session_players (session_id, user_id) {
        session_id -> Id,
        user_id -> Id,
        hearts_left -> BigInt,
        score -> BigInt,
        result -> Nullable<Text>,
        seat -> BigInt,
        is_ready -> Bool,
        right_count -> BigInt,
        streak -> BigInt,
        joined_at -> Instant,
        departure -> Nullable<Text>,
    }
    session_questions (session_id, position) {
        session_id -> Id,
        position -> BigInt,
        question_id -> Id,
    }
    player_answers (id) {
        id -> Id,
        session_id -> Id,
        question_id -> Id,
        user_id -> Id,
        selected_answer_id -> Nullable<Id>,
        is_correct -> Bool,
        points_awarded -> BigInt,
        answer_time_ms -> BigInt,
        answered_at -> Instant,
        picked -> Nullable<Text>,
        credit -> BigInt,
        hearts_left -> Nullable<BigInt>,
        score -> Nullable<BigInt>,
    }
    streams (id) {
        id -> Id,
        last_sequence -> BigInt,
    }
    stream_events (stream_id, sequence) {
        stream_id -> Id,
        sequence -> BigInt,
        name -> Text,
        payload -> Text,
        created_at -> Instant,
    }
    board_scores (user_id, board) {
        user_id -> Id,
        board -> BigInt,
        score -> BigInt,
        sessions -> BigInt,
        reached_at -> Instant,
        is_shown -> Bool,
    }
    board_tallies (board, shift, bucket) {
        board -> BigInt,
        shift -> SmallInt,
        bucket -> BigInt,
        players -> BigInt,
    }
    leaderboards (id) {
        id -> Id,
        board -> BigInt,
        mode -> Text,
        period -> Text,
        starts_at -> Instant,
        ends_at -> Instant,
        created_at -> Instant,
        closed_at -> Nullable<Instant>,
        frozen_at -> Nullable<Instant>,
        swept_at -> Nullable<Instant>,
        entries -> BigInt,
        late_sessions -> BigInt,
        version -> BigInt,
    }
    leaderboard_entries (leaderboard_id, place) {
        leaderboard_id -> Id,
        place -> BigInt,
        user_id -> Id,
        rank -> BigInt,
        score -> BigInt,
        reached_at -> Instant,
    }
}
