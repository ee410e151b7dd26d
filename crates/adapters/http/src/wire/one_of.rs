use bookplate_domain::shared::{FieldCode, Invalid};

/// Reads one of the words there are. The refusal of any other names them all.
pub(crate) fn one_of<T: Copy>(
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> impl Fn(&str) -> Result<T, Invalid> {
    move |text| {
        let found = all.iter().copied().find(|each| word(*each) == text);
        found.ok_or_else(|| {
            let words: Vec<_> = all.iter().map(|each| format!("\"{}\"", word(*each))).collect();
            Invalid::new(FieldCode::NotAllowed, format!("must be {}", listed(&words)))
        })
    }
}

/// `a, b or c`
fn listed(words: &[String]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_there_is_not_is_told_which_there_are() {
        let read = |all: &[&'static str], text: &str| one_of(all, |word| word)(text);
        assert_eq!(read(&["a", "b"], "b"), Ok("b"));
        for (all, message) in [
            (&["a"][..], "must be \"a\""),
            (&["a", "b"], "must be \"a\" or \"b\""),
            (&["a", "b", "c"], "must be \"a\", \"b\" or \"c\""),
        ] {
            for wrong in ["", "A", " a", "d"] {
                let refused = read(all, wrong).unwrap_err();
                assert_eq!((refused.code, &*refused.message), (FieldCode::NotAllowed, message));
            }
        }
    }
}
