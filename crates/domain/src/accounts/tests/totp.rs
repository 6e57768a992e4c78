use super::at;
use crate::Timestamp;
use crate::accounts::{RecoveryCode, SecondFactor, TotpSecret, WrongCode};
use crate::ids::UserId;
use uuid::Uuid;

/// The secret of RFC 6238, appendix B.
fn factor() -> SecondFactor {
    let secret = TotpSecret::new(*b"12345678901234567890");
    SecondFactor::offered(UserId::from(Uuid::from_u128(1)), secret)
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn codes() -> Vec<RecoveryCode> {
    (0..10)
        .map(|n| RecoveryCode::new([n; RecoveryCode::BYTES]))
        .collect()
}

#[test]
fn codes_are_those_of_the_standard() {
    for (time, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert!(factor().take(code, second(time)).is_ok(), "{time}");
        assert!(factor().take(code, second(time + 90)).is_err(), "{time}");
        assert!(factor().take(code, second(time - 90)).is_err(), "{time}");
    }
}

#[test]
fn a_clock_may_be_one_step_off() {
    // The code of the step from 30 to 59 s.
    for (time, is_right) in [
        (0, true),
        (29, true),
        (30, true),
        (59, true),
        (60, true),
        (89, true),
        (90, false),
        (120, false),
    ] {
        let taken = factor().take("287082", second(time));
        assert_eq!(taken.is_ok(), is_right, "{time}");
    }
}

#[test]
fn each_code_counts_once_and_none_of_an_earlier_step_after_it() {
    let used = factor().take("005924", second(1_234_567_890)).unwrap();
    assert_eq!(used.take("005924", second(1_234_567_891)), Err(WrongCode));
    let later = factor().take("050471", second(1_111_111_111)).unwrap();
    // The step before is within grace, and over.
    assert_eq!(later.take("081804", second(1_111_111_111)), Err(WrongCode));
}

#[test]
fn it_asks_for_nothing_until_it_is_confirmed() {
    let offered = factor();
    assert!(!offered.is_on());
    let wrong = offered.clone().confirm("000000", &codes(), second(59));
    assert_eq!(wrong, Err(WrongCode));
    let on = offered.confirm("287 082", &codes(), second(59)).unwrap();
    assert!(on.is_on());
    assert_eq!(
        (on.recovery.len(), on.version),
        (SecondFactor::RECOVERY_CODES, 2)
    );
}

#[test]
fn each_recovery_code_lets_in_once() {
    let on = factor().confirm("287082", &codes(), second(59)).unwrap();
    let code = RecoveryCode::new([3; RecoveryCode::BYTES]).text();
    assert_eq!(code, "ambq-gayd-ambq-gayd-ambq-gayd");
    for typed in [
        code.clone(),
        code.to_uppercase(),
        code.replace('-', " "),
        code.replace('-', ""),
    ] {
        let used = on.clone().take(&typed, at(0)).unwrap();
        assert_eq!(used.recovery.len(), 9);
        assert_eq!(used.take(&typed, at(0)), Err(WrongCode));
    }
    for wrong in [
        "",
        "amda",
        "ambq-gayd-ambq-gayd",
        "ambq-gayd-ambq-gayd-ambq-gayda",
        "aaaa-aaaa-aaaa-aaaa-aaaa-aaab",
        "éééé",
    ] {
        assert_eq!(on.clone().take(wrong, at(0)), Err(WrongCode), "{wrong}");
    }
}

#[test]
fn secrets_are_shown_to_their_user_alone() {
    let secret = factor().secret;
    assert_eq!(secret.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_eq!(
        secret.address("Ludger", "ada@example.org"),
        "otpauth://totp/Ludger:ada%40example%2Eorg?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ludger"
    );
    let told = format!(
        "{:?} {:?}",
        factor(),
        RecoveryCode::new([3; RecoveryCode::BYTES])
    );
    assert!(
        !told.contains("GEZD") && !told.contains("49") && !told.contains("3, 3"),
        "{told}"
    );
}
