/** Whether it can be read once only: a stream of the web, or one of Node. */
export function isStream(body: unknown): boolean {
  const { getReader, pipe } = Object(body) as Record<string, unknown>;
  return typeof (getReader ?? pipe) === 'function';
}
