import type { components, operations } from '../generated/openapi.js';

type Schemas = components['schemas'];
type Query<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;

export type Chat = Schemas['Chat'];
export type ChatExport = Schemas['ChatExport'];
export type ChatMessage = Schemas['Message'];
export type ChatMessagePart = Schemas['MessagePart'];
export type MessageRole = Schemas['MessageRole'];
export type MessageStatus = Schemas['MessageStatus'];
export type MessagePage = Schemas['MessagePage'];
export type SearchHit = Schemas['SearchHit'];
export type Appended = Schemas['Appended'];
export type Rating = Schemas['Rating'];
export type OwnReport = Schemas['OwnReport'];
export type ClaimedChats = Schemas['ClaimedChats'];
export type DeletedChats = Schemas['DeletedChats'];

export type NewChat = Schemas['StartChatBody'];
export type ChatPatch = Schemas['UpdateChatBody'];
/** A message to keep: the AI SDK's `UIMessage`, or a role and `content`. */
export type NewMessage = Schemas['NamedMessage'];
export type MessageBody = Omit<NewMessage, 'id'>;
export type FeedbackBody = Schemas['GiveFeedbackBody'];
export type ReportBody = Schemas['ReportMessageBody'];
export type ClaimBody = Schemas['ClaimChatsBody'];
export type ListChatsQuery = Query<'list_chats'>;
export type ListMessagesQuery = Query<'list_messages'>;
export type SearchQuery = Query<'search_chats'>;
