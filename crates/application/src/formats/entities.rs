//! HTML character references: `&eacute;`, `&#039;`, `&#x27;`. The names are the 252 of HTML 4 (and `&apos;`), after
//! <https://www.w3.org/TR/html4/sgml/entities.html>. What is none is left as it stands.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The names of U+00A0 to U+00FF, in order.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr \
    deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
    Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
    ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig \
    agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
    eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// The names of U+0391 to U+03D6, in order; `-` where there is none.
const GREEK: &str = "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi \
    Rho - Sigma Tau Upsilon Phi Chi Psi Omega - - - - - - - \
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi \
    rho sigmaf sigma tau upsilon phi chi psi omega - - - - - - - \
    thetasym upsih - - - piv";

/// Everything else: a name, and what it stands for.
const SYMBOLS: &str = "quot \" amp & lt < gt > apos ' OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ \
    ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † Dagger ‡ bull • hellip … \
    permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › oline ‾ frasl ⁄ euro € image ℑ weierp ℘ real ℜ trade ™ alefsym ℵ \
    larr ← uarr ↑ rarr → darr ↓ harr ↔ crarr ↵ lArr ⇐ uArr ⇑ rArr ⇒ dArr ⇓ hArr ⇔ \
    forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ prod ∏ sum ∑ minus − lowast ∗ radic √ prop ∝ \
    infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ there4 ∴ sim ∼ cong ≅ asymp ≈ ne ≠ equiv ≡ le ≤ ge ≥ \
    sub ⊂ sup ⊃ nsub ⊄ sube ⊆ supe ⊇ oplus ⊕ otimes ⊗ perp ⊥ sdot ⋅ \
    lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lang ⟨ rang ⟩ loz ◊ spades ♠ clubs ♣ hearts ♥ diams ♦";

/// These would not be seen in a table: spaces and marks without width.
const INVISIBLE: [(&str, char); 7] = [
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
];

/// What browsers read the numbers 128 to 159 as, in order; a space where they read nothing.
const WINDOWS_1252: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The longest name has 8 letters, the longest number 8 characters (`#1114111`); leading zeros get some room.
const REFERENCE_BYTES_MAX: usize = 16;

static NAMED: LazyLock<BTreeMap<&'static str, char>> = LazyLock::new(|| {
    let latin_1 = LATIN_1.split_whitespace().zip('\u{a0}'..='\u{ff}');
    let greek = GREEK.split_whitespace().zip('\u{391}'..='\u{3d6}');
    let names = SYMBOLS.split_whitespace().step_by(2);
    let symbols = SYMBOLS
        .split_whitespace()
        .skip(1)
        .step_by(2)
        .filter_map(|symbol| symbol.chars().next());
    latin_1
        .chain(greek)
        .chain(names.zip(symbols))
        .chain(INVISIBLE)
        .filter(|(name, _)| *name != "-")
        .collect()
});

/// The text with its character references resolved, once.
pub(super) fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        if let Some((resolved, behind)) = reference(after) {
            decoded.push(resolved);
            rest = behind;
        } else {
            decoded.push('&');
            rest = after;
        }
    }
    decoded.push_str(rest);
    decoded
}

fn reference(after: &str) -> Option<(char, &str)> {
    let end = after
        .bytes()
        .take(REFERENCE_BYTES_MAX)
        .position(|byte| byte == b';')?;
    let (name, behind) = (after.get(..end)?, after.get(end + 1..)?);
    let resolved = match name.strip_prefix('#') {
        Some(number) => numeric(number)?,
        None => *NAMED.get(name)?,
    };
    Some((resolved, behind))
}

fn numeric(number: &str) -> Option<char> {
    let (digits, radix) = number
        .strip_prefix(['x', 'X'])
        .map_or((number, 10), |digits| (digits, 16));
    if !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    let windows = |code: u32| {
        WINDOWS_1252
            .chars()
            .nth(usize::try_from(code.checked_sub(128)?).ok()?)
    };
    match code {
        0 => None,
        128..=159 => windows(code).filter(|resolved| *resolved != ' '),
        _ => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_names_of_html_4() {
        assert_eq!(NAMED.len(), 253);
    }

    #[test]
    fn decodes_references() {
        let rows = [
            ("&quot;Don&#039;t&quot;", "\"Don't\""),
            ("caf&eacute; &Auml;&yuml; &szlig;", "café Äÿ ß"),
            (
                "&pi; = 3.14 &amp; &Omega; &thetasym; &piv; &sigmaf; &sigma;",
                "π = 3.14 & Ω ϑ ϖ ς σ",
            ),
            (
                "&lt;b&gt; &euro;5 &hellip; &rarr; &hearts; &le;",
                "<b> €5 … → ♥ ≤",
            ),
            ("&#x27;&#X1F600;&#128512;", "'😀😀"),
            ("&#146;&#128;&#159;", "’€Ÿ"),
            ("&amp;quot;", "&quot;"),
            ("&shy;&zwj;", "\u{ad}\u{200d}"),
            (
                "&#129; &#0; &#xD800; &#99999999; &#+5; &nosuch; &; & &amp",
                "&#129; &#0; &#xD800; &#99999999; &#+5; &nosuch; &; & &amp",
            ),
            (
                "&a very long name that is none;",
                "&a very long name that is none;",
            ),
            ("&é;&&eacute;", "&é;&é"),
        ];
        for (text, decoded) in rows {
            assert_eq!(decode_entities(text), decoded);
        }
    }
}
