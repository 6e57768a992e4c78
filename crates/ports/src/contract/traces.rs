//! All that there is of one user.

use super::Stores;
use super::builders::{Everything, all_pages, changes, hours, signing_in};
use ludger_domain::accounts::{OneTimeToken, User};

impl Stores {
    /// How many there are of each of a user's: sign-ins, API tokens, one-time tokens, holds and jobs.
    async fn traces_of(&self, user: &User, limit: usize) -> [usize; 5] {
        let (of, id) = (&self.traces, user.id);
        let sessions = all_pages(limit, async |page| of.sessions(id, page).await).await;
        let tokens = all_pages(limit, async |page| of.api_tokens(id, page).await).await;
        let links = all_pages(limit, async |page| of.one_time_tokens(id, page).await).await;
        let holds = all_pages(limit, async |page| of.holds(id, page).await).await;
        let jobs = all_pages(limit, async |page| of.jobs(id, page).await).await;
        assert!(
            sessions.iter().all(|it| it.user == id) && sessions.is_sorted_by(|a, b| a.id > b.id)
        );
        assert!(tokens.iter().all(|it| it.user == id) && tokens.is_sorted_by(|a, b| a.id > b.id));
        assert!(
            links.iter().all(|it| it.user == Some(id))
                && links.is_sorted_by(|a, b| a.hash < b.hash)
        );
        assert!(holds.iter().all(|it| it.user == id) && holds.is_sorted_by(|a, b| a.id < b.id));
        assert!(jobs.iter().all(|it| it.user == Some(id)) && jobs.is_sorted_by(|a, b| a.id > b.id));
        [
            sessions.len(),
            tokens.len(),
            links.len(),
            holds.len(),
            jobs.len(),
        ]
    }
}

/// What ended, was revoked, used or done is told too, page by page; nothing of others is.
pub async fn everything_of_a_user_is_told(stores: Stores) {
    let all = Everything::new(&stores);
    stores.apply(all.changes()).await;
    let (ada, bob) = (all.user.clone(), stores.user("bob").await);
    let ended = stores.sign_in(&ada);
    stores.apply(signing_in(ended.clone())).await;
    let ended = ended.session.sign_out(hours(1)).unwrap();
    let revoked = all.api_token.clone().revoke(hours(1)).unwrap();
    let used = OneTimeToken {
        used_at: Some(hours(1)),
        ..all.link.clone()
    };
    let another = stores.api_token(&ada);
    let over = changes()
        .save_auth_session(ended)
        .save_api_token(revoked)
        .save_api_token(another)
        .save_one_time_token(used);
    stores.apply(over).await;
    let done = stores.wanted(stores.job("done").about(ada.id)).await;
    stores.wanted(done.done()).await;
    stores.wanted(stores.job("open").about(ada.id)).await;
    for limit in [1, 2, 100] {
        assert_eq!(stores.traces_of(&ada, limit).await, [2, 2, 1, 1, 2]);
        assert_eq!(stores.traces_of(&bob, limit).await, [0; 5]);
    }
}
