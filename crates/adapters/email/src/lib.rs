//! Renders a mail and delivers it.
