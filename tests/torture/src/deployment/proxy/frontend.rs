//! What a client says to Postgres, followed far enough to see it commit.
//!
//! A message is a letter, a length that counts itself, and a body. Only the first ones have no letter: those by which a
//! client asks for encryption and says who it is.
//! <https://www.postgresql.org/docs/current/protocol-message-formats.html>

/// How the body of the message begins that opens a session.
const VERSION_3: [u8; 2] = [0, 3];
const LENGTH_BYTES: usize = 4;

/// One client's side of a connection.
#[derive(Default)]
pub(super) struct Frontend {
    has_session: bool,
    /// The beginning of a message whose end is yet to come.
    pending: Vec<u8>,
}

/// A message.
struct Message<'a> {
    letter: Option<u8>,
    body: &'a [u8],
}

impl Frontend {
    /// Whether these bytes, the next ones, complete a message that asks to commit.
    pub(super) fn commits(&mut self, bytes: &[u8]) -> bool {
        self.pending.extend_from_slice(bytes);
        let mut rest = self.pending.as_slice();
        let mut commits = false;
        while let Some((message, others)) = Message::first_of(rest, self.has_session) {
            self.has_session |= message.body.starts_with(&VERSION_3);
            commits |= message.asks_to_commit();
            rest = others;
        }
        let read = self.pending.len() - rest.len();
        self.pending.drain(..read);
        commits
    }
}

impl<'a> Message<'a> {
    /// The first message, if it is complete, and what comes after it.
    fn first_of(bytes: &'a [u8], has_letter: bool) -> Option<(Self, &'a [u8])> {
        let (letter, bytes) = bytes.split_at_checked(usize::from(has_letter))?;
        let length = u32::from_be_bytes(*bytes.first_chunk::<LENGTH_BYTES>()?);
        let length = usize::try_from(length).ok()?.max(LENGTH_BYTES);
        let (message, others) = bytes.split_at_checked(length)?;
        let message = Self {
            letter: letter.first().copied(),
            body: &message[LENGTH_BYTES..],
        };
        Some((message, others))
    }

    /// By a query, or by a statement to prepare, which a client that means it once sends with its execution.
    fn asks_to_commit(&self) -> bool {
        let mut texts = self.body.split(|byte| *byte == 0);
        let text = match self.letter {
            Some(b'Q') => texts.next(),
            // The statement's name comes first.
            Some(b'P') => texts.nth(1),
            _ => None,
        };
        let text = text.unwrap_or_default().trim_ascii();
        let text = text.strip_suffix(b";").unwrap_or(text);
        let last = text.rsplit(|byte| *byte == b';').next();
        last.is_some_and(|statement| statement.trim_ascii().eq_ignore_ascii_case(b"COMMIT"))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn startup() -> Vec<u8> {
        untyped(b"\0\x03\0\0user\0ludger\0\0")
    }

    pub(in super::super) fn query(sql: &str) -> Vec<u8> {
        typed(b'Q', format!("{sql}\0").as_bytes())
    }

    fn typed(letter: u8, body: &[u8]) -> Vec<u8> {
        [&[letter], untyped(body).as_slice()].concat()
    }

    fn untyped(body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len() + LENGTH_BYTES).unwrap();
        [&length.to_be_bytes(), body].concat()
    }

    fn in_session() -> Frontend {
        let mut frontend = Frontend::default();
        assert!(!frontend.commits(&startup()));
        frontend
    }

    #[test]
    fn a_commit_is_seen() {
        for sql in ["COMMIT", "commit;", "INSERT INTO t VALUES (1); COMMIT ;"] {
            assert!(in_session().commits(&query(sql)), "{sql}");
            let statement = format!("name\0{sql}\0\0\0");
            assert!(
                in_session().commits(&typed(b'P', statement.as_bytes())),
                "{sql}"
            );
        }
    }

    #[test]
    fn anything_else_is_not() {
        for sql in [
            "BEGIN",
            "ROLLBACK",
            "COMMIT PREPARED 'x'",
            "SELECT 'COMMIT'",
            "",
        ] {
            assert!(!in_session().commits(&query(sql)), "{sql}");
        }
        // A prepared statement of that name, and a value.
        assert!(!in_session().commits(&typed(b'P', b"COMMIT\0SELECT 1\0\0\0")));
        assert!(!in_session().commits(&typed(b'B', b"\0COMMIT\0\0\0")));
    }

    #[test]
    fn it_is_seen_by_its_last_byte_however_it_is_cut() {
        let encryption = untyped(&80_877_103_u32.to_be_bytes());
        let all = [encryption, startup(), query("SELECT 1"), query("COMMIT")].concat();
        let mut frontend = Frontend::default();
        let seen: Vec<_> = all.iter().map(|byte| frontend.commits(&[*byte])).collect();
        assert_eq!(seen.iter().position(|seen| *seen), Some(all.len() - 1));
        for at in 0..all.len() {
            let mut frontend = Frontend::default();
            let (first, last) = all.split_at(at);
            assert!(!frontend.commits(first), "{at}");
            assert!(frontend.commits(last), "{at}");
            assert!(frontend.commits(&query("COMMIT")), "the next one");
        }
    }
}
