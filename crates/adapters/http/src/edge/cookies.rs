use actix_web::http::header::{self, HeaderMap};

/// The values of all cookies of exactly this name. Nothing is decoded: a name that is spelled in
/// another way does not have the protection of the prefix `__Host-`, which binds a cookie to this
/// very host, to https and to the path `/` (RFC 6265bis, 4.1.3.2): no other host can set it.
pub(super) fn cookies<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = &'h [u8]> {
    let lines = headers.get_all(header::COOKIE);
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    pairs
        .filter_map(move |pair| pair.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"="))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const NAME: &str = "__Host-bookplate_rt";

    fn read(lines: &[&str]) -> Vec<String> {
        let mut request = TestRequest::default();
        for line in lines {
            request = request.append_header(("cookie", *line));
        }
        let request = request.to_http_request();
        let values = cookies(request.headers(), NAME);
        values.map(|value| String::from_utf8(value.to_vec()).unwrap()).collect()
    }

    #[test]
    fn it_is_found_among_others_in_one_line_or_many() {
        assert_eq!(read(&["a=1; __Host-bookplate_rt=t; b=2"]), ["t"]);
        assert_eq!(read(&["a=1", "__Host-bookplate_rt=t ;b"]), ["t"]);
        assert_eq!(read(&["__Host-bookplate_rt=1;__Host-bookplate_rt=2"]), ["1", "2"]);
        assert_eq!(read(&["__Host-bookplate_rt="]), [""]);
    }

    #[test]
    fn another_spelling_of_the_name_is_another_cookie() {
        for other in [
            "__Host-bookplate_rt",
            "__host-bookplate_rt=t",
            "__%48ost-bookplate_rt=t",
            "bookplate_rt=t",
            "x__Host-bookplate_rt=t",
            "__Host-bookplate_rt2=t",
            "__Host-bookplate_rt =t",
            "\"__Host-bookplate_rt\"=t",
            "=__Host-bookplate_rt=t",
            "",
        ] {
            assert_eq!(read(&[other]), [""; 0], "{other}");
        }
    }
}
