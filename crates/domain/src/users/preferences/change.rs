/// What a patch does to one member.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Change<T> {
    /// It is absent from the patch.
    #[default]
    Keep,
    /// It is null.
    Reset,
    /// It has a value.
    Set(T),
}

impl<T: Clone> Change<T> {
    /// Makes the change; `default` is what null goes back to.
    pub(super) fn apply(&self, member: &mut T, default: T) {
        match self {
            Self::Keep => {}
            Self::Reset => *member = default,
            Self::Set(value) => *member = value.clone(),
        }
    }
}
