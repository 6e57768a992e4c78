use crate::state::State;
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{Pick, Picked, PlayerAnswer, QuestionStatistics};
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(super) fn statistics(state: &State, id: QuestionId) -> QuestionStatistics {
    let closed = |answer: &&PlayerAnswer| answer.question == id && answer.award.is_some();
    let mut told = QuestionStatistics::default();
    let mut times = Vec::new();
    let mut picks: BTreeMap<&Picked, Pick> = BTreeMap::new();
    for answer in state.player_answers.values().filter(closed) {
        told.asked += 1;
        told.right += i64::from(answer.is_correct());
        told.partly += i64::from(answer.credit > 0 && !answer.is_correct());
        let Some(picked) = &answer.picked else {
            told.unanswered += 1;
            continue;
        };
        times.push(answer.answer_time_ms);
        let pick = picks.entry(picked).or_insert_with(|| Pick {
            picked: picked.clone(),
            credit: answer.credit,
            count: 0,
        });
        pick.count += 1;
        pick.credit = pick.credit.max(answer.credit);
    }
    times.sort_unstable();
    told.median_time_ms = times.get(times.len().saturating_sub(1) / 2).copied();
    told.picks = picks.into_values().collect();
    told.picks
        .sort_by_key(|pick| (Reverse(pick.count), pick.picked.clone()));
    told.picks.truncate(QuestionStatistics::PICKS_MAX);
    told
}
