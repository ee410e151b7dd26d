use bookplate_domain::{
    chats::{Message, MessageOrder, MessageView},
    shared::Cursor,
};

use super::{
    machine::{Machine, require_same},
    model::Node,
};
use crate::property::Fault;

/// Somebody who reads page by page, while others write.
pub struct Reader {
    view: MessageView,
    order: MessageOrder,
    size: u64,
    /// Where the next page begins, and the number of the last message before.
    next: Option<(Cursor<Message>, u32)>,
    /// The message that the way is known by: from the first on, where it leads to; from the last on,
    /// what was shown last.
    remembered: Option<String>,
}

impl Machine {
    pub async fn begin_to_read(
        &mut self,
        view: MessageView,
        order: MessageOrder,
        size: u64,
    ) -> Result<(), Fault> {
        let remembered = self.model.head.clone();
        let mut reader = Reader { view, order, size, next: None, remembered };
        self.turn(&mut reader).await?;
        if reader.next.is_some() {
            self.readers.push(reader);
        }
        Ok(())
    }

    pub async fn turn_pages(&mut self) -> Result<(), Fault> {
        for mut reader in std::mem::take(&mut self.readers) {
            self.turn(&mut reader).await?;
            if reader.next.is_some() {
                self.readers.push(reader);
            }
        }
        Ok(())
    }

    async fn turn(&self, reader: &mut Reader) -> Result<(), Fault> {
        let Reader { view, order, size, next, remembered } = reader;
        let after = next.as_ref().map(|(cursor, _)| cursor);
        let page = self.page((*view, *order), after, *size).await?;

        let seen = next.as_ref().map(|(_, seq)| *seq);
        let is_left = |node: &&Node| match order {
            MessageOrder::Asc => seen.is_none_or(|seen| node.seq > seen),
            MessageOrder::Desc => seen.is_none_or(|seen| node.seq < seen),
        };
        // Once it is gone, the way to the present head is as good as any.
        let there = remembered.as_deref().filter(|id| self.model.find(id).is_some());
        let goal = there.or(self.model.head.as_deref()).map(str::to_owned);
        let list = self.model.list(*view, *order, goal.as_deref());
        let left: Vec<&Node> = list.into_iter().filter(is_left).collect();
        let count = usize::try_from(*size).map_err(|error| error.to_string())?;
        let shown = &left[..left.len().min(count)];
        require_same(&page.items, shown).map_err(|fault| format!("a later page: {fault}"))?;
        if page.next.is_some() != (left.len() > count) {
            return Err(format!("{} are left, and the page says otherwise", left.len()));
        }
        *next = page.next.zip(shown.last().map(|last| last.seq));
        *remembered = match order {
            MessageOrder::Asc => goal,
            MessageOrder::Desc => shown.last().map(|last| last.id.clone()),
        };
        Ok(())
    }
}
