/// What text is replaced with: the alphabets of the tokens, and what stands in none of them.
const REPLACEMENTS: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0";

/// An ASCII text with each of its characters replaced in turn, by what the seed says, and then
/// shortened and lengthened at both ends.
pub(crate) fn altered(text: &str, seed: &[u8]) -> Vec<String> {
    let mut all: Vec<String> = (0..text.len()).map(|at| replaced(text, at, seed)).collect();
    all.extend(["=", "A", " ", "\n", "."].map(|end| format!("{text}{end}")));
    all.extend(["A", " "].map(|start| format!("{start}{text}")));
    all.extend([text[1..].to_owned(), text[..text.len() - 1].to_owned()]);
    all
}

/// An ASCII text with the character at one place replaced by another.
pub(crate) fn replaced(text: &str, at: usize, seed: &[u8]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let chosen = seed.get(at % seed.len().max(1)).map_or(at, |byte| usize::from(*byte) + at);
    let others = REPLACEMENTS.iter().cycle().skip(chosen % REPLACEMENTS.len());
    if let Some(other) = others.copied().find(|other| *other != bytes[at]) {
        bytes[at] = other;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
