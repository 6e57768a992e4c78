use super::{corrupt, one_more};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::key;
use crate::gather::Found;
use crate::schema::{allowed_emails, attempts, role_grants, second_factors, users};
use async_trait::async_trait;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_domain::accounts::{
    Allowed, Attempts, Email, Profile, Role, RoleGrant, Standing, ThrottleKey, TokenHash, User,
    Username,
};
use ludger_domain::fault::Faults;
use ludger_domain::ids::UserId;
use ludger_ports::read::{Guesses, UserFilter, Users};
use ludger_ports::{Page, PageRequest, SealedFactor, Unavailable};

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct UserRow {
    id: UserId,
    email: Option<String>,
    username: String,
    password_hash: Option<String>,
    created_at: Timestamp,
    deleted_at: Option<Timestamp>,
    version: i64,
    verified_at: Option<Timestamp>,
    locked_at: Option<Timestamp>,
    #[diesel(embed)]
    profile: ProfileRow,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct ProfileRow {
    full_name: Option<String>,
    avatar_url: Option<String>,
    time_zone: String,
    locale: String,
    tier: String,
    flags: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = second_factors)]
struct FactorRow {
    user_id: UserId,
    secret: Vec<u8>,
    confirmed_at: Option<Timestamp>,
    last_step: i64,
    recovery: String,
    version: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = allowed_emails)]
struct AllowedRow {
    email: String,
    name: String,
    level: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = attempts)]
pub(crate) struct AttemptsRow {
    key: Vec<u8>,
    count: i64,
    first_at: Timestamp,
    last_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = role_grants)]
struct GrantRow {
    user_id: UserId,
    role: String,
    granted_at: Timestamp,
    granted_by: Option<UserId>,
}

/// One statement, however many users.
pub(crate) fn users_by_id(
    conn: &mut Connection,
    ids: &[UserId],
) -> QueryResult<Found<UserId, User>> {
    let rows: Vec<UserRow> = users::table
        .filter(users::id.eq_any(ids.iter().copied().map(key)))
        .select(UserRow::as_select())
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, User::try_from(row)))
        .collect())
}

#[async_trait]
impl Users for DieselStore {
    async fn find(&self, id: UserId) -> Result<Option<User>, Unavailable> {
        self.users.get(id).await
    }

    async fn standing(&self, id: UserId) -> Result<Option<Standing>, Unavailable> {
        let standings = &self.remembered.standings;
        if let Some(standing) = standings.find(&id) {
            return Ok(Some(standing));
        }
        let moment = standings.moment();
        let user = self.users.get(id).await?;
        let standing = user.map(|user| user.standing());
        if let Some(standing) = standing {
            standings.keep(moment, id, standing);
        }
        Ok(standing)
    }

    async fn by_email(&self, email: &str) -> Result<Option<User>, Unavailable> {
        let email = email.to_owned();
        self.reader
            .run(move |conn| {
                let row: Option<UserRow> = users::table
                    .filter(users::email_key.eq(&email))
                    .filter(users::deleted_at.is_null())
                    .select(UserRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(User::try_from).transpose()
            })
            .await
    }

    async fn by_username(&self, name: &str) -> Result<Option<User>, Unavailable> {
        let name = name.to_owned();
        self.reader
            .run(move |conn| {
                let row: Option<UserRow> = users::table
                    .filter(users::username_key.eq(&name))
                    .filter(users::deleted_at.is_null())
                    .select(UserRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(User::try_from).transpose()
            })
            .await
    }

    async fn roles(&self, id: UserId) -> Result<Vec<RoleGrant>, Unavailable> {
        self.reader
            .run(move |conn| {
                let rows: Vec<GrantRow> = role_grants::table
                    .filter(role_grants::user_id.eq(key(id)))
                    .order((role_grants::granted_at.asc(), role_grants::role.asc()))
                    .select(GrantRow::as_select())
                    .load(conn)?;
                rows.into_iter().map(RoleGrant::try_from).collect()
            })
            .await
    }

    async fn has_admin(&self) -> Result<bool, Unavailable> {
        let admins = || {
            role_grants::table
                .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
                .filter(role_grants::role.eq(Role::Admin.as_str()))
                .filter(users::deleted_at.is_null())
                .filter(users::locked_at.is_null())
        };
        self.reader
            .run(move |conn| diesel::select(exists(admins())).get_result(conn))
            .await
    }

    async fn list(
        &self,
        filter: &UserFilter,
        page: PageRequest<UserId>,
    ) -> Result<Page<User, UserId>, Unavailable> {
        let filter = filter.clone();
        let users = self
            .reader
            .run(move |conn| {
                let mut query = users::table
                    .filter(users::deleted_at.is_null())
                    .into_boxed();
                if let Some(after) = page.after {
                    query = query.filter(users::id.gt(key(after)));
                }
                if let Some(email) = &filter.email_key {
                    query = query.filter(users::email_key.eq(email));
                }
                if let Some(prefix) = &filter.username_key_prefix {
                    // The last character there is sorts behind all that begin alike.
                    let end = format!("{prefix}\u{10ffff}");
                    query = query.filter(users::username_key.between(prefix, end));
                }
                if let Some(role) = filter.role {
                    let those = role_grants::table
                        .filter(role_grants::role.eq(role.as_str()))
                        .select(role_grants::user_id);
                    query = query.filter(users::id.eq_any(those));
                }
                query = match filter.is_locked {
                    Some(true) => query.filter(users::locked_at.is_not_null()),
                    Some(false) => query.filter(users::locked_at.is_null()),
                    None => query,
                };
                let rows: Vec<UserRow> = query
                    .order(users::id.asc())
                    .limit(one_more(page.limit))
                    .select(UserRow::as_select())
                    .load(conn)?;
                rows.into_iter()
                    .map(User::try_from)
                    .collect::<QueryResult<_>>()
            })
            .await?;
        Ok(Page::cut(users, page.limit, |user: &User| user.id))
    }

    async fn second_factor(&self, id: UserId) -> Result<Option<SealedFactor>, Unavailable> {
        self.reader
            .run(move |conn| {
                let row: Option<FactorRow> = second_factors::table
                    .find(key(id))
                    .select(FactorRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(SealedFactor::try_from).transpose()
            })
            .await
    }

    async fn allowed(&self, email_key: &str) -> Result<Option<Allowed>, Unavailable> {
        let email = email_key.to_owned();
        self.reader
            .run(move |conn| {
                let row: Option<AllowedRow> = allowed_emails::table
                    .find(&email)
                    .select(AllowedRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(Allowed::try_from).transpose()
            })
            .await
    }

    async fn allow_list(
        &self,
        page: PageRequest<String>,
    ) -> Result<Page<Allowed, String>, Unavailable> {
        let limit = page.limit;
        let allowed = self
            .reader
            .run(move |conn| {
                let mut query = allowed_emails::table.into_boxed();
                if let Some(after) = &page.after {
                    query = query.filter(allowed_emails::email_key.gt(after.clone()));
                }
                let rows: Vec<AllowedRow> = query
                    .order(allowed_emails::email_key.asc())
                    .limit(one_more(page.limit))
                    .select(AllowedRow::as_select())
                    .load(conn)?;
                rows.into_iter()
                    .map(Allowed::try_from)
                    .collect::<QueryResult<_>>()
            })
            .await?;
        Ok(Page::cut(allowed, limit, |allowed: &Allowed| {
            allowed.email.key()
        }))
    }
}

#[async_trait]
impl Guesses for DieselStore {
    async fn attempts(&self, who: ThrottleKey) -> Result<Option<Attempts>, Unavailable> {
        self.reader
            .run(move |conn| {
                let row: Option<AttemptsRow> = attempts::table
                    .find(who.0.0.as_slice())
                    .select(AttemptsRow::as_select())
                    .first(conn)
                    .optional()?;
                let read = row.map(AttemptsRow::read).transpose()?;
                Ok(read.map(|(_, attempts)| attempts))
            })
            .await
    }
}

impl AttemptsRow {
    pub(crate) fn read(self) -> QueryResult<(ThrottleKey, Attempts)> {
        let here = "counted attempts";
        let key = <[u8; 32]>::try_from(self.key).map(|hash| ThrottleKey(TokenHash(hash)));
        let key = key.map_err(|_| corrupt(here, "their key has no 32 bytes"))?;
        let count = u32::try_from(self.count).map_err(|error| corrupt(here, error))?;
        let attempts = Attempts {
            count,
            first_at: self.first_at,
            last_at: self.last_at,
        };
        Ok((key, attempts))
    }
}

impl ProfileRow {
    fn read(self, id: UserId) -> QueryResult<Profile> {
        let here = format!("the profile of user {id}");
        Ok(Profile {
            full_name: self
                .full_name
                .map(TryInto::try_into)
                .transpose()
                .map_err(|faults: Faults| corrupt(&here, faults))?,
            avatar_url: self
                .avatar_url
                .map(TryInto::try_into)
                .transpose()
                .map_err(|faults: Faults| corrupt(&here, faults))?,
            time_zone: self
                .time_zone
                .try_into()
                .map_err(|faults: Faults| corrupt(&here, faults))?,
            locale: self
                .locale
                .try_into()
                .map_err(|faults: Faults| corrupt(&here, faults))?,
            tier: self
                .tier
                .parse()
                .map_err(|unknown| corrupt(&here, unknown))?,
            flags: serde_json::from_str(&self.flags).map_err(|error| corrupt(&here, error))?,
        })
    }
}

impl TryFrom<FactorRow> for SealedFactor {
    type Error = Error;

    fn try_from(row: FactorRow) -> Result<Self, Error> {
        let recovery = serde_json::from_str(&row.recovery)
            .map_err(|error| corrupt("recovery codes", error))?;
        Ok(Self {
            user: row.user_id,
            secret: row.secret,
            confirmed_at: row.confirmed_at,
            last_step: row.last_step,
            recovery,
            version: row.version,
        })
    }
}

impl TryFrom<AllowedRow> for Allowed {
    type Error = Error;

    fn try_from(row: AllowedRow) -> Result<Self, Error> {
        let here = "the allow-list";
        Ok(Self {
            name: row.name,
            email: row
                .email
                .try_into()
                .map_err(|faults: Faults| corrupt(here, faults))?,
            level: row
                .level
                .parse()
                .map_err(|unknown| corrupt(here, unknown))?,
        })
    }
}

pub(super) fn username(id: UserId, name: String) -> Result<Username, Error> {
    name.try_into()
        .map_err(|faults| corrupt(format_args!("the name of user {id}"), faults))
}

pub(super) fn email(id: UserId, email: Option<String>) -> Result<Option<Email>, Error> {
    email
        .map(Email::try_from)
        .transpose()
        .map_err(|faults| corrupt(format_args!("the email of user {id}"), faults))
}

pub(super) fn role(name: &str) -> Result<Role, Error> {
    name.parse().map_err(|unknown| corrupt("a grant", unknown))
}

impl TryFrom<UserRow> for User {
    type Error = Error;

    fn try_from(row: UserRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            email: email(row.id, row.email)?,
            username: username(row.id, row.username)?,
            password_hash: row.password_hash.map(Into::into),
            verified_at: row.verified_at,
            profile: row.profile.read(row.id)?,
            created_at: row.created_at,
            locked_at: row.locked_at,
            deleted_at: row.deleted_at,
            version: row.version,
        })
    }
}

impl TryFrom<GrantRow> for RoleGrant {
    type Error = Error;

    fn try_from(row: GrantRow) -> Result<Self, Error> {
        Ok(Self {
            user: row.user_id,
            role: role(&row.role)?,
            granted_at: row.granted_at,
            granted_by: row.granted_by,
        })
    }
}
