//! Ranges of addresses, on which it hangs whose word about a client is believed.

use crate::input::parts;
use ludger_api::Network;
use std::net::IpAddr;

/// A range and an address, parted by NUL.
pub(crate) fn networks(data: &[u8]) {
    let Some([range, address]) = parts(data) else {
        return;
    };
    let Ok(network) = range.parse::<Network>() else {
        return;
    };
    let (base, prefix) = range.split_once('/').unwrap_or((range, ""));
    let base: IpAddr = base.parse().expect("the range was taken");
    let Ok(address) = address.parse::<IpAddr>() else {
        return;
    };
    let (of_base, of_address) = (bits(base), bits(address.to_canonical()));
    let prefix = prefix.parse().unwrap_or(of_base.len());
    let expected =
        of_base.len() == of_address.len() && of_base.get(..prefix) == of_address.get(..prefix);
    assert_eq!(network.holds(address), expected, "{range} and {address}");
}

fn bits(address: IpAddr) -> Vec<u8> {
    let bytes = match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    let bits = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    bits.collect()
}
