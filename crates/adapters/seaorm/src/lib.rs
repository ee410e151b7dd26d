//! SQLite and PostgreSQL, chosen by URL at run time.
