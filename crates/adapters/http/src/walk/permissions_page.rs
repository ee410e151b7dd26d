use std::fmt::Write;

use bookplate_domain::roles::{Permission, Role};

use super::{Guard, Operation};
use crate::testing::{WRITE, committed};

/// What stands above the tables.
const INTRODUCTION: &str = "\
# Permissions

An operation that is not open to anyone asks for one permission, and a role has it or has it not.
The table stands in
[`crates/domain/src/roles/permission.rs`](../crates/domain/src/roles/permission.rs), and each
operation names its permission as `x-permission` in the OpenAPI document. This page is made from
both: a test compares them, says how to write the page anew, and another calls every operation as
nobody and as every role.

Where an operation acts on the account of another, a moderator acts on users and visitors alone, an
admin on everybody, and nobody on themselves. The last active admin can be neither demoted,
suspended nor deleted.
";

/// What stands above the second table.
const WHO: &str = "
## Who may call which operation

Anyone may call what has no permission; the credential of `/auth/refresh` and `/auth/logout` stands
in the body or the cookie. Whoever logs out with an access token needs `end_own_session`.

| operation | permission | who |
|---|---|---|
";

/// Who may do what, and what it takes to call an operation, from the domain's table and the OpenAPI
/// document.
fn permissions_page() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n## Which role has which permission\n\n");
    let names = Role::ALL.map(Role::as_str).join(" | ");
    let _ = writeln!(page, "| permission | {names} |\n|---|---|---|---|---|");
    for permission in Permission::ALL {
        let marks = Role::ALL.map(|role| if role.may(*permission) { "yes" } else { "–" });
        let _ = writeln!(page, "| `{}` | {} |", permission.as_str(), marks.join(" | "));
    }
    page.push_str(WHO);
    for operation in Operation::all() {
        let (permission, who) = match operation.guard {
            Guard::Permission(permission) => {
                let may = |role: &Role| role.may(permission);
                let who: Vec<_> = Role::ALL.into_iter().filter(may).map(Role::as_str).collect();
                (format!("`{}`", permission.as_str()), who.join(", "))
            }
            Guard::Key => ("–".to_owned(), "whoever has `revocations.key`".to_owned()),
            Guard::Open => ("–".to_owned(), "anyone".to_owned()),
        };
        let _ = writeln!(page, "| `{}` | {permission} | {who} |", operation.name());
    }
    page
}

#[test]
fn the_page_of_permissions_says_what_holds() {
    let page = permissions_page();
    let written = committed("permissions.md", &page);
    assert!(
        written == page,
        "docs/permissions.md is out of date; write it anew with\n\
         {WRITE}=1 cargo test -p bookplate-http the_page_of_permissions"
    );
}

#[test]
fn every_permission_is_asked_for_by_some_operation() {
    let operations = Operation::all();
    for permission in Permission::ALL.iter().filter(|each| **each != Permission::EndOwnSession) {
        let asks = |operation: &Operation| operation.guard == Guard::Permission(*permission);
        assert!(operations.iter().any(asks), "{permission:?}");
    }
}
