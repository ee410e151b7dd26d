/// On which versions of something a change may be made: those that the caller has read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum IfVersion {
    /// Whichever it has.
    #[default]
    Any,
    /// One of these; none of them, if there are none.
    OneOf(Vec<u32>),
}

impl IfVersion {
    /// Whether the change may be made on this version.
    pub fn allows(&self, version: u32) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(versions) => versions.contains(&version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_made_on_a_version_that_was_read() {
        assert!(IfVersion::Any.allows(1));
        assert!(IfVersion::OneOf(vec![3, 1]).allows(1));
        assert!(!IfVersion::OneOf(vec![3, 1]).allows(2));
        assert!(!IfVersion::OneOf(Vec::new()).allows(1));
    }
}
