use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Reads one of the words there are.
pub fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let words = PossibleValuesParser::new(all.iter().map(|each| word(*each)));
    words.try_map(move |text| {
        all.iter().copied().find(|each| word(*each) == text).ok_or("none of the words there are")
    })
}
