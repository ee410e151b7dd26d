use bookplate_domain::users::EmailAddress;

/// Whatever is an address is its own canonical form's spelling, and shows itself as it will be
/// parsed again.
pub fn email_address(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(address) = EmailAddress::parse(&text) else { return };
    let (written, canonical) = (address.written(), address.canonical());

    for form in [written, canonical] {
        let again = EmailAddress::parse(form);
        assert!(again.as_ref().is_ok_and(|again| again.canonical() == canonical), "{form:?}");
        assert!(again.is_ok_and(|again| again.written() == form), "{form:?} shows itself");
        assert!(form.len() <= EmailAddress::MAX_BYTES);
        assert_eq!(form.matches('@').count(), 1, "{form:?}");
        assert!(!form.contains(|c: char| c.is_control() || c.is_whitespace()), "{form:?}");
        assert!(!form.contains(['<', '>', '"', ',', ';', ':', '\\']), "{form:?}");
    }
    assert!(canonical.to_lowercase() == canonical && !canonical.contains('ς'), "{canonical:?}");
    let domain = canonical.rsplit('@').next().unwrap_or_default();
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    assert!(domain.contains('.') && domain.chars().all(is_name), "{domain:?}");
    assert_eq!(written.rsplit('@').next().map(str::to_ascii_lowercase).as_deref(), Some(domain));

    let shouted = canonical.to_ascii_uppercase();
    for spelling in [shouted, format!(" \t{canonical}\u{200b}\n")] {
        let same = EmailAddress::parse(&spelling).is_ok_and(|same| same.canonical() == canonical);
        assert!(same, "{spelling:?} is {canonical:?}");
    }
    let shown = format!("{address:?}");
    let local = canonical.split('@').next().unwrap_or_default();
    assert!(local.chars().count() < 2 || !shown.contains(canonical), "{shown} tells the address");
}
