export { history, type HistoryChats, type Thread } from './history.js';
export { threadList } from './thread-list.js';
