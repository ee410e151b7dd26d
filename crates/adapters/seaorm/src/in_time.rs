//! Nothing is waited for without an end.

use std::{io, sync::Arc, time::Duration};

use sea_orm::{DbErr, RuntimeErr, SqlxError};
use tokio::time::timeout;

/// An answer that is not waited for any longer.
pub(crate) struct Late;

impl From<Late> for SqlxError {
    fn from(_: Late) -> Self {
        io::Error::new(io::ErrorKind::TimedOut, "the database did not answer").into()
    }
}

impl From<Late> for DbErr {
    fn from(late: Late) -> Self {
        Self::Conn(RuntimeErr::SqlxError(Arc::new(late.into())))
    }
}

/// Gives up what takes longer; with no `patience` it takes as long as it takes.
pub(crate) async fn in_time<T, E: From<Late>>(
    patience: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    timeout(patience, work).await.unwrap_or_else(|_| Err(Late.into()))
}

/// Whether an error says that no answer came in time.
pub(crate) fn is_late(error: &DbErr) -> bool {
    matches!(error, DbErr::Conn(RuntimeErr::SqlxError(error))
        if matches!(&**error, SqlxError::Io(error) if error.kind() == io::ErrorKind::TimedOut))
}
