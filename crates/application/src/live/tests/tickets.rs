use super::world::World;
use crate::Caller;
use crate::live::{IssueTicketError, RedeemTicketError};
use crate::testing::together;
use ludger_domain::accounts::{TicketRefusal, TokenKind, TokenSecret};
use ludger_domain::ids::GameSessionId;
use ludger_ports::{Changes, Clock};
use std::sync::Arc;
use std::time::Duration;

impl World {
    async fn ticket(&self, caller: &Caller, session: GameSessionId) -> String {
        let issued = self.live.issue_ticket.run(caller, session).await.unwrap();
        let lasts = issued.expires_at.duration_since(self.clock.now());
        assert_eq!(lasts.as_secs(), 30);
        issued.text.expose().to_owned()
    }

    async fn refuses(&self, session: GameSessionId, text: &str) -> TicketRefusal {
        match self.live.redeem_ticket.run(session, text).await {
            Err(RedeemTicketError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_ticket_stands_for_its_owner_once() {
    let world = World::new();
    let ada = world.user("ada").await;
    let (caller, _) = world.signs_in(&ada).await;
    let session = world.lobby(ada.id, &[]).await.id;
    let text = world.ticket(&caller, session).await;
    assert!(text.starts_with("lwt_"));
    let principal = world.live.redeem_ticket.run(session, &text).await;
    assert_eq!(principal.unwrap(), caller.principal);
    assert_eq!(world.refuses(session, &text).await, TicketRefusal::Used);
}

#[tokio::test]
async fn of_parallel_uses_one_comes_in() {
    let world = Arc::new(World::new());
    let ada = world.user("ada").await;
    let (caller, _) = world.signs_in(&ada).await;
    let session = world.lobby(ada.id, &[]).await.id;
    let text = world.ticket(&caller, session).await;
    let uses = (0..50).map(|_| {
        let (world, text) = (world.clone(), text.clone());
        async move { world.live.redeem_ticket.run(session, &text).await.is_ok() }
    });
    let answers = together(uses).await;
    assert_eq!(answers.into_iter().filter(|is_in| *is_in).count(), 1);
}

#[tokio::test]
async fn a_ticket_is_good_for_one_session_and_for_half_a_minute() {
    let world = World::new();
    let ada = world.user("ada").await;
    let (caller, _) = world.signs_in(&ada).await;
    let session = world.lobby(ada.id, &[]).await.id;
    let text = world.ticket(&caller, session).await;
    let other = world.ports.ids.next().into();
    assert_eq!(
        world.refuses(other, &text).await,
        TicketRefusal::OtherStream
    );
    world.clock.advance(Duration::from_secs(30));
    assert_eq!(world.refuses(session, &text).await, TicketRefusal::Expired);
    let never_given = TokenSecret::new([9; 32]).text(TokenKind::Ticket);
    for text in ["", "lwt_", "lat_1", &never_given] {
        assert_eq!(world.refuses(session, text).await, TicketRefusal::Unknown);
    }
}

#[tokio::test]
async fn a_ticket_ends_with_what_it_was_got_by() {
    let world = World::new();
    let ada = world.user("ada").await;
    let (caller, signed_in) = world.signs_in(&ada).await;
    let session = world.lobby(ada.id, &[]).await.id;
    let text = world.ticket(&caller, session).await;
    let now = world.clock.now();
    let locked = ada.clone().lock(now).unwrap();
    world
        .commit(Changes::at(now).save_user(locked.clone(), &ada))
        .await;
    assert_eq!(
        world.refuses(session, &text).await,
        TicketRefusal::NotAdmitted
    );
    let unlocked = locked.clone().unlock().unwrap();
    let changes = Changes::at(now).save_user(unlocked, &locked);
    let ended = signed_in.sign_out(now).unwrap();
    world.commit(changes.save_auth_session(ended)).await;
    assert_eq!(
        world.refuses(session, &text).await,
        TicketRefusal::NotAdmitted
    );
}

#[tokio::test]
async fn only_players_get_tickets() {
    let world = World::new();
    let [ada, bob, eve] = [
        world.user("ada").await,
        world.user("bob").await,
        world.user("eve").await,
    ];
    let session = world.lobby(ada.id, &[bob.id]).await;
    let now = world.clock.now();
    let session = world
        .moves(session.kick(ada.id, bob.id, now).unwrap())
        .await;
    for user in [bob, eve] {
        let (caller, _) = world.signs_in(&user).await;
        let refused = world.live.issue_ticket.run(&caller, session.id).await;
        assert!(matches!(refused, Err(IssueTicketError::NotFound)));
    }
}
