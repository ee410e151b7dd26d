//! Mutations that are the same in every run.

/// What the code under test looks for, and what others have smuggled past such code.
const WORDS: &[&[u8]] = &[
    b"\0",
    b"\n",
    b"\r\n",
    b"\t",
    b" ",
    b"@",
    b".",
    b"..",
    b"-",
    b"_",
    b"=",
    b"==",
    b"+",
    b":",
    b"/",
    b"//",
    b"\\",
    b"\"",
    b"\\\"",
    b"{",
    b"}",
    b"{}",
    b"[",
    b"]",
    b"[[",
    b",",
    b"null",
    b"1e999",
    b"-0.0",
    b"\\u0000",
    b"\\ud83d",
    b"\"a\":1,",
    b"<",
    b">",
    b"](<",
    b">)",
    b"javascript:",
    b"&#58;",
    b"&colon;",
    b"\n---\n",
    b"\xff",
    b"\xc2\xad",
    b"\xe2\x80\x8b",
    b"\xe2\x80\xae",
    b"\xef\xbc\xa0",
    b"\xcf\x82",
    b"xn--",
    b"bp_rt_",
];

/// The endless mutations of one file of a corpus.
pub struct Mutations<'a> {
    seeds: &'a [&'a [u8]],
    at: usize,
    state: u64,
}

impl<'a> Mutations<'a> {
    pub fn of(seeds: &'a [&'a [u8]], at: usize) -> Self {
        Self { seeds, at, state: 0x0b00_c91a_7e00_0000 ^ at as u64 }
    }

    /// `SplitMix64`, below a bound.
    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    fn range(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len() + 1);
        start..start + self.below((bytes.len() - start).min(32) + 1)
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(8) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
            1 if !bytes.is_empty() => bytes[at] = self.below(256) as u8,
            2 if !bytes.is_empty() => {
                let other = self.below(bytes.len());
                bytes.swap(at, other);
            }
            3 => {
                let range = self.range(bytes);
                bytes.drain(range);
            }
            4 => {
                let range = self.range(bytes);
                let copy = bytes[range].to_vec();
                bytes.splice(at..at, copy);
            }
            5 => {
                let other = self.seeds[self.below(self.seeds.len())];
                let range = self.range(other);
                let piece = other[range].to_vec();
                let place = self.range(bytes);
                bytes.splice(place, piece);
            }
            _ => {
                let word = WORDS[self.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
}

impl Iterator for Mutations<'_> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut bytes = self.seeds[self.at].to_vec();
        for _ in 0..=self.below(4) {
            self.mutate(&mut bytes);
        }
        Some(bytes)
    }
}
