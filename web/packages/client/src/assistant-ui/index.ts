export { history, type Thread } from './history.js';
export { threadList } from './thread-list.js';
