/** A `fetch` that notes what is sent, and that tests may hold up or cut. */
export class Wire {
  /** What was sent: `GET /chats?limit=20`. */
  readonly sent: string[] = [];
  /** Whether there is no network. */
  cut = false;
  private readonly held: { line: RegExp; gate: Promise<void> }[] = [];

  readonly fetch: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input));
    const line = `${init?.method ?? 'GET'} ${pathname.replace('/api/v1', '')}${search}`;
    this.sent.push(line);
    if (this.cut) throw new TypeError('network changed');
    const at = this.held.findIndex((it) => it.line.test(line));
    const [hold] = at < 0 ? [] : this.held.splice(at, 1);
    const answer = await fetch(input, init);
    await hold?.gate;
    return answer;
  };

  /** How many requests begin so. */
  count(start: string): number {
    return this.sent.filter((line) => line.startsWith(start)).length;
  }

  /** Holds the answer to the next request of this line back until what it gives is called. */
  hold(line: RegExp): () => void {
    let free!: () => void;
    this.held.push({ line, gate: new Promise<void>((resolve) => (free = resolve)) });
    return free;
  }
}
