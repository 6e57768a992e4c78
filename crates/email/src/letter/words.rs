//! The words of every letter.

use super::Deployment;
use crate::one_line::unlinked;
use jiff::Timestamp;
use ludger_ports::Letter;

/// Longer names are cut.
const NAME_LENGTH_MAX: usize = 80;

/// What a letter says. It is shown in the order of the fields.
#[derive(Default)]
pub(super) struct Words {
    pub(super) subject: &'static str,
    pub(super) paragraphs: Vec<String>,
    /// What happened, line by line.
    pub(super) facts: Vec<Fact>,
    pub(super) button: Option<Button>,
    /// For whom it was not.
    pub(super) otherwise: Option<String>,
}

pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) value: String,
}

pub(super) struct Button {
    pub(super) label: &'static str,
    pub(super) link: String,
}

impl Words {
    pub(super) fn of(letter: &Letter, from: &Deployment) -> Self {
        match letter {
            Letter::Verification { link } => verification(link, from),
            Letter::AlreadyRegistered => already_registered(from),
            Letter::PasswordReset { link } => password_reset(link, from),
            Letter::MagicLink { link } => magic_link(link, from),
            Letter::EmailChange { link } => email_change(link, from),
            Letter::EmailChangeAsked => email_change_asked(from),
            Letter::EmailChanged => email_changed(from),
            Letter::PasswordChanged => password_changed(from),
            Letter::SecondFactorOn { at } => second_factor_on(*at, from),
            Letter::SecondFactorOff { at } => second_factor_off(*at, from),
            Letter::ApiTokenCreated { name, at } => api_token_created(name, *at, from),
            Letter::NewDevice {
                device,
                address,
                at,
            } => new_device((device.as_deref(), address.as_deref(), *at), from),
            Letter::SignInsBlocked { at } => sign_ins_blocked(*at, from),
            Letter::CodesBlocked { at } => codes_blocked(*at, from),
            Letter::SessionReplayed { at } => session_replayed(*at, from),
            Letter::AccountDeleted { erased_at } => account_deleted(*erased_at, from),
            Letter::Invitation { link } => invitation(link, from),
            Letter::Test => test(from),
        }
    }

    fn new(subject: &'static str) -> Self {
        Self {
            subject,
            ..Self::default()
        }
    }

    fn says(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(paragraph.into());
        self
    }

    fn tells(mut self, name: &'static str, value: String) -> Self {
        self.facts.push(Fact { name, value });
        self
    }

    fn leads(mut self, label: &'static str, link: &str) -> Self {
        let link = link.chars().filter(|c| !c.is_control()).collect();
        self.button = Some(Button { label, link });
        self
    }

    fn otherwise(mut self, otherwise: impl Into<String>) -> Self {
        self.otherwise = Some(otherwise.into());
        self
    }
}

fn verification(link: &str, Deployment { name, url }: &Deployment) -> Words {
    Words::new("Confirm your email address")
        .says(format!(
            "Welcome to {name}. Please show that this address is yours: follow the link within the \
             next 24 hours."
        ))
        .leads("Confirm this address", link)
        .otherwise(format!(
            "You did not register at {name}? Then do not follow the link. An account that somebody \
             else made with your address stays unconfirmed, and a link to sign in, which you can ask \
             for at {url}, would make it yours and shut them out."
        ))
}

fn already_registered(Deployment { name, url }: &Deployment) -> Words {
    Words::new("You have an account already")
        .says(format!(
            "Somebody, most likely you, wanted to register at {name} with this address. It belongs \
             to an account already, so nothing was changed."
        ))
        .says(format!(
            "You can sign in at {url}. If you do not remember your password, you can ask for a \
             link there."
        ))
        .otherwise("It was not you? Then do nothing. Nobody was told that you have an account.")
}

fn password_reset(link: &str, Deployment { name, .. }: &Deployment) -> Words {
    Words::new("Set a new password")
        .says(format!(
            "Somebody, most likely you, asked for a new password at {name}. The link lets you set \
             it, once and within the next hour. All your devices are signed out then."
        ))
        .leads("Set a new password", link)
        .otherwise("You did not ask for it? Then do nothing. Your password stays as it is.")
}

fn magic_link(link: &str, Deployment { name, .. }: &Deployment) -> Words {
    Words::new("Your link to sign in")
        .says(format!(
            "The link signs you in to {name}, once and within the next 10 minutes."
        ))
        .leads("Sign in", link)
        .otherwise(
            "You did not ask for it? Then do nothing, and do not pass it on: whoever has the link \
             can sign in as you.",
        )
}

fn email_change(link: &str, Deployment { name, .. }: &Deployment) -> Words {
    Words::new("Confirm your new email address")
        .says(format!(
            "You asked to use this address for your account at {name}. Please show that it is \
             yours: follow the link within the next 24 hours."
        ))
        .leads("Use this address", link)
        .otherwise("You did not ask for it? Then do nothing, and your address is not used.")
}

fn email_change_asked(Deployment { name, url }: &Deployment) -> Words {
    Words::new("Your email address is about to change")
        .says(format!(
            "Somebody who was signed in to your account at {name} asked to use another address for \
             it. It is used from the moment at which its owner confirms it."
        ))
        .otherwise(format!(
            "It was not you? Then sign in at {url} now and set a new password. That signs out all \
             devices."
        ))
}

fn email_changed(Deployment { name, url }: &Deployment) -> Words {
    Words::new("Your email address was changed")
        .says(format!(
            "Your account at {name} uses another address from now on. This is the last mail about \
             it to this one."
        ))
        .otherwise(format!(
            "It was not you? Then tell whoever runs {url} without delay."
        ))
}

fn password_changed(Deployment { name, url }: &Deployment) -> Words {
    Words::new("Your password was changed")
        .says(format!(
            "The password of your account at {name} was changed, and all devices were signed out."
        ))
        .otherwise(format!(
            "It was not you? Then ask for a new password at {url} now."
        ))
}

fn api_token_created(token: &str, at: Timestamp, Deployment { name, url }: &Deployment) -> Words {
    Words::new("A token for a program was made")
        .says(format!(
            "There is a new API token in your account at {name}. The program that has it acts as \
             you, until you revoke it."
        ))
        .tells("Token", unlinked(token, NAME_LENGTH_MAX))
        .tells("Time", time(at))
        .otherwise(format!(
            "It was not you? Then ask for a link at {url} that sets a new password. That revokes \
             all tokens, and signs out all devices."
        ))
}

fn new_device(
    (device, address, at): (Option<&str>, Option<&str>, Timestamp),
    Deployment { name, url }: &Deployment,
) -> Words {
    let shown = |text| unlinked(text, NAME_LENGTH_MAX);
    let unknown = || "unknown".to_owned();
    Words::new("A new device signed in")
        .says(format!(
            "Somebody signed in to your account at {name} from a device that was not seen before."
        ))
        .tells("Device", device.map_or_else(unknown, shown))
        .tells("Address", address.map_or_else(unknown, shown))
        .tells("Time", time(at))
        .otherwise(format!(
            "It was not you? Then sign in at {url} now and set a new password. That signs out all \
             devices."
        ))
}

fn sign_ins_blocked(at: Timestamp, Deployment { name, url }: &Deployment) -> Words {
    Words::new("Too many failed sign-ins")
        .says(format!(
            "Somebody tried to sign in to your account at {name} with wrong passwords, too many \
             times. Passwords are refused for a while, the right one too."
        ))
        .says(format!(
            "You can sign in all the same: ask for a link by email at {url}."
        ))
        .tells("Time", time(at))
        .otherwise(
            "It was not you? Nobody got in. A long password that you use nowhere else keeps it so.",
        )
}

fn codes_blocked(at: Timestamp, Deployment { name, url }: &Deployment) -> Words {
    Words::new("Too many wrong codes")
        .says(format!(
            "Somebody who signed in to your account at {name} with the right password, or with a \
             link sent to this address, gave wrong codes of your second factor, too many times. \
             Codes are refused for up to an hour, the right one too."
        ))
        .tells("Time", time(at))
        .otherwise(format!(
            "It was not you? Nobody got in, but somebody may know your password: ask for a link at \
             {url} that sets a new one."
        ))
}

fn second_factor_on(at: Timestamp, Deployment { name, url }: &Deployment) -> Words {
    Words::new("Signing in takes a code from now on")
        .says(format!(
            "Your account at {name} has a second factor now: signing in asks for a code of your \
             application, or for one of your recovery codes."
        ))
        .tells("Time", time(at))
        .otherwise(format!(
            "It was not you? Then set a new password at {url} now, and write to whoever runs it."
        ))
}

fn second_factor_off(at: Timestamp, Deployment { name, url }: &Deployment) -> Words {
    Words::new("Signing in takes no code any more")
        .says(format!(
            "The second factor of your account at {name} was removed: your password, or a link \
             sent to this address, is enough to sign in."
        ))
        .tells("Time", time(at))
        .otherwise(format!(
            "It was not you? Then set a new password at {url} now, and set up a new second factor."
        ))
}

fn session_replayed(at: Timestamp, Deployment { name, url }: &Deployment) -> Words {
    Words::new("A device was signed out for your safety")
        .says(format!(
            "A key of a device that is signed in to your account at {name} was used twice. \
             Somebody may have copied it, so that device was signed out."
        ))
        .says(format!(
            "Please sign in again at {url}. If it happens again, set a new password there. That \
             signs out all devices."
        ))
        .tells("Time", time(at))
}

fn account_deleted(erased_at: Timestamp, Deployment { name, url }: &Deployment) -> Words {
    Words::new("Your account was deleted")
        .says(format!(
            "Your account at {name} was deleted, and nobody can sign in to it. Your personal data \
             is erased at the time below."
        ))
        .tells("Erased", time(erased_at))
        .otherwise(format!(
            "It was not you? Then tell whoever runs {url} before that time."
        ))
}

fn invitation(link: &str, Deployment { name, .. }: &Deployment) -> Words {
    Words::new("You are invited")
        .says(format!(
            "You are invited to {name}. The link lets you register within the next 7 days."
        ))
        .leads("Register", link)
        .otherwise("You do not want to? Then do nothing.")
}

fn test(Deployment { name, .. }: &Deployment) -> Words {
    Words::new("A test").says(format!(
        "Whoever runs {name} tried out whether it can send mail. It can."
    ))
}

fn time(at: Timestamp) -> String {
    at.strftime("%-d %B %Y, %H:%M UTC").to_string()
}
