//! What routes about a second factor find.

use super::table::Row;
use super::world::World;
use actix_web::http::Method;
use ludger_domain::accounts::TotpSecret;
use ludger_domain::ids::UserId;
use ludger_ports::{Changes, SealedFactor};
use ludger_testkit::world::plain_vault;

const SECRET: TotpSecret = TotpSecret::new([7; 20]);

impl World {
    /// One that is offered, for who confirms it; one that is on, for who changes it.
    pub(super) async fn has_second_factor(&self, row: &Row, user: UserId) {
        let is_on = match (&row.method, row.path) {
            (_, "/v1/me/second-factor/confirm") => false,
            (_, "/v1/me/second-factor/recovery-codes")
            | (&Method::DELETE, "/v1/me/second-factor") => true,
            _ => return,
        };
        let now = self.now();
        let factor = SealedFactor {
            user,
            secret: plain_vault().seal(&format!("second_factor/{user}"), SECRET.expose()),
            confirmed_at: is_on.then_some(now),
            last_step: 0,
            recovery: Vec::new(),
            version: 1,
        };
        self.commit(Changes::at(now).save_second_factor(factor, None))
            .await;
    }

    /// What the application of all of them shows.
    pub(super) fn code(&self) -> String {
        SECRET.code_at(self.now())
    }
}
