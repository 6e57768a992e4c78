//! What comes of it when somebody tries something at the table.

use super::*;

/// The table, and what came of what was tried last.
pub(super) struct Played {
    pub(super) table: Table,
    pub(super) outcome: Outcome,
}

pub(super) fn tried<E>(
    table: Table,
    deed: impl FnOnce(QuizSession, Timestamp) -> Result<Option<Moved>, E>,
) -> Played {
    let mut outcome = Outcome::Refused;
    let table = table.does(|session, now| {
        let done = deed(session, now);
        outcome = match &done {
            Ok(Some(_)) => Outcome::Changed,
            Ok(None) => Outcome::Same,
            Err(_) => Outcome::Refused,
        };
        done
    });
    Played { table, outcome }
}

pub(super) fn settled(played: Played) -> Played {
    Played {
        table: played.table.settles(),
        ..played
    }
}

/// Alone, time went on meanwhile.
pub(super) fn resumed(table: Table, by: u128) -> Played {
    let resume = |session: QuizSession, now| session.resume(user(by), now).map(Some);
    let played = settled(tried(table, resume));
    Played {
        table: slept(played.table, 0).table,
        ..played
    }
}

pub(super) fn looked(table: Table) -> Played {
    let Some(current) = table.session.current() else {
        return refused(table);
    };
    let asked = |question: &&Question| question.id == current;
    let question = table.bank.iter().find(asked).unwrap().clone();
    let is_news = table.session.is_news(&question);
    tried(table, |session, now| {
        let opened = is_news.then(|| session.open(&question, now));
        opened.transpose()
    })
}

pub(super) fn refused(table: Table) -> Played {
    Played {
        table,
        outcome: Outcome::Refused,
    }
}

pub(super) fn answered(table: Table, who: u128, says: Says) -> Played {
    if table.session.current().is_none() {
        return refused(table);
    }
    let given = table.says(says);
    let is_own = |answer: &PlayerAnswer| answer.user == user(who);
    if let Some(first) = table.given().into_iter().find(is_own) {
        // The same again is told the same; another answer is refused. Neither changes anything.
        let question = table.question();
        let again = table.session.repeated(question, &given, &first);
        let is_same = first.is_correct() == (says == Right);
        let told = table.session.receipt(question, &first);
        let expected = told.filter(|_| is_same).ok_or(AnswerError::AlreadyAnswered);
        assert_eq!(again, expected);
        return refused(table);
    }
    match table.tries(who, &given) {
        Ok(_) => Played {
            table: table.gives(who, &given),
            outcome: Outcome::Changed,
        },
        Err(_) => refused(table),
    }
}

pub(super) fn answered_amiss(table: Table, who: u128) -> Played {
    let current = table.session.current();
    let others = table
        .bank
        .iter()
        .filter(|question| Some(question.id) != current);
    for question in others {
        let (id, given) = (answer_id(1), right(SEED, question));
        let judged = table
            .session
            .answer(user(who), question, &given, id, table.now);
        assert!(judged.is_err());
    }
    refused(table)
}

pub(super) fn waited(table: Table, ms: i64) -> Played {
    Played {
        table: table.waits(ms),
        outcome: Outcome::Same,
    }
}

pub(super) fn slept(table: Table, ms: i64) -> Played {
    let mut table = table.sleeps(ms);
    while table.session.due(table.now).is_some() {
        table = table.does_what_is_due().unwrap();
    }
    Played {
        table,
        outcome: Outcome::Same,
    }
}
