//! Opaque signed cursors: where a list goes on.
//!
//! A cursor is the key of the last item seen, signed together with the list's name and its filters. So it cannot be
//! made up, and a cursor of another list, or of the same list with other filters, is refused instead of giving a page
//! that makes no sense. It is no secret: whoever holds it has seen the item that it names.

use crate::problem::{Code, Problem};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Bytes of the signature: half of SHA-256, so that cursors stay short.
const SIGNATURE_BYTES: usize = 16;

/// Signs cursors and checks them.
#[derive(Clone)]
pub(crate) struct CursorKey(Hmac<Sha256>);

/// Which list a cursor belongs to: its name, and the filters it was asked with.
pub(crate) struct List<'a, F> {
    pub(crate) name: &'static str,
    pub(crate) filter: &'a F,
}

impl CursorKey {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        // HMAC fills keys up with zeros to its block.
        let mut block = [0; 64];
        block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        Self(Hmac::new(&block.into()))
    }

    /// The cursor for going on behind `position`.
    pub(crate) fn write<F: Serialize, P: Serialize>(
        &self,
        list: &List<'_, F>,
        position: &P,
    ) -> Result<String, Problem> {
        let mut bytes = serde_json::to_vec(position).map_err(Problem::broken)?;
        let signature = self.sign(list, &bytes)?;
        bytes.extend_from_slice(&signature);
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The position in a cursor that [`Self::write`] gave for the same list.
    pub(crate) fn read<F: Serialize, P: DeserializeOwned>(
        &self,
        list: &List<'_, F>,
        cursor: &str,
    ) -> Result<P, Problem> {
        let invalid = || Problem::new(Code::InvalidCursor);
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
        let at = bytes
            .len()
            .checked_sub(SIGNATURE_BYTES)
            .ok_or_else(invalid)?;
        let (position, signature) = bytes.split_at(at);
        let genuine = self.sign(list, position)?.ct_eq(signature);
        if !bool::from(genuine) {
            return Err(invalid());
        }
        serde_json::from_slice(position).map_err(|_| invalid())
    }

    fn sign<F: Serialize>(&self, list: &List<'_, F>, position: &[u8]) -> Result<Vec<u8>, Problem> {
        let filter = serde_json::to_vec(list.filter).map_err(Problem::broken)?;
        let mut mac = self.0.clone();
        for part in [list.name.as_bytes(), &filter, position] {
            // Each part with its length, so that none can lend bytes to its neighbour.
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        let mut signature = mac.finalize().into_bytes().to_vec();
        signature.truncate(SIGNATURE_BYTES);
        Ok(signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list<'a>(name: &'static str, filter: &'a &'static str) -> List<'a, &'static str> {
        List { name, filter }
    }

    fn refused(key: &CursorKey, list: &List<'_, &'static str>, cursor: &str) -> bool {
        matches!(key.read::<_, i64>(list, cursor), Err(p) if p.code() == Code::InvalidCursor)
    }

    #[test]
    fn a_cursor_comes_back_for_its_own_list_alone() {
        let key = CursorKey::new(&[1; 32]);
        let cursor = key.write(&list("users", &"all"), &41_i64).unwrap();
        assert_eq!(
            key.read::<_, i64>(&list("users", &"all"), &cursor).unwrap(),
            41
        );
        assert!(refused(&key, &list("topics", &"all"), &cursor));
        assert!(refused(&key, &list("users", &"some"), &cursor));
        assert!(refused(
            &CursorKey::new(&[2; 32]),
            &list("users", &"all"),
            &cursor
        ));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let key = CursorKey::new(&[1; 32]);
        let cursor = key.write(&list("users", &"all"), &41_i64).unwrap();
        let longer = format!("{cursor}A");
        let shorter = cursor.get(1..).unwrap();
        for text in ["", "x", "AAAA", "💣", "%00", longer.as_str(), shorter] {
            assert!(refused(&key, &list("users", &"all"), text), "{text}");
        }
    }

    #[test]
    fn every_changed_byte_shows() {
        let key = CursorKey::new(&[1; 32]);
        let cursor = key.write(&list("users", &"all"), &41_i64).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(&cursor).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let text = URL_SAFE_NO_PAD.encode(changed);
            assert!(refused(&key, &list("users", &"all"), &text), "byte {at}");
        }
    }
}
