import type { QueryOf, Schemas } from '../document.js';

/** A chat, without its messages. */
export type Chat = Schemas['Chat'];
/** A chat with all its messages, each with what it follows. */
export type ChatExport = Schemas['ChatExport'];
/** A message that is kept: the AI SDK's `UIMessage` as it was sent, and more. */
export type ChatMessage = Schemas['Message'];
/** A piece of a message, of a type of the AI SDK's or of your own. */
export type ChatMessagePart = Schemas['MessagePart'];
/** Who speaks. */
export type MessageRole = Schemas['MessageRole'];
/** How far an answer came: `incomplete` was stopped, `error` has failed. */
export type MessageStatus = Schemas['MessageStatus'];
/** A page of messages, and the newest of the chat. */
export type MessagePage = Schemas['MessagePage'];
/** Where words were found: in the title of a chat, or in a message. */
export type SearchHit = Schemas['SearchHit'];
/** What came of an append; with `stored: false` the user wants no history. */
export type Appended = Schemas['Appended'];
/** What an answer was worth. */
export type Rating = Schemas['Rating'];
/** A report, as whoever made it sees it. */
export type OwnReport = Schemas['OwnReport'];
/** Which chats belong to the caller from now on. */
export type ClaimedChats = Schemas['ClaimedChats'];
/** How many chats were deleted. */
export type DeletedChats = Schemas['DeletedChats'];

/** What a chat begins with; all of it may be left out. */
export type NewChat = Schemas['StartChatBody'];
/** What of a chat is to be different: what is absent stays. */
export type ChatPatch = Schemas['UpdateChatBody'];
/** A message to keep: the AI SDK's `UIMessage`, or a role and `content`. */
export type NewMessage = Schemas['NamedMessage'];
/** The same, where the id is said elsewhere. */
export type MessageBody = Omit<NewMessage, 'id'>;
/** A rating, and words about it. */
export type FeedbackBody = Schemas['GiveFeedbackBody'];
/** What is wrong with a message. */
export type ReportBody = Schemas['ReportMessageBody'];
/** The token of who was a visitor, and which of those chats to take over. */
export type ClaimBody = Schemas['ClaimChatsBody'];
/** Which chats are wanted, and which page of them. */
export type ListChatsQuery = QueryOf<'list_chats'>;
/** Which messages are wanted, in which order, and which page of them. */
export type ListMessagesQuery = QueryOf<'list_messages'>;
/** The words to look for, and which page of what they find. */
export type SearchQuery = QueryOf<'search_chats'>;
