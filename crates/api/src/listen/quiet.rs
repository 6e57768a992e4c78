//! How long a connection may keep us waiting between requests.
//!
//! While a request is in work, its handler and its body have limits of their own. Outside of requests there is one
//! rule: within a set time of the last sign that things go on (the connection was made, a request was answered, a part
//! of an answer was taken) the next request has to be there, whole head and all. The rule cares for no bytes that come
//! meanwhile, so it also ends what the web framework has no timer for: a second head that drips, and a body that nobody
//! wants and that never ends.
//!
//! Nor does the framework look again at what it has read when it stopped in the middle of it, as it does when sixteen
//! requests wait behind one: it sleeps until more comes, and a client that has sent all waits for ever. So whoever sent
//! several at once has their connection looked at again after each.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Waker;
use std::time::Duration;
use tokio::time::Instant;

/// What a connection and its requests know of each other.
#[derive(Debug)]
pub(crate) struct Quiet {
    patience: Patience,
    in_request: Cell<bool>,
    /// Answers that go on for as long as their client wants.
    staying: Cell<usize>,
    /// Whether the client has closed its side.
    is_closed: Cell<bool>,
    /// Whether the client was cut, since it did not take its answer.
    is_cut: Cell<bool>,
    since: Cell<Instant>,
    /// Whether something came since then: the beginning of a request, as far as we know.
    heard: Cell<bool>,
    /// Whether the last request's body was given up, so that what still comes of it is of no use.
    given_up: Cell<bool>,
    /// When the server began to stop.
    leaving: Cell<Option<Instant>>,
    /// Requests that came out of the last bytes that were read.
    of_one_read: Cell<usize>,
    /// Has the connection looked at.
    connection: RefCell<Option<Waker>>,
}

/// For how long we wait.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For the next request.
    pub(super) request: Duration,
    /// For one that may be on its way to a server that stops, and for the end of what is of no use.
    pub(super) farewell: Duration,
}

/// What to do with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Ask again then.
    Wait(Instant),
    /// It has nothing to say: close it, politely.
    End,
    /// It began something and did not get on with it.
    Cut,
}

/// A request is in work; at its end the waiting begins anew.
#[derive(Debug)]
pub(crate) struct InRequest(Rc<Quiet>);

/// An answer goes on; at its end the waiting begins anew.
#[derive(Debug)]
pub(crate) struct Staying(Rc<Quiet>);

impl Quiet {
    pub(super) fn new(patience: Patience) -> Self {
        Self {
            patience,
            in_request: Cell::new(false),
            staying: Cell::new(0),
            is_closed: Cell::new(false),
            is_cut: Cell::new(false),
            since: Cell::new(Instant::now()),
            heard: Cell::new(false),
            given_up: Cell::new(false),
            leaving: Cell::new(None),
            of_one_read: Cell::new(0),
            connection: RefCell::new(None),
        }
    }

    /// A request is there.
    pub(crate) fn request(self: &Rc<Self>) -> InRequest {
        self.in_request.set(true);
        self.given_up.set(false);
        self.of_one_read.set(self.of_one_read.get() + 1);
        InRequest(self.clone())
    }

    /// The answer to a request goes on: the connection is not waited for.
    pub(crate) fn stay(self: &Rc<Self>) -> Staying {
        self.staying.set(self.staying.get() + 1);
        Staying(self.clone())
    }

    /// The client has closed its side.
    pub(super) fn close(&self) {
        self.is_closed.set(true);
    }

    /// Whether the client has closed its side. Whoever writes an answer is polled by then.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// The client does not take its answer.
    pub(super) fn cut(&self) {
        self.is_cut.set(true);
    }

    /// Whether the server stops, so that this request is the connection's last.
    pub(crate) fn is_leaving(&self) -> bool {
        self.leaving.get().is_some()
    }

    pub(super) fn leave(&self) {
        self.leaving.set(Some(Instant::now()));
    }

    /// Something was read.
    pub(super) fn hear(&self) {
        self.heard.set(true);
        self.of_one_read.set(0);
    }

    /// Who looks at the connection.
    pub(super) fn looked_at_by(&self, waker: &Waker) {
        let mut connection = self.connection.borrow_mut();
        match &mut *connection {
            Some(known) => known.clone_from(waker),
            none => *none = Some(waker.clone()),
        }
    }

    /// Something was written.
    pub(super) fn tell(&self) {
        self.since.set(Instant::now());
    }

    /// What to do by now.
    pub(super) fn verdict(&self) -> Verdict {
        let now = Instant::now();
        if self.staying.get() > 0 {
            return Verdict::Wait(now + self.patience.request);
        }
        if self.in_request.get() {
            return Verdict::Wait(now + self.patience.farewell);
        }
        let since = self.since.get();
        let (due, verdict) = match self.leaving.get() {
            Some(leaving) if !self.heard.get() => {
                (since.max(leaving) + self.patience.farewell, Verdict::End)
            }
            _ if self.given_up.get() => (since + self.patience.farewell, Verdict::Cut),
            _ => (since + self.patience.request, Verdict::Cut),
        };
        if now < due {
            Verdict::Wait(due)
        } else {
            verdict
        }
    }
}

impl Staying {
    /// Whether the client was cut, since it did not take what was told.
    pub(crate) fn is_cut(&self) -> bool {
        self.0.is_cut.get()
    }
}

impl Drop for Staying {
    fn drop(&mut self) {
        self.0.staying.set(self.0.staying.get().saturating_sub(1));
        self.0.since.set(Instant::now());
    }
}

impl InRequest {
    /// The rest of its body will not be read.
    pub(crate) fn give_up(&self) {
        self.0.given_up.set(true);
    }
}

impl Drop for InRequest {
    fn drop(&mut self) {
        self.0.in_request.set(false);
        self.0.heard.set(false);
        self.0.since.set(Instant::now());
        if self.0.of_one_read.get() > 1
            && let Some(connection) = &*self.0.connection.borrow()
        {
            connection.wake_by_ref();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;
    use tokio::time::advance;

    /// How often a connection was to be looked at.
    #[derive(Default)]
    struct Looks(AtomicUsize);

    impl Wake for Looks {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    const PATIENCE: Patience = Patience {
        request: Duration::from_secs(12),
        farewell: Duration::from_millis(500),
    };

    fn quiet() -> Rc<Quiet> {
        Rc::new(Quiet::new(PATIENCE))
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_between_requests_buys_no_time() {
        let quiet = quiet();
        for _ in 0..11 {
            advance(Duration::from_secs(1)).await;
            quiet.hear();
            assert!(matches!(quiet.verdict(), Verdict::Wait(_)));
        }
        advance(Duration::from_secs(1)).await;
        assert_eq!(quiet.verdict(), Verdict::Cut);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_in_work_and_an_answer_being_taken_do() {
        let quiet = quiet();
        let request = quiet.request();
        advance(Duration::from_mins(1)).await;
        assert!(matches!(quiet.verdict(), Verdict::Wait(_)));
        drop(request);
        advance(Duration::from_secs(11)).await;
        quiet.tell();
        advance(Duration::from_secs(11)).await;
        assert!(matches!(quiet.verdict(), Verdict::Wait(_)));
        advance(Duration::from_secs(1)).await;
        assert_eq!(quiet.verdict(), Verdict::Cut);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_goes_on_does_too() {
        let quiet = quiet();
        let request = quiet.request();
        let (one, other) = (quiet.stay(), quiet.stay());
        drop(request);
        for staying in [one, other] {
            advance(Duration::from_hours(1)).await;
            assert!(matches!(quiet.verdict(), Verdict::Wait(_)));
            drop(staying);
        }
        advance(PATIENCE.request).await;
        assert_eq!(quiet.verdict(), Verdict::Cut);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_left_of_a_body_that_was_given_up_has_a_moment_to_end() {
        let quiet = quiet();
        let request = quiet.request();
        request.give_up();
        drop(request);
        assert!(matches!(quiet.verdict(), Verdict::Wait(_)));
        advance(PATIENCE.farewell).await;
        assert_eq!(quiet.verdict(), Verdict::Cut);
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_stops_waits_a_moment_for_who_says_nothing_and_longer_for_who_began() {
        let (silent, began) = (quiet(), quiet());
        advance(Duration::from_secs(5)).await;
        began.hear();
        for one in [&silent, &began] {
            one.leave();
            assert!(matches!(one.verdict(), Verdict::Wait(_)));
        }
        advance(PATIENCE.farewell).await;
        assert_eq!(silent.verdict(), Verdict::End);
        assert!(matches!(began.verdict(), Verdict::Wait(_)));
        advance(Duration::from_secs(7)).await;
        assert_eq!(began.verdict(), Verdict::Cut);
    }

    #[tokio::test(start_paused = true)]
    async fn only_requests_that_came_together_have_the_connection_looked_at() {
        let quiet = quiet();
        let looks = Arc::new(Looks::default());
        let waker = Waker::from(looks.clone());
        for (requests, expected) in [(1, 0), (1, 0), (3, 2), (1, 2)] {
            quiet.hear();
            for _ in 0..requests {
                quiet.looked_at_by(&waker);
                drop(quiet.request());
            }
            assert_eq!(looks.0.load(Ordering::Relaxed), expected);
        }
    }
}
