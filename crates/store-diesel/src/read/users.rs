use super::{corrupt, one_more};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::key;
use crate::gather::Found;
use crate::schema::{role_grants, users};
use async_trait::async_trait;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_domain::accounts::{Email, Role, RoleGrant, Standing, User, Username};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Page, PageRequest, Unavailable};

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
        let admins = || role_grants::table.filter(role_grants::role.eq(Role::Admin.as_str()));
        self.reader
            .run(move |conn| diesel::select(exists(admins())).get_result(conn))
            .await
    }

    async fn list(&self, page: PageRequest<UserId>) -> Result<Page<User, UserId>, Unavailable> {
        let users = self
            .reader
            .run(move |conn| {
                let mut query = users::table
                    .filter(users::deleted_at.is_null())
                    .into_boxed();
                if let Some(after) = page.after {
                    query = query.filter(users::id.gt(key(after)));
                }
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
            created_at: row.created_at,
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
