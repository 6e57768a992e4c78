//! Addresses as mail servers take them.

use lettre::Address;
use ludger_domain::accounts::Email;
use url::Host;

/// The address with its domain in ASCII, which every server takes. None if it cannot be written so: then there is no
/// such domain.
pub(crate) fn address(email: &Email) -> Option<Address> {
    let (local, domain) = email.as_str().rsplit_once('@')?;
    let Ok(Host::Domain(domain)) = Host::parse(domain) else {
        return None;
    };
    Address::new(local, domain).ok()
}

/// Whether every server takes it, and not only one with SMTPUTF8 (RFC 6531).
pub(crate) fn is_plain(address: &Address) -> bool {
    let text: &str = address.as_ref();
    text.is_ascii()
}
