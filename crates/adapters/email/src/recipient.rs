use lettre::Address;

/// The address of a letter as it is handed over: its domain in ASCII, so that only a mailbox whose
/// local part is not ASCII needs a provider that knows SMTPUTF8. `None` if it is no address.
pub(crate) fn parse(to: &str) -> Option<Address> {
    let (local, domain) = to.rsplit_once('@')?;
    let domain = idna::domain_to_ascii(domain).ok()?;
    Address::new(local, domain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_written_in_ascii_and_a_local_part_kept() {
        let parsed = |to| parse(to).map(|address| address.to_string());
        assert_eq!(parsed("Ada@Bücher.example").as_deref(), Some("Ada@xn--bcher-kva.example"));
        assert_eq!(parsed("jörg@example.com").as_deref(), Some("jörg@example.com"));
    }

    #[test]
    fn what_is_not_one_address_is_refused() {
        for to in [
            "",
            "ada",
            "ada@",
            "ada@example.com\r\nRCPT TO:<eve@example.com>",
            "ada\r\n@example.com",
            "ada@example.com, eve@example.com",
            "<ada@example.com>",
        ] {
            assert_eq!(parse(to), None, "{to:?}");
        }
    }
}
