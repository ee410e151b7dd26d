use bookplate_domain::shared::{FieldCode, Invalid, Timestamp};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A moment as RFC 3339 writes it, in any offset.
pub(crate) fn parse_moment(text: &str) -> Result<Timestamp, Invalid> {
    OffsetDateTime::parse(text, &Rfc3339).map(Timestamp::from).map_err(|_| {
        Invalid::new(FieldCode::InvalidFormat, "must be a moment such as 2026-11-21T09:30:00Z")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_any_offset() {
        let same = ["2026-11-21T09:30:00.07Z", "2026-11-21T10:30:00.070+01:00"].map(parse_moment);
        assert_eq!(same, [0, 0].map(|_| Ok(Timestamp::from_unix_millis(1_795_253_400_070))));
        for wrong in ["", "2026-11-21", "2026-11-21T09:30:00", "2026-11-31T09:30:00Z", "1795253400"]
        {
            assert!(parse_moment(wrong).is_err(), "{wrong}");
        }
    }
}
