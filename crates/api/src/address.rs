//! Whose request it is, as far as trusted proxies vouch for it.

use crate::settings::ApiSettings;
use actix_web::http::header::HeaderMap;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// A range of addresses, written `10.0.0.0/8` or as one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// A text that is no [`Network`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a network is written as an address with a prefix length, for example 10.0.0.0/8")]
pub struct InvalidNetwork;

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let (base, prefix) = text
            .split_once('/')
            .map_or((text, None), |(b, p)| (b, Some(p)));
        let base: IpAddr = base.parse().map_err(|_| InvalidNetwork)?;
        let bits = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix
            .map_or(Ok(bits), str::parse)
            .map_err(|_| InvalidNetwork)?;
        if prefix > bits {
            Err(InvalidNetwork)
        } else {
            Ok(Self { base, prefix })
        }
    }
}

impl Network {
    /// Whether the address lies in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let shift = 32 - u32::from(self.prefix);
                u32::from(base).checked_shr(shift) == u32::from(address).checked_shr(shift)
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let shift = 128 - u32::from(self.prefix);
                u128::from(base).checked_shr(shift) == u128::from(address).checked_shr(shift)
            }
            _ => false,
        }
    }
}

/// The client's address: the peer's, or, behind trusted proxies, the last one in `X-Forwarded-For` that is not such a
/// proxy. What stands before it was written by the client, and is not believed.
pub(crate) fn client(
    peer: Option<SocketAddr>,
    headers: &HeaderMap,
    settings: &ApiSettings,
) -> Option<IpAddr> {
    let trusted = |address| {
        settings
            .trusted_proxies
            .iter()
            .any(|network| network.holds(address))
    };
    let mut client = peer?.ip().to_canonical();
    let forwarded: Vec<_> = headers
        .get_all("x-forwarded-for")
        .flat_map(|line| line.to_str().unwrap_or("?").split(','))
        .map(str::trim)
        .collect();
    for hop in forwarded.into_iter().rev() {
        if !trusted(client) {
            break;
        }
        let Ok(address) = hop.parse::<IpAddr>() else {
            break;
        };
        client = address.to_canonical();
    }
    Some(client)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn seen(peer: &str, forwarded: &[&'static str]) -> String {
        let mut settings = ApiSettings::new("http://localhost", [0; 32]);
        settings.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(
                HeaderName::from_static("x-forwarded-for"),
                HeaderValue::from_static(line),
            );
        }
        let peer = SocketAddr::new(peer.parse().unwrap(), 80);
        client(Some(peer), &headers, &settings).unwrap().to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let table: [(&str, &[&str], &str); 8] = [
            ("203.0.113.9", &[], "203.0.113.9"),
            ("203.0.113.9", &["198.51.100.1"], "203.0.113.9"),
            ("10.1.2.3", &["198.51.100.1"], "198.51.100.1"),
            (
                "10.1.2.3",
                &["1.1.1.1, 198.51.100.1, 10.9.9.9"],
                "198.51.100.1",
            ),
            ("10.1.2.3", &["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
            ("10.1.2.3", &["1.1.1.1, nonsense"], "10.1.2.3"),
            ("::1", &["2001:db8::7"], "2001:db8::7"),
            ("::ffff:10.1.2.3", &["198.51.100.1"], "198.51.100.1"),
        ];
        for (peer, forwarded, expected) in table {
            assert_eq!(seen(peer, forwarded), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn networks_are_read_and_matched() {
        let holds = |network: &str, address: &str| {
            network
                .parse::<Network>()
                .unwrap()
                .holds(address.parse().unwrap())
        };
        assert!(holds("0.0.0.0/0", "9.9.9.9"));
        assert!(holds("192.168.1.7", "192.168.1.7"));
        assert!(!holds("192.168.1.7", "192.168.1.8"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1"));
        assert!(!holds("10.0.0.0/8", "::1"));
        for text in ["10.0.0.0/33", "10.0.0/8", "", "x/8", "10.0.0.0/-1"] {
            assert_eq!(text.parse::<Network>(), Err(InvalidNetwork), "{text}");
        }
    }
}
