//! What bytes say, where a target needs more than one value.

/// The bytes as text, if they are UTF-8: where the product takes text, others never get that far.
pub(crate) fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Texts that NUL parts, of which most texts have none; those that are missing are empty.
pub(crate) fn parts<const N: usize>(data: &[u8]) -> Option<[&str; N]> {
    let mut parts = text(data)?.splitn(N, '\0');
    Some(std::array::from_fn(|_| parts.next().unwrap_or_default()))
}

/// One of these, as the first byte says, and the rest.
pub(crate) fn choice<'a, T: Copy>(from: &[T], data: &'a [u8]) -> Option<(T, &'a [u8])> {
    let (first, rest) = data.split_first()?;
    // From the digit 0 on, so that a person can read a seed.
    let index = usize::from(first.wrapping_sub(b'0')).checked_rem(from.len())?;
    Some((*from.get(index)?, rest))
}
