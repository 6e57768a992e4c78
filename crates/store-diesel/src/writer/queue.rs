//! The queue between callers and writers, and the choice of what shares a batch.

#[cfg(test)]
mod limits;

use ludger_ports::{Access, CommitError, Committed, Parts, Subject};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// How long nobody may have come for those who wait: with a database that hangs, one more would wait in vain.
const STALL_MAX: Duration = Duration::from_secs(1);

/// The most ledger entries of a batch; a single commit may have more.
pub(super) const ENTRIES_MAX: usize = 8_192;

/// A commit that waits, and who waits for it.
pub(super) struct Place {
    /// Boxed: places are moved several times, and parts are large.
    pub(super) parts: Box<Parts>,
    ticket: Arc<Ticket>,
    reply: oneshot::Sender<Result<Committed, CommitError>>,
    meets: Vec<(Meeting, Access)>,
    entries: usize,
}

/// What two commits of one batch must not share, unless both only look at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Meeting {
    Subject(Subject),
    Key([u8; 16]),
}

/// Whether a commit still waits, was taken by a writer, or was given up by its caller. Decided once.
#[derive(Default)]
pub(super) struct Ticket(AtomicU8);

const WAITING: u8 = 0;
const TAKEN: u8 = 1;
const CANCELLED: u8 = 2;

/// First in, first out; bounded. Several writers take from it, one at a time (see [`super::turn`]).
pub(super) struct Queue {
    state: Mutex<State>,
    filled: Condvar,
    places_max: usize,
    batch_max: usize,
}

struct State {
    places: VecDeque<Place>,
    /// Since when those in front wait for a writer.
    waiting_since: Instant,
    closed: bool,
}

/// Why a commit cannot wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoRoom {
    #[error("too many commits are waiting")]
    Full,
    #[error("no commit was taken for {STALL_MAX:?}")]
    Stalled,
    #[error("the store is closed")]
    Closed,
}

impl Place {
    pub(super) fn new(
        parts: Parts,
        ticket: Arc<Ticket>,
        reply: oneshot::Sender<Result<Committed, CommitError>>,
    ) -> Self {
        let key = parts
            .idempotency
            .iter()
            .map(|record| (Meeting::Key(record.scope.digest()), Access::Changes));
        let meets = parts
            .subjects()
            .into_iter()
            .map(|(subject, access)| (Meeting::Subject(subject), access))
            .chain(key)
            .collect();
        let entries = parts
            .postings
            .iter()
            .map(|posting| posting.transfer.entries().len())
            .sum();
        Self {
            parts: Box::new(parts),
            ticket,
            reply,
            meets,
            entries,
        }
    }

    /// Tells the caller, who may have gone.
    pub(super) fn answer(self, outcome: Result<Committed, CommitError>) {
        drop(self.reply.send(outcome));
    }
}

impl Ticket {
    /// The caller gives up; whether it was in time.
    pub(super) fn cancel(&self) -> bool {
        self.decide(CANCELLED)
    }

    fn take(&self) -> bool {
        self.decide(TAKEN)
    }

    fn decide(&self, fate: u8) -> bool {
        self.0
            .compare_exchange(WAITING, fate, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }
}

impl State {
    fn is_stalled(&self) -> bool {
        !self.places.is_empty() && self.waiting_since.elapsed() > STALL_MAX
    }
}

impl Queue {
    pub(super) fn new(places_max: usize, batch_max: usize) -> Self {
        Self {
            state: Mutex::new(State {
                places: VecDeque::new(),
                waiting_since: Instant::now(),
                closed: false,
            }),
            filled: Condvar::new(),
            places_max,
            batch_max: batch_max.max(1),
        }
    }

    /// Lets a commit wait, if it need not wait for long.
    pub(super) fn push(&self, place: Place) -> Result<(), NoRoom> {
        let mut state = self.lock();
        if state.closed {
            return Err(NoRoom::Closed);
        }
        if state.is_stalled() {
            return Err(NoRoom::Stalled);
        }
        if state.places.is_empty() {
            state.waiting_since = Instant::now();
        }
        if state.places.len() >= self.places_max {
            return Err(NoRoom::Full);
        }
        state.places.push_back(place);
        drop(state);
        self.filled.notify_one();
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.lock().places.len()
    }

    /// Whether those who wait have waited for so long that nobody may join them.
    pub(super) fn is_stalled(&self) -> bool {
        self.lock().is_stalled()
    }

    /// Lets the writers finish what waits and end.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_all();
    }

    /// The next batch, in the order of arrival; `None` when the queue is closed and empty.
    pub(super) fn take(&self) -> Option<Vec<Place>> {
        let mut state = self.lock();
        loop {
            let batch = next_batch(&mut state.places, self.batch_max);
            if !batch.is_empty() {
                state.waiting_since = Instant::now();
                return Some(batch);
            }
            if state.closed {
                return None;
            }
            state = self
                .filled
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes commits from the front. One that meets an earlier one stays, and whatever meets *it* stays behind it.
fn next_batch(places: &mut VecDeque<Place>, commits_max: usize) -> Vec<Place> {
    let mut batch = Vec::new();
    let mut met: HashMap<Meeting, Access> = HashMap::new();
    let mut stay = VecDeque::new();
    let mut entries = 0;
    while let Some(place) = places.pop_front() {
        let fits = batch.is_empty() || entries + place.entries <= ENTRIES_MAX;
        if batch.len() >= commits_max || !fits {
            places.push_front(place);
            break;
        }
        let free = place.meets.iter().all(|(meeting, access)| {
            let before = met.get(meeting);
            before.is_none_or(|before| *access.max(before) == Access::Looks)
        });
        if free && !place.ticket.take() {
            // Given up: nobody has to stay behind it.
            continue;
        }
        for (meeting, access) in &place.meets {
            let before = met.entry(meeting.clone()).or_insert(*access);
            *before = (*before).max(*access);
        }
        if free {
            entries += place.entries;
            batch.push(place);
        } else {
            stay.push_back(place);
        }
    }
    while let Some(place) = stay.pop_back() {
        places.push_front(place);
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;
    use ludger_domain::Timestamp;
    use ludger_domain::accounts::Purpose;
    use ludger_domain::ids::{TopicId, UserId};
    use ludger_domain::quiz::Topic;
    use ludger_ports::{Changes, Expectation};
    use uuid::Uuid;

    fn place(users: &[u128]) -> (Place, Arc<Ticket>) {
        let now = Timestamp::UNIX_EPOCH;
        let changes = users.iter().fold(Changes::at(now), |changes, user| {
            let user = UserId::from(Uuid::from_u128(*user));
            changes.spend_one_time_tokens(user, Purpose::MagicLink, now)
        });
        let ticket = Arc::new(Ticket::default());
        (
            Place::new(changes.into_parts(), ticket.clone(), oneshot::channel().0),
            ticket,
        )
    }

    fn filled(places: &[&[u128]]) -> Queue {
        let queue = Queue::new(100, 100);
        for users in places {
            queue.push(place(users).0).unwrap();
        }
        queue
    }

    fn sizes_of(batch: &[Place]) -> Vec<usize> {
        batch.iter().map(|place| place.parts.rows.len()).collect()
    }

    #[test]
    fn commits_that_meet_wait_for_the_next_batch_in_their_order() {
        // The third meets the first, the fourth meets the third alone: both wait, in this order.
        let queue = filled(&[&[1], &[2, 3], &[1, 4, 5], &[4, 6, 7, 8]]);
        assert_eq!(sizes_of(&queue.take().unwrap()), [1, 2]);
        assert_eq!(sizes_of(&queue.take().unwrap()), [3]);
        assert_eq!(sizes_of(&queue.take().unwrap()), [4]);
    }

    #[test]
    fn those_who_only_look_share_a_batch_and_wait_for_whoever_changes() {
        let topic = TopicId::from(Uuid::from_u128(1));
        let looks = || Changes::at(Timestamp::UNIX_EPOCH).expect(Expectation::TopicThere(topic));
        let changes = || Changes::at(Timestamp::UNIX_EPOCH).save_topic(topic_of(topic), false);
        let queue = Queue::new(100, 100);
        for changes in [looks(), looks(), changes(), looks(), changes()] {
            let (ticket, reply) = (Arc::default(), oneshot::channel().0);
            queue
                .push(Place::new(changes.into_parts(), ticket, reply))
                .unwrap();
        }
        for expected in [2, 1, 1, 1] {
            assert_eq!(queue.take().unwrap().len(), expected);
        }
    }

    fn topic_of(id: TopicId) -> Topic {
        Topic {
            id,
            title: "History".to_owned(),
            description: String::new(),
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
            deleted_at: None,
        }
    }

    #[test]
    fn a_commit_that_was_given_up_is_never_taken() {
        let queue = filled(&[&[1]]);
        let (second, ticket) = place(&[2, 3]);
        queue.push(second).unwrap();
        assert!(ticket.cancel());
        assert_eq!(sizes_of(&queue.take().unwrap()), [1]);
        queue.close();
        assert!(queue.take().is_none());
    }

    #[test]
    fn nobody_stays_behind_a_commit_that_was_given_up() {
        let queue = Queue::new(100, 100);
        let (first, ticket) = place(&[1]);
        queue.push(first).unwrap();
        queue.push(place(&[1, 2]).0).unwrap();
        assert!(ticket.cancel());
        assert_eq!(sizes_of(&queue.take().unwrap()), [2]);
    }

    #[test]
    fn a_commit_that_was_taken_cannot_be_given_up() {
        let queue = Queue::new(1, 1);
        let (only, ticket) = place(&[1]);
        queue.push(only).unwrap();
        assert_eq!(queue.push(place(&[2]).0), Err(NoRoom::Full));
        assert_eq!(queue.take().unwrap().len(), 1);
        assert!(!ticket.cancel());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_joins_those_for_whom_no_writer_comes() {
        let queue = Queue::new(100, 1);
        tokio::time::advance(STALL_MAX * 2).await;
        queue.push(place(&[1]).0).unwrap();
        queue.push(place(&[2]).0).unwrap();
        assert!(!queue.is_stalled());
        tokio::time::advance(STALL_MAX * 2).await;
        assert!(queue.is_stalled());
        assert_eq!(queue.push(place(&[3]).0), Err(NoRoom::Stalled));
        // One was taken, so things go on.
        queue.take().unwrap();
        assert!(!queue.is_stalled());
        queue.push(place(&[3]).0).unwrap();
    }

    #[test]
    fn a_closed_queue_is_emptied_and_ends() {
        let queue = filled(&[&[1], &[1]]);
        queue.close();
        assert_eq!(queue.push(place(&[2]).0), Err(NoRoom::Closed));
        assert!(queue.take().is_some());
        assert!(queue.take().is_some());
        assert!(queue.take().is_none());
    }
}
