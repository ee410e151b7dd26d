//! The in-memory twin of the database, for tests, examples and embedding.
