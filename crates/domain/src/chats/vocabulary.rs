/// Writes an enum whose words are those of the contract and of a store's rows.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {$(
            $(#[$each])*
            $variant,
        )*}

        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word for it, in answers and rows.
            pub const fn as_str(self) -> &'static str {
                match self {$( Self::$variant => $word, )*}
            }

            /// Reads what [`as_str`](Self::as_str) wrote.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|each| each.as_str() == text)
            }
        }
    };
}
pub(super) use vocabulary;
