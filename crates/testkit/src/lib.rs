//! The promises of each port, as cases that any adapter can run.
