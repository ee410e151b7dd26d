use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::{Broken, Tokens, Witness, sight::Texts};
use crate::{ChatClient, Client, chat_id, question};

const ME: &str = "/api/v1/users/me";
const SESSIONS: &str = "/api/v1/sessions";

/// What somebody with an account does.
impl Witness {
    /// One thing, by chance.
    pub(super) async fn act(&mut self, client: &Client) -> Result<(), Broken> {
        match self.chance.below(100) {
            0..30 => self.ask(client).await,
            30..42 => self.checkpoint(client).await,
            42..48 => self.delete_message(client).await,
            48..52 => self.delete_chat(client).await,
            52..60 => self.rename(client).await,
            60..66 => self.choose_theme(client).await,
            66..74 => self.refresh(client).await,
            74..79 => self.open_or_end_another(client).await,
            79..81 if self.known.sessions.len() > 1 => self.end_others(client).await,
            81..84 => self.change_password(client).await,
            84..87 if self.known.visitor.is_none() => self.visit(client).await,
            84..93 if self.known.visitor.is_some() => self.ask_as_visitor(client).await,
            93..96 if self.known.visitor.is_some() => self.claim(client).await,
            96..98 if self.known.visitor.is_some() => self.merge(client).await,
            98 => self.delete_account(client).await,
            _ => Ok(()),
        }
    }

    fn number(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    fn own(&self, client: &Client, method: Method, path: &str) -> RequestBuilder {
        client.request(method, path).bearer_auth(&self.own.access)
    }

    fn own_chats(&self, client: &Client) -> ChatClient {
        ChatClient::with(client, &self.own.access)
    }

    /// A chat that is there, and one of its messages.
    fn some_chat(&mut self) -> Option<(String, String)> {
        let chats = &self.known.chats;
        let mut below = |count: usize| self.chance.below(count.max(1) as u64) as usize;
        let (chat, texts) = chats.iter().nth(below(chats.len()))?;
        let message = texts.keys().nth(below(texts.len()))?;
        Some((chat.clone(), message.clone()))
    }

    fn new_chat(&mut self) -> String {
        chat_id(self.series, self.number())
    }

    async fn ask(&mut self, client: &Client) -> Result<(), Broken> {
        let chat = match self.some_chat() {
            Some((chat, _)) if self.known.chats.len() > 4 || self.chance.below(4) > 0 => chat,
            _ => self.new_chat(),
        };
        let new = self.questions();
        let request = self.own_chats(client).appending(&chat, &as_messages(&new));
        self.write(request, false, |known| {
            known.chats.entry(chat).or_default().extend(new);
        })
        .await
        .map(drop)
    }

    /// One to three questions.
    fn questions(&mut self) -> Vec<(String, String)> {
        let numbers: Vec<usize> = (0..=self.chance.below(3)).map(|_| self.number()).collect();
        numbers.iter().map(|n| (format!("q{n}"), format!("the {n}th walrus"))).collect()
    }

    /// Writes an answer, or writes it once more.
    async fn checkpoint(&mut self, client: &Client) -> Result<(), Broken> {
        let Some((chat, message)) = self.some_chat() else { return Ok(()) };
        let number = self.number();
        let id = if message.starts_with('a') { message } else { format!("a{number}") };
        let text = format!("the {number}th answer");
        let body = json!({ "role": "assistant", "content": text });
        let path = format!("/{chat}/messages/{id}");
        let request = self.own_chats(client).request(Method::PUT, &path).json(&body);
        self.write(request, false, |known| {
            known.chats.entry(chat).or_default().insert(id, text);
        })
        .await
        .map(drop)
    }

    async fn delete_message(&mut self, client: &Client) -> Result<(), Broken> {
        let Some((chat, message)) = self.some_chat() else { return Ok(()) };
        if self.known.chats[&chat].len() < 2 {
            return Ok(());
        }
        let path = format!("/{chat}/messages/{message}");
        let request = self.own_chats(client).request(Method::DELETE, &path);
        self.write(request, false, |known| {
            known.chats.entry(chat).or_default().remove(&message);
        })
        .await
        .map(drop)
    }

    async fn delete_chat(&mut self, client: &Client) -> Result<(), Broken> {
        let Some((chat, _)) = self.some_chat() else { return Ok(()) };
        let request = self.own_chats(client).request(Method::DELETE, &format!("/{chat}"));
        self.write(request, false, |known| drop(known.chats.remove(&chat))).await.map(drop)
    }

    async fn rename(&mut self, client: &Client) -> Result<(), Broken> {
        let name = format!("Ada the {}th", self.number());
        let request = self.own(client, Method::PATCH, ME).json(&json!({ "name": name }));
        self.write(request, false, |known| known.name = name).await.map(drop)
    }

    async fn choose_theme(&mut self, client: &Client) -> Result<(), Broken> {
        let theme = ["dark", "light"][self.chance.below(2) as usize];
        let request = self.own(client, Method::PATCH, "/api/v1/users/me/preferences");
        let request = request.json(&json!({ "theme": theme }));
        self.write(request, false, |known| known.theme = theme.to_owned()).await.map(drop)
    }

    async fn refresh(&mut self, client: &Client) -> Result<(), Broken> {
        let request = client.request(Method::POST, "/api/v1/auth/refresh");
        let request = request.json(&json!({ "refreshToken": self.own.refresh }));
        self.own = Tokens::of(&self.write(request, false, |_| {}).await?);
        Ok(())
    }

    fn log_in(&self, client: &Client) -> RequestBuilder {
        let password = Self::password(self.known.password.unwrap());
        let body = json!({ "email": self.address(), "password": password });
        client.request(Method::POST, "/api/v1/auth/login").json(&body)
    }

    async fn open_or_end_another(&mut self, client: &Client) -> Result<(), Broken> {
        let Some(other) = self.other.clone() else {
            let answer = self.write(self.log_in(client), true, |_| {}).await?;
            self.other = Some(Tokens::of(&answer));
            return Ok(());
        };
        let path = format!("{SESSIONS}/{}", other.session);
        let request = self.own(client, Method::DELETE, &path);
        self.write(request, false, |known| {
            known.sessions.remove(&other.session);
        })
        .await?;
        self.other = None;
        self.ended.push(other.refresh);
        Ok(())
    }

    pub(super) async fn end_others(&mut self, client: &Client) -> Result<(), Broken> {
        let request = self.own(client, Method::DELETE, SESSIONS);
        let own = self.own.session.clone();
        self.write(request, false, |known| known.sessions = [own].into()).await?;
        self.ended.extend(self.other.take().map(|other| other.refresh));
        Ok(())
    }

    async fn change_password(&mut self, client: &Client) -> Result<(), Broken> {
        let (now, next) = (self.known.password.unwrap(), self.number());
        let body = json!({
            "currentPassword": Self::password(now), "newPassword": Self::password(next),
        });
        let request = self.own(client, Method::POST, "/api/v1/auth/password-change").json(&body);
        let own = self.own.session.clone();
        self.write(request, false, |known| {
            known.password = Some(next);
            known.sessions = [own].into();
        })
        .await?;
        self.ended.extend(self.other.take().map(|other| other.refresh));
        Ok(())
    }

    /// Looks around in another browser, without an account.
    pub(super) async fn visit(&mut self, client: &Client) -> Result<(), Broken> {
        let request = client.request(Method::POST, "/api/v1/auth/anonymous").json(&json!({}));
        let answer = self.answer(request).await?.is(201);
        self.visitor = Tokens::of(&answer);
        self.known.visitor = Some(Texts::new());
        Ok(())
    }

    pub(super) async fn ask_as_visitor(&mut self, client: &Client) -> Result<(), Broken> {
        let (chat, new) = (self.new_chat(), self.questions());
        let visitor = ChatClient::with(client, &self.visitor.access);
        let request = visitor.appending(&chat, &as_messages(&new));
        self.write(request, false, |known| {
            let chats = known.visitor.get_or_insert_default();
            chats.insert(chat, new.into_iter().collect());
        })
        .await
        .map(drop)
    }

    async fn claim(&mut self, client: &Client) -> Result<(), Broken> {
        let body = json!({ "anonymousToken": self.visitor.access });
        let request = self.own_chats(client).request(Method::POST, "/claim").json(&body);
        self.write(request, false, |known| {
            known.chats.extend(known.visitor.replace(Texts::new()).unwrap());
        })
        .await
        .map(drop)
    }

    /// Logs in where the visitor was.
    async fn merge(&mut self, client: &Client) -> Result<(), Broken> {
        let request = self.log_in(client).bearer_auth(&self.visitor.access);
        self.write(request, true, |known| known.chats.extend(known.visitor.take().unwrap()))
            .await
            .map(drop)
    }

    async fn delete_account(&mut self, client: &Client) -> Result<(), Broken> {
        let body = json!({ "password": Self::password(self.known.password.unwrap()) });
        let request = self.own(client, Method::POST, "/api/v1/auth/reauthenticate").json(&body);
        self.write(request, false, |_| {}).await?;
        let request = self.own(client, Method::DELETE, ME);
        self.write(request, false, |known| known.password = None).await?;
        self.begin_again();
        Ok(())
    }
}

fn as_messages(questions: &[(String, String)]) -> Vec<serde_json::Value> {
    questions.iter().map(|(id, text)| question(id, text)).collect()
}
