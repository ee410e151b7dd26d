use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{ChatClient, Client};

/// The messages of each chat: what each says.
pub(super) type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// What the owner of an account can see of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    /// Which of the owner's passwords is right; none after the account was deleted.
    pub(super) password: Option<usize>,
    pub(super) name: String,
    pub(super) theme: String,
    pub(super) sessions: BTreeSet<String>,
    pub(super) chats: Texts,
    /// The chats of a visitor whom the owner also is.
    pub(super) visitor: Option<Texts>,
}

impl Sight {
    /// Looks at everything by an access token; the password is not looked at.
    pub(super) async fn look(client: &Client, token: &str, password: Option<usize>) -> Self {
        let me = client.get_as("/api/v1/users/me", token).await.is(200).body;
        let preferences = client.get_as("/api/v1/users/me/preferences", token).await.is(200).body;
        let sessions = client.list_as("/api/v1/sessions", token, "limit=100").await;
        let ids = sessions.iter().map(|session| session["id"].as_str().unwrap().to_owned());
        Self {
            password,
            name: me["name"].as_str().unwrap_or_default().to_owned(),
            theme: preferences["theme"].as_str().unwrap().to_owned(),
            sessions: ids.collect(),
            chats: texts_of(&ChatClient::with(client, token)).await,
            visitor: None,
        }
    }

    /// Whether this is what would be seen if the other were so, but for one session whose log in was
    /// not answered where that is said.
    pub(super) fn is(&self, other: &Self, stranger: bool) -> bool {
        let mut other = other.clone();
        if stranger {
            let mut new = self.sessions.difference(&other.sessions).cloned();
            let (Some(new), None) = (new.next(), new.next()) else { return false };
            other.sessions.insert(new);
        }
        *self == other
    }
}

/// What each message of each chat says, which are numbered upwards.
pub(super) async fn texts_of(chats: &ChatClient) -> Texts {
    let mut texts = Texts::new();
    for chat in chats.chats().await {
        let id = chat["id"].as_str().unwrap().to_owned();
        let messages = chats.messages(&id).await;
        assert_eq!(chat["messageCount"], messages.len());
        let numbers = messages.iter().map(|message| message["seq"].as_u64().unwrap());
        assert!(numbers.is_sorted_by(|one, next| one < next), "{messages:?}");
        let field = |message: &Value, field: &str| message[field].as_str().unwrap().to_owned();
        let said = messages.iter().map(|message| (field(message, "id"), field(message, "content")));
        assert!(texts.insert(id, said.collect()).is_none(), "a chat is listed twice");
    }
    texts
}
