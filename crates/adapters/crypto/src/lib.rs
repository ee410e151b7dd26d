//! Password hashes, access tokens, opaque tokens, clock and randomness.
