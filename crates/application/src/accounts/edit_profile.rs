use super::Profile;
use super::enrolment::Taken;
use super::own_user::own_user;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, VersionMismatch};
use ludger_domain::accounts::{
    self as domain, AuditAction, AvatarUrl, Flag, FullName, Locale, SessionRequired, TimeZoneName,
    User, Username,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// Somebody tells something else of themselves.
pub struct EditProfile {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// What is to change; not yet checked. `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileEdit {
    /// See [`Username`].
    pub username: Option<String>,
    /// See [`FullName`].
    pub full_name: FieldEdit,
    /// See [`AvatarUrl`].
    pub avatar_url: FieldEdit,
    /// See [`TimeZoneName`].
    pub time_zone: Option<String>,
    /// See [`Locale`].
    pub locale: Option<String>,
    /// Whether they are seen on leaderboards; see [`Flag::HiddenFromBoards`].
    pub on_boards: Option<bool>,
}

/// What is to become of a field that may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FieldEdit {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is empty from now on.
    Clear,
    /// It is this.
    Set(String),
}

/// Why a profile stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EditProfileError {
    /// A token edits no profile.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// It was changed meanwhile.
    #[error(transparent)]
    VersionMismatch(#[from] VersionMismatch),
    /// Everything that is wrong with the fields, `username_taken` among it.
    #[error("the profile is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for EditProfileError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        let taken = matches!(expectation, Expectation::UsernameFree(_));
        taken.then(|| Self::Invalid(Taken::USERNAME.faults()))
    }
}

impl EditProfile {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The user as they are now. It changes no other version than the `expected` one. The audit log is told which fields
    /// were changed, and not what they say.
    ///
    /// # Errors
    /// See [`EditProfileError`].
    pub async fn run(
        &self,
        caller: &Caller,
        expected: i64,
        edit: &ProfileEdit,
    ) -> Result<Profile, EditProfileError> {
        caller.principal.person()?;
        let id = caller.principal.user;
        let user = retry_stale(async || {
            let before = own_user::<EditProfileError>(&*self.users, caller).await?;
            VersionMismatch::check(Some(expected), before.version)
                .map_err(EditProfileError::from)?;
            let (user, fields) = self.edited(&before, edit).await?;
            if fields.is_empty() {
                return Ok(before);
            }
            let now = self.clock.now();
            let record = caller.record(AuditAction::UserEdit, &*self.ids, now);
            let record = record.on("user", id).with(json!({ "fields": fields }));
            let changes = Changes::at(now)
                .save_user(user.clone(), &before)
                .audit(record);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(user)
        })
        .await?;
        let roles = self.users.roles(id).await.map_err(Outage::from)?;
        Ok(Profile { user, roles })
    }

    /// The user edited, and what differs.
    async fn edited(
        &self,
        before: &User,
        edit: &ProfileEdit,
    ) -> Result<(User, Vec<&'static str>), Attempt<EditProfileError>> {
        let mut faults = Faults::default();
        let (username, profile) = checked(before, edit, &mut faults);
        let key = username.key();
        if key != before.username.key() {
            let other = self.users.by_username(&key).await;
            if other.map_err(Attempt::outage)?.is_some() {
                faults.0.extend(Taken::USERNAME.faults().0);
            }
        }
        faults.into_result().map_err(EditProfileError::from)?;
        let was = &before.profile;
        let fields = [
            ("username", username != before.username),
            ("full_name", profile.full_name != was.full_name),
            ("avatar_url", profile.avatar_url != was.avatar_url),
            ("time_zone", profile.time_zone != was.time_zone),
            ("locale", profile.locale != was.locale),
            ("on_boards", profile.flags != was.flags),
        ];
        let differ = fields.into_iter().filter(|(_, differs)| *differs);
        let user = before.clone().edited(username, profile);
        Ok((user, differ.map(|(name, _)| name).collect()))
    }
}

/// Each field as it is to be; those at fault as they were.
fn checked(before: &User, edit: &ProfileEdit, faults: &mut Faults) -> (Username, domain::Profile) {
    let was = &before.profile;
    let username = field(faults, "/username", edit.username.as_ref());
    let full_name = optional::<FullName>(
        faults,
        "/full_name",
        &edit.full_name,
        was.full_name.as_ref(),
    );
    let avatar_url = optional::<AvatarUrl>(
        faults,
        "/avatar_url",
        &edit.avatar_url,
        was.avatar_url.as_ref(),
    );
    let time_zone = field::<TimeZoneName>(faults, "/time_zone", edit.time_zone.as_ref());
    let locale = field::<Locale>(faults, "/locale", edit.locale.as_ref());
    let mut flags = was.flags.clone();
    match edit.on_boards {
        Some(true) => drop(flags.remove(&Flag::HiddenFromBoards)),
        Some(false) => drop(flags.insert(Flag::HiddenFromBoards)),
        None => {}
    }
    let profile = domain::Profile {
        full_name,
        avatar_url,
        time_zone: time_zone.unwrap_or_else(|| was.time_zone.clone()),
        locale: locale.unwrap_or_else(|| was.locale.clone()),
        tier: was.tier,
        flags,
    };
    (username.unwrap_or_else(|| before.username.clone()), profile)
}

fn field<T: TryFrom<String, Error = Faults>>(
    faults: &mut Faults,
    pointer: &str,
    text: Option<&String>,
) -> Option<T> {
    let value = T::try_from(text?.clone());
    faults.take(value.map_err(|f| f.under(pointer)))
}

fn optional<T: TryFrom<String, Error = Faults> + Clone>(
    faults: &mut Faults,
    pointer: &str,
    edit: &FieldEdit,
    was: Option<&T>,
) -> Option<T> {
    match edit {
        FieldEdit::Keep => was.cloned(),
        FieldEdit::Clear => None,
        FieldEdit::Set(text) => field(faults, pointer, Some(text)),
    }
}
