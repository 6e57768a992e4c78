use crate::Timestamp;
use crate::accounts::{Means, Principal, Ticket, TicketRefusal, TokenSecret};
use crate::ids::StreamId;
use jiff::SignedDuration;
use uuid::Uuid;

fn now() -> Timestamp {
    "2026-01-01T00:00:00.123456789Z".parse().unwrap()
}

fn stream(n: u128) -> StreamId {
    Uuid::from_u128(n).into()
}

fn ticket() -> Ticket {
    let principal = Principal {
        user: Uuid::from_u128(1).into(),
        username: "ada".to_owned(),
        roles: [].into(),
        withheld: [].into(),
        means: Means::Session {
            id: Uuid::from_u128(2).into(),
            authenticated_at: now(),
        },
    };
    Ticket::issue(&principal, stream(7), &TokenSecret::new([1; 32]), now())
}

#[test]
fn a_ticket_is_good_for_half_a_minute() {
    let ticket = ticket();
    let ends = ticket.created_at + SignedDuration::from_secs(30);
    assert_eq!(ticket.expires_at, ends);
    let last = ends - SignedDuration::from_micros(1);
    let used = ticket.clone().redeem(stream(7), last).unwrap();
    assert_eq!(used.used_at, Some(last));
    assert_eq!(ticket.redeem(stream(7), ends), Err(TicketRefusal::Expired));
}

#[test]
fn a_ticket_is_used_once() {
    let used = ticket().redeem(stream(7), now()).unwrap();
    assert_eq!(used.redeem(stream(7), now()), Err(TicketRefusal::Used));
}

#[test]
fn a_ticket_opens_one_stream() {
    let refused = ticket().redeem(stream(8), now());
    assert_eq!(refused, Err(TicketRefusal::OtherStream));
}

#[test]
fn who_bears_a_ticket_is_not_told_what_is_wrong_with_it() {
    for refusal in [
        TicketRefusal::Unknown,
        TicketRefusal::Used,
        TicketRefusal::Expired,
        TicketRefusal::OtherStream,
        TicketRefusal::NotAdmitted,
    ] {
        assert_eq!(refusal.code(), "invalid_ticket");
    }
}
