use bookplate_domain::{
    roles::{ListUsers, Roles},
    shared::{Client, Cursor, Limit},
    users::{User, UserError, UserFilter},
};

/// The accounts that a filter lets through, one page after the other.
pub struct Pages {
    filter: UserFilter,
    after: Option<Cursor<User>>,
    done: bool,
}

impl Pages {
    /// Begins with the first page.
    pub fn new(filter: UserFilter) -> Self {
        Self { filter, after: None, done: false }
    }

    /// Whether there is no further page.
    pub fn are_done(&self) -> bool {
        self.done
    }

    /// The next page.
    pub async fn next(&mut self, roles: &Roles, limit: Limit) -> Result<Vec<User>, UserError> {
        let query = ListUsers {
            filter: self.filter.clone(),
            after: self.after.take(),
            limit,
            client: Client::default(),
        };
        let page = roles.list_users(None, query).await?;
        self.done = page.next.is_none();
        self.after = page.next;
        Ok(page.items)
    }
}
