use super::{NOW, Stores, changes, draft, house, inr, key, keyed, mint, reference};
use crate::contract::second_factors::factor;
use crate::{Changes, IdempotencyScope, NewEvent, SealedFactor};
use jiff::Timestamp;
use ludger_domain::accounts::{
    Allowed, ApiToken, Attempt, Attempts, AuditAction, AuditRecord, OneTimeToken, Opened, Purpose,
    Role, SetupToken, Throttle, ThrottleKey, Ticket, Tier, User,
};
use ludger_domain::boards::Scored;
use ludger_domain::ids::HoldId;
use ludger_domain::jobs::Job;
use ludger_domain::ledger::{AccountKey, Category, Hold, Transfer};
use ludger_domain::money::Amount;
use ludger_domain::quiz::{Mode, PlayerAnswer, Question, Quiz, QuizSession, Star, Topic};

/// One of each kind of thing that a commit can hold. In an empty store it can be applied once.
pub(in crate::contract) struct Everything {
    pub(in crate::contract) scope: IdempotencyScope,
    pub(in crate::contract) wallet: AccountKey,
    pub(in crate::contract) gift: Transfer,
    pub(in crate::contract) hold: HoldId,
    pub(in crate::contract) holding: Transfer,
    pub(in crate::contract) user: User,
    pub(in crate::contract) setup: SetupToken,
    pub(in crate::contract) sign_in: Opened,
    pub(in crate::contract) link: OneTimeToken,
    pub(in crate::contract) ticket: Ticket,
    pub(in crate::contract) api_token: ApiToken,
    pub(in crate::contract) factor: SealedFactor,
    pub(in crate::contract) allowed: Allowed,
    pub(in crate::contract) tried: ThrottleKey,
    pub(in crate::contract) job: Job,
    pub(in crate::contract) topic: Topic,
    pub(in crate::contract) question: Question,
    pub(in crate::contract) put_together: Quiz,
    pub(in crate::contract) quiz: QuizSession,
    pub(in crate::contract) answered: PlayerAnswer,
    pub(in crate::contract) event: NewEvent,
    pub(in crate::contract) scored: Scored,
    pub(in crate::contract) audit: AuditRecord,
}

/// How often something was tried.
pub(in crate::contract) const ATTEMPTS: Attempts = Attempts {
    count: 1,
    first_at: NOW,
    last_at: NOW,
};

/// When the transaction was hidden.
pub(in crate::contract) const HIDDEN_AT: Timestamp = NOW;

impl Everything {
    pub(in crate::contract) fn new(stores: &Stores) -> Self {
        let user = stores.person("ada");
        let wallet = AccountKey::available(user.id, inr());
        let gift = stores
            .new_transfer(Category::Bonus)
            .move_amount(mint(), wallet, 1_000)
            .reference(reference("gift/1"));
        let (hold, amount) = (
            stores.id(),
            Amount {
                minor: 300,
                currency: inr(),
            },
        );
        let holding = Hold::open(
            (hold, stores.id()),
            user.id,
            amount,
            Category::Bet,
            None,
            NOW,
        );
        let topic = stores.new_topic("History");
        let question = stores.new_question(&topic, draft("When?"));
        let quiz = stores.new_quiz(&user, std::slice::from_ref(&question));
        let asked = std::slice::from_ref(&question);
        let put_together = stores.new_put_together(&user, &topic, "Battles", asked);
        let served = quiz.clone().open(&question, NOW).unwrap().session;
        Self {
            scope: key(user.id, "everything"),
            wallet,
            gift: gift.finish().unwrap(),
            hold,
            holding: holding.finish().unwrap(),
            setup: SetupToken::new(&stores.secret(), NOW),
            sign_in: stores.sign_in(&user),
            link: stores.link(&user, Purpose::Verification),
            ticket: stores.ticket(&user),
            api_token: stores.api_token(&user),
            factor: factor(&user),
            allowed: Allowed {
                name: "Bob".to_owned(),
                email: "bob@example.org".parse().unwrap(),
                level: Tier::Curious,
            },
            tried: ThrottleKey::new("mail", "ada"),
            job: stores.job("everything"),
            answered: stores.given(&served, &user, &question, true),
            event: NewEvent {
                stream: quiz.id.into(),
                name: "joined",
                payload: serde_json::json!({ "user_id": user.id }),
            },
            scored: Scored::finished(Mode::Solo, user.id, 90, NOW),
            topic,
            question,
            put_together,
            quiz,
            audit: stores.told(AuditAction::UserRegister).by(user.id),
            user,
        }
    }

    pub(in crate::contract) fn changes(&self) -> Changes {
        let role = super::people::grant(self.user.id, Role::Player);
        keyed(changes(), &self.scope, "everything")
            .post(self.gift.clone())
            .post(self.holding.clone())
            .add_user(self.user.clone())
            .grant(role)
            .add_setup_token(self.setup)
            .save_auth_session(self.sign_in.session.clone())
            .add_tokens(self.sign_in.pair.clone())
            .save_one_time_token(self.link.clone())
            .save_ticket(self.ticket.clone())
            .save_api_token(self.api_token.clone())
            .save_second_factor(self.factor.clone(), None)
            .allow(self.allowed.clone())
            .count_attempt(Attempt {
                key: self.tried,
                throttle: Throttle::MAIL,
                at: NOW,
            })
            .save_job(self.job.clone())
            .save_topic(self.topic.clone(), true)
            .save_question(self.question.clone())
            .save_quiz(self.put_together.clone())
            .star(Star {
                user: self.user.id,
                question: self.question.id,
                starred_at: NOW,
            })
            .save_quiz_session(self.quiz.clone())
            .add_player_answer(self.answered.clone())
            .tell(self.event.clone())
            .score(self.scored)
            .hide_transaction(self.wallet, 1, HIDDEN_AT)
            .set_floor(house(), Some(-5_000))
            .audit(self.audit.clone())
    }
}
