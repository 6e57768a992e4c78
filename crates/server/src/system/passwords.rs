//! bcrypt over base64(HMAC-SHA-384(pepper, password)): bcrypt by itself reads 72 bytes and stops at NUL, and a stolen
//! database alone is not enough to guess from. Runs on a few threads of its own behind a bounded queue, so that a rush
//! of sign-ins neither takes the machine nor the threads that answer requests.

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use ludger_domain::accounts::{Password, PasswordHash};
use ludger_ports::{HasherBusy, PasswordHasher, PasswordVerdict};
use sha2::Sha384;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Begins hashes of peppered passwords. Those without it are plain bcrypt, from elsewhere.
const PEPPERED: &str = "hmac-sha384:";

/// Bytes, with the NUL behind a password.
const BCRYPT_READS: usize = 72;

/// How passwords are hashed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BcryptSettings {
    /// Each step doubles the work.
    pub(crate) cost: u32,
    /// Threads that do nothing else.
    pub(crate) threads: usize,
    /// Passwords that wait; one more is refused at once.
    pub(crate) queue_max: usize,
}

/// A [`PasswordHasher`] on threads of its own.
pub(crate) struct BcryptPool {
    jobs: SyncSender<Job>,
    rules: Arc<Rules>,
}

type Job = Box<dyn FnOnce() + Send>;

struct Rules {
    pepper: [u8; 32],
    cost: u32,
    /// The hash of nobody's password, of the same cost: an unknown user takes as long as a known one.
    dummy: String,
}

impl BcryptPool {
    /// Starts the threads.
    pub(crate) fn start(pepper: [u8; 32], settings: BcryptSettings) -> anyhow::Result<Self> {
        let rules = Arc::new(Rules {
            pepper,
            cost: settings.cost,
            dummy: of_nobody(settings.cost),
        });
        let (jobs, waiting) = sync_channel(settings.queue_max);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..settings.threads.max(1) {
            let waiting = waiting.clone();
            std::thread::Builder::new()
                .name(format!("ludger-bcrypt-{number}"))
                .spawn(move || work(&waiting))?;
        }
        Ok(Self { jobs, rules })
    }

    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Rules) -> T + Send + 'static,
    ) -> Result<T, HasherBusy> {
        let (reply, answer) = oneshot::channel();
        let rules = self.rules.clone();
        let job: Job = Box::new(move || {
            // Whoever asked may have gone away; then nothing needs to be hashed.
            if !reply.is_closed() {
                drop(reply.send(job(&rules)));
            }
        });
        self.jobs.try_send(job).map_err(|_| HasherBusy)?;
        answer.await.map_err(|_| HasherBusy)
    }
}

/// A salt and a digest of zeros, in bcrypt's own base64. It is written and not computed, since a hash takes longer than all
/// the rest of a start; to verify against it costs the same as against any other.
fn of_nobody(cost: u32) -> String {
    const ZEROS: &str = ".....................................................";
    format!("$2b${cost:02}${ZEROS}")
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    loop {
        let job = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

impl Rules {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    fn peppered(&self, password: &Password) -> String {
        let mut mac = Hmac::<Sha384>::new_from_slice(&self.pepper).expect("any length");
        mac.update(password.expose().as_bytes());
        STANDARD_NO_PAD.encode(mac.finalize().into_bytes())
    }

    fn hash(&self, password: &Password) -> Result<String, bcrypt::BcryptError> {
        Ok(format!(
            "{PEPPERED}{}",
            bcrypt::hash(self.peppered(password), self.cost)?
        ))
    }

    fn verify(&self, password: &Password, hash: Option<&str>) -> PasswordVerdict {
        let compared = match hash.map(|hash| (hash.strip_prefix(PEPPERED), hash)) {
            Some((Some(hash), _)) => bcrypt::verify(self.peppered(password), hash),
            Some((None, plain)) => bcrypt::verify(password.expose(), plain),
            None => bcrypt::verify(self.peppered(password), &self.dummy).map(|_| false),
        };
        let is_right = compared.unwrap_or_else(|error| {
            tracing::error!(%error, "a stored password hash cannot be read");
            false
        });
        match hash {
            Some(hash) if is_right && self.is_outdated(password, hash) => PasswordVerdict::Outdated,
            Some(_) if is_right => PasswordVerdict::Right,
            _ => PasswordVerdict::Wrong,
        }
    }

    /// Whether the hash behind the right password would be another one today: without pepper, or of another cost.
    fn is_outdated(&self, password: &Password, hash: &str) -> bool {
        match hash.strip_prefix(PEPPERED) {
            Some(hash) => hash
                .parse::<bcrypt::HashParts>()
                .is_ok_and(|parts| parts.get_cost() != self.cost),
            None => is_read_whole(password.expose()),
        }
    }
}

/// Whether plain bcrypt tells a password from every other one. Of one that is longer, or has a NUL, some other may have
/// been typed: its hash stays as it is.
fn is_read_whole(password: &str) -> bool {
    password.len() < BCRYPT_READS && !password.contains('\0')
}

#[async_trait]
impl PasswordHasher for BcryptPool {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HasherBusy> {
        let password = password.clone();
        let hashed = self.run(move |rules| rules.hash(&password)).await?;
        hashed.map(PasswordHash::from).map_err(|error| {
            tracing::error!(%error, "bcrypt failed");
            HasherBusy
        })
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<PasswordHash>,
    ) -> Result<PasswordVerdict, HasherBusy> {
        let password = password.clone();
        self.run(move |rules| rules.verify(&password, hash.as_ref().map(PasswordHash::expose)))
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(queue_max: usize) -> BcryptPool {
        BcryptPool::start(
            [7; 32],
            BcryptSettings {
                cost: 4,
                threads: 1,
                queue_max,
            },
        )
        .unwrap()
    }

    fn password(text: &str) -> Password {
        Password::for_sign_in(text)
    }

    async fn verdict(
        pool: &BcryptPool,
        typed: &str,
        hash: Option<&PasswordHash>,
    ) -> PasswordVerdict {
        pool.verify(&password(typed), hash.cloned()).await.unwrap()
    }

    #[tokio::test]
    async fn only_the_password_itself_verifies() {
        let pool = pool(16);
        let long = "x".repeat(72);
        for right in ["correct horse", "a\0a", "pässwörd", long.as_str()] {
            let hash = pool.hash(&password(right)).await.unwrap();
            let told = verdict(&pool, right, Some(&hash)).await;
            assert_eq!(told, PasswordVerdict::Right, "{right:?}");
            for wrong in ["", "a", "correct horsE", &format!("{right}y")] {
                let told = verdict(&pool, wrong, Some(&hash)).await;
                assert_eq!(told, PasswordVerdict::Wrong, "{wrong:?} for {right:?}");
            }
        }
    }

    #[tokio::test]
    async fn plain_bcrypt_from_elsewhere_verifies_and_is_outdated() {
        let hash = PasswordHash::from(bcrypt::hash("letmein-2019", 4).unwrap());
        let pool = pool(16);
        let told = verdict(&pool, "letmein-2019", Some(&hash)).await;
        assert_eq!(told, PasswordVerdict::Outdated);
        let told = verdict(&pool, "letmein-2020", Some(&hash)).await;
        assert_eq!(told, PasswordVerdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_outdated() {
        let rules = Rules {
            pepper: [7; 32],
            cost: 5,
            dummy: of_nobody(5),
        };
        let hash = PasswordHash::from(rules.hash(&password("correct horse")).unwrap());
        let pool = pool(16);
        let told = verdict(&pool, "correct horse", Some(&hash)).await;
        assert_eq!(told, PasswordVerdict::Outdated);
        let told = verdict(&pool, "correct horsE", Some(&hash)).await;
        assert_eq!(told, PasswordVerdict::Wrong);
    }

    /// Else what somebody mistyped behind the end that bcrypt reads would become their password.
    #[tokio::test]
    async fn plain_bcrypt_of_what_it_does_not_read_whole_stays() {
        let pool = pool(16);
        let begin = "x".repeat(72);
        let hash = PasswordHash::from(bcrypt::hash(format!("{begin}abc"), 4).unwrap());
        for typed in [begin.clone(), format!("{begin}abd")] {
            let told = verdict(&pool, &typed, Some(&hash)).await;
            assert_eq!(told, PasswordVerdict::Right, "{typed}");
        }
        assert!(is_read_whole(&"x".repeat(71)));
        assert!(!is_read_whole(&begin) && !is_read_whole("a\0a"));
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let told = verdict(&pool(16), "", None).await;
        assert_eq!(told, PasswordVerdict::Wrong);
    }

    /// One that cannot be parsed, or is of another cost, would answer sooner than a known user's.
    #[test]
    fn nobodys_hash_is_one_of_the_same_cost() {
        let nobodys = of_nobody(11);
        assert_eq!(nobodys.parse::<bcrypt::HashParts>().unwrap().get_cost(), 11);
        assert!(!bcrypt::verify("", &of_nobody(4)).unwrap());
    }

    #[tokio::test]
    async fn more_than_the_queue_takes_is_refused_at_once() {
        let pool = pool(1);
        let (release, released) = std::sync::mpsc::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let busy: Job = Box::new(move || {
            tell.send(()).unwrap();
            released.recv().ok();
        });
        pool.jobs.send(busy).unwrap();
        told.recv().unwrap();
        pool.jobs.send(Box::new(|| ())).unwrap();
        assert_eq!(pool.verify(&password("x"), None).await, Err(HasherBusy));
        drop(release);
    }
}
