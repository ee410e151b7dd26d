//! The built binary over sockets, on real databases.
