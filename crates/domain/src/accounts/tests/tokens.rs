use crate::accounts::{TokenFault, TokenHash, TokenKind, TokenSecret};
use proptest::prelude::*;

#[test]
fn text_and_hash() {
    let secret = TokenSecret::new([0xab; 32]);
    assert_eq!(
        secret.text(TokenKind::Access),
        format!("lat_{}", "ab".repeat(32))
    );
    assert_eq!(
        secret.text(TokenKind::Refresh),
        format!("lrt_{}", "ab".repeat(32))
    );
    assert_eq!(
        secret.text(TokenKind::Setup),
        format!("lst_{}", "ab".repeat(32))
    );
    // sha256sum of 32 zero bytes
    let known = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";
    assert_eq!(TokenSecret::new([0; 32]).hash().to_string(), known);
    assert_eq!(format!("{secret:?}"), "TokenSecret(…)");
}

#[test]
fn texts_that_are_no_access_token() {
    let digits = "ab".repeat(32);
    for text in [
        String::new(),
        "lat_".to_owned(),
        digits.clone(),
        format!("lrt_{digits}"),
        format!("LAT_{digits}"),
        format!("lat_{}", digits.to_uppercase()),
        format!("lat_{}", &digits[1..]),
        format!("lat_{digits}a"),
        format!("lat_{digits} "),
        format!(" lat_{digits}"),
        format!("lat_{}", "+a".repeat(32)),
        format!("lat_{}", "é".repeat(32)),
    ] {
        assert_eq!(
            TokenSecret::parse(TokenKind::Access, &text),
            Err(TokenFault),
            "{text:?}"
        );
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(bytes: [u8; 32]) {
        let secret = TokenSecret::new(bytes);
        for kind in TokenKind::ALL {
            prop_assert_eq!(TokenSecret::parse(*kind, &secret.text(*kind)), Ok(secret.clone()));
        }
        let hash = secret.hash();
        prop_assert_eq!(hash.to_string().parse(), Ok(hash));
        let json = serde_json::to_string(&hash).unwrap();
        prop_assert_eq!(serde_json::from_str::<TokenHash>(&json).unwrap(), hash);
    }

    #[test]
    fn no_text_breaks_it_and_each_token_has_one(text in any::<String>()) {
        if let Ok(secret) = TokenSecret::parse(TokenKind::Access, &text) {
            prop_assert_eq!(secret.text(TokenKind::Access), text);
        }
    }
}
