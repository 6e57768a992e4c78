use crate::accounts::{Email, EmailPattern, RegistrationPolicy};

const INSTITUTE: &str = r"^\d{2}f\d{7}@ds\.study\.iitm\.ac\.in$";

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

#[test]
fn an_institute_admits_its_own() {
    let policy = RegistrationPolicy::Pattern(EmailPattern::new(INSTITUTE).unwrap());
    for (text, is_admitted) in [
        ("21f1006194@ds.study.iitm.ac.in", true),
        ("00f0000000@ds.study.iitm.ac.in", true),
        ("21f100619@ds.study.iitm.ac.in", false),
        ("21f10061945@ds.study.iitm.ac.in", false),
        ("x21f1006194@ds.study.iitm.ac.in", false),
        ("21f1006194@ds.study.iitm.ac.in.example.org", false),
        ("21f1006194@ds-study.iitm.ac.in", false),
        ("21f1006194@example.org", false),
    ] {
        let admitted = policy.admits(&email(text), true, false);
        assert_eq!(admitted.is_ok(), is_admitted, "{text}");
    }
    let refused = policy
        .admits(&email("ada@example.org"), false, false)
        .unwrap_err();
    assert_eq!(
        (refused.pointer.as_str(), refused.code.as_str()),
        ("/email", "email_not_allowed")
    );
}

#[test]
fn letters_are_as_the_pattern_has_them() {
    let policy = RegistrationPolicy::Pattern(EmailPattern::new(INSTITUTE).unwrap());
    let upper = email("21F1006194@ds.study.iitm.ac.in");
    assert!(policy.admits(&upper, false, false).is_err());
}

#[test]
fn a_pattern_fits_the_whole_address_or_not_at_all() {
    let either = EmailPattern::new("ada@example.org|eve@example.org").unwrap();
    assert!(either.fits(&email("eve@example.org")));
    assert!(!either.fits(&email("eve@example.org.evil")));
    assert!(!either.fits(&email("x.ada@example.org")));
}

#[test]
fn what_is_no_pattern_is_refused() {
    for expression in ["(", "[", "a{1000000000}", r"(?=a)", r"(a)\1", "a)|(b"] {
        assert!(EmailPattern::new(expression).is_err(), "{expression}");
    }
}

#[test]
fn a_pattern_takes_no_longer_for_being_cunning() {
    let cunning = EmailPattern::new("(a+)+b@example.org").unwrap();
    assert!(!cunning.fits(&email(&format!("{}@example.org", "a".repeat(64)))));
}

#[test]
fn each_policy_admits_whom_it_is_for() {
    let pattern = || RegistrationPolicy::Pattern(EmailPattern::new(".*@example.org").unwrap());
    let (inside, outside) = (email("ada@example.org"), email("ada@example.com"));
    for (policy, whom, listed, invited, is_admitted) in [
        (RegistrationPolicy::Open, &outside, false, false, true),
        (pattern(), &inside, false, false, true),
        (pattern(), &outside, true, false, false),
        (pattern(), &outside, false, true, true),
        (RegistrationPolicy::AllowList, &inside, true, false, true),
        (RegistrationPolicy::AllowList, &inside, false, false, false),
        (RegistrationPolicy::AllowList, &inside, false, true, true),
        (RegistrationPolicy::Invitation, &inside, true, false, false),
        (RegistrationPolicy::Invitation, &inside, false, true, true),
    ] {
        let admitted = policy.admits(whom, listed, invited);
        assert_eq!(admitted.is_ok(), is_admitted, "{policy:?} {whom}");
    }
}
