use std::sync::Arc;

use bookplate_domain::{
    Bookplate,
    chats::{
        Chat, ChatError, ListMessages, Message, MessageId, MessageMetadata, MessageOrder,
        MessageView, StartChat, Title,
    },
    roles::Role,
    sessions::Actor,
    shared::{Clock, Cursor, Limit, Page},
};

use super::{
    Subject,
    model::{Asked, Model, Node},
    readers::Reader,
    steps::Step,
    texts::{self, visible},
};
use crate::{
    ManualClock, a_chat_id, a_session, a_user,
    doubles::RecordingMailer,
    failing_store::FailingStore,
    plain_service::{policy, ports},
    property::Fault,
};

/// The service, a user with a chat, and what is known of it.
pub struct Machine {
    pub app: Bookplate,
    pub store: Arc<FailingStore>,
    pub clock: Arc<ManualClock>,
    pub actor: Actor,
    pub chat: Chat,
    pub model: Model,
    /// What was appended, to be sent again.
    pub requests: Vec<Vec<Asked>>,
    pub readers: Vec<Reader>,
}

/// How many messages a page has where everything is read: several, since databases are slow.
/// Readers turn smaller ones.
const SIZES: [u64; 3] = [3, 12, 100];

impl Machine {
    pub async fn start(subject: Subject) -> Self {
        let clock = Arc::new(ManualClock::default());
        let store = Arc::new(FailingStore::new(subject.store));
        let mailer = Arc::new(RecordingMailer::default());
        let app = Bookplate::new(ports(store.clone(), clock.clone(), mailer), policy());
        let user = a_user();
        let mut tx = bookplate_domain::store::Store::begin(&*store).await.expect("a transaction");
        tx.users().insert(&user).await.expect("a new user");
        tx.commit().await.expect("the user is kept");
        let session_id = a_session(user.id).id;
        let now = clock.now();
        let actor = Actor { user_id: user.id, session_id, role: Role::User, authenticated_at: now };
        let command =
            StartChat { id: Some(a_chat_id()), title: None, metadata: Default::default() };
        let (chat, _) = app.chats.start_chat(&actor, command).await.expect("a new chat");
        let model = Model {
            nodes: Vec::new(),
            gone: Vec::new(),
            head: None,
            last_seq: 0,
            active_at: now,
            title: None,
            version: chat.version,
        };
        let (requests, readers) = (Vec::new(), Vec::new());
        Self { app, store, clock, actor, chat, model, requests, readers }
    }

    /// Takes one step, and looks whether all is as it must be.
    pub async fn step(&mut self, number: usize, step: &Step) -> Result<(), Fault> {
        self.store.fail(step.outage);
        let done = self.act(step).await;
        self.store.fail(false);
        done?;
        self.require_the_chat().await?;
        self.require_the_messages(number).await?;
        self.require_the_last_one_gone().await
    }

    async fn require_the_chat(&mut self) -> Result<(), Fault> {
        let found = self.app.chats.read_chat(&self.actor, self.chat.id).await;
        let found = found.map_err(|error| error.to_string())?;
        let model = &self.model;
        let head = model.head.as_deref().and_then(|id| model.find(id));
        let preview = head.and_then(|head| visible(head.says.text));
        let counted = u32::try_from(model.nodes.len()).map_err(|error| error.to_string())?;
        let same = found.head_id.as_ref().map(|id| id.as_str()) == model.head.as_deref()
            && found.message_count == counted
            && found.last_seq == model.last_seq
            && found.last_message_at == model.active_at
            && found.title.as_ref().map(Title::as_str) == model.title
            && found.preview.as_deref() == preview
            && found.version == model.version;
        self.chat = found;
        if same { Ok(()) } else { Err(format!("{:?} is not as {model:?}", self.chat)) }
    }

    /// Every view, in an order that changes from step to step.
    async fn require_the_messages(&self, number: usize) -> Result<(), Fault> {
        let order = MessageOrder::ALL[number % 2];
        let size = SIZES[number % SIZES.len()];
        for view in MessageView::ALL {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page = self.page((*view, order), after.as_ref(), size).await?;
                found.extend(page.items);
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let expected = self.model.list(*view, order, self.model.head.as_deref());
            require_same(&found, &expected)
                .map_err(|fault| format!("{view:?}, {order:?}, {size} a page: {fault}"))?;
        }
        Ok(())
    }

    async fn require_the_last_one_gone(&self) -> Result<(), Fault> {
        let Some(gone) = self.model.gone.last() else { return Ok(()) };
        let id = MessageId::parse(gone).map_err(|error| error.to_string())?;
        match self.app.chats.read_message(&self.actor, self.chat.id, &id).await {
            Err(ChatError::NotFound) => Ok(()),
            other => Err(format!("{gone} was deleted, and is {other:?}")),
        }
    }

    pub async fn page(
        &self,
        (view, order): (MessageView, MessageOrder),
        after: Option<&Cursor<Message>>,
        size: u64,
    ) -> Result<Page<Message>, Fault> {
        let limit = Limit::parse(size).map_err(|error| error.to_string())?;
        let (chat_id, after) = (self.chat.id, after.cloned());
        let query = ListMessages { chat_id, view, order, after, limit };
        let listed = self.app.chats.list_messages(&self.actor, query).await;
        listed.map(|(_, page)| page).map_err(|error| error.to_string())
    }
}

/// The messages are those of the model, in this order.
pub fn require_same(found: &[Message], expected: &[&Node]) -> Result<(), Fault> {
    let same = found.len() == expected.len()
        && found.iter().zip(expected).all(|(message, node)| is_same(message, node));
    if same { Ok(()) } else { Err(format!("{found:?} instead of {expected:?}")) }
}

pub fn is_same(message: &Message, node: &Node) -> bool {
    let metadata = node.says.metadata.then(|| texts::metadata(node.spelling));
    message.id.as_str() == node.id
        && message.parent_id.as_ref().map(|id| id.as_str()) == node.parent.as_deref()
        && message.seq == node.seq
        && message.role == node.says.role
        && message.status == node.says.status
        && message.parts.as_str() == texts::parts(node.says.text, node.spelling)
        && message.parts.text() == node.says.text
        && message.metadata.as_ref().map(MessageMetadata::as_str) == metadata
        && message.created_at == node.created_at
        && message.updated_at == node.updated_at
}
