//! What is fair, and what is true of a game that is over.

use super::*;

impl Game {
    /// Nothing is closed before its time.
    pub(super) fn is_fair(&self, due: Due) {
        let session = &self.table.session;
        if let (Due::Closes(_), Some(round)) = (due, session.round) {
            let open = self.table.now.duration_since(round.opened_at);
            let own = session.rules.open_for().is_some_and(|time| open >= time);
            let limit = session.rules.time_limit_ms.map(SignedDuration::from_millis);
            let played = self.table.now.duration_since(session.started_at.unwrap());
            assert!(
                own || limit.is_some_and(|limit| played >= limit),
                "{open:?} is too early"
            );
        }
    }

    /// However late it opens, a question can be answered for its full time.
    pub(super) fn is_open_in_full(&self, due: Due) {
        let session = &self.table.session;
        if let (Due::Opens(_), Some(round)) = (due, session.round) {
            assert_eq!(round.opened_at, self.table.now);
            assert_eq!(session.due(self.table.now), None, "it is not over at once");
        }
    }

    pub(super) fn check(&self) {
        let Table {
            session, answers, ..
        } = &self.table;
        let is_closed = |answer: &&PlayerAnswer| {
            let place = session
                .questions
                .iter()
                .position(|id| *id == answer.question);
            place.is_some_and(|place| i64::try_from(place).unwrap() < session.position)
        };
        assert!(
            answers
                .iter()
                .filter(is_closed)
                .all(|answer| answer.award.is_some())
        );
        let picked = answers
            .iter()
            .filter(|answer| answer.picked.is_some())
            .count();
        assert_eq!(picked, self.taken, "no answer is lost");
        for player in &session.players {
            let rows = || answers.iter().filter(|answer| answer.user == player.user);
            let points: i64 = rows().map(PlayerAnswer::points_awarded).sum();
            assert_eq!(player.score, points);
            assert!(player.result.is_some());
            let closed = usize::try_from(session.position).unwrap();
            let has_seen_all = player.is_live();
            let rows = rows().filter(is_closed).count();
            assert!(if has_seen_all {
                rows == closed
            } else {
                rows <= closed
            });
        }
        let events = self
            .table
            .told
            .iter()
            .filter(|event| event.name() == "finished");
        assert_eq!(events.count(), 1);
    }
}
