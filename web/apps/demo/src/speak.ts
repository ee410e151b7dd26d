/** How long a word takes, in milliseconds, as if a model had to think of it. */
const WORD = 40;

/** After how many words what there is should be kept. */
const CHECKPOINT = 25;

/** What is done while a text comes. */
export interface Speaking {
  /** Called with all that has come, after every word. */
  onText(text: string): void;
  /** Called now and then, when it is time to keep that. */
  checkpoint(): void;
}

/** Says a text word by word; resolves with whether it came to its end before it was stopped. */
export async function speak(
  text: string,
  signal: AbortSignal,
  { onText, checkpoint }: Speaking,
): Promise<boolean> {
  const words = text.match(/\S+\s*/g) ?? [];
  for (let count = 1; count <= words.length; count++) {
    await new Promise((resolve) => setTimeout(resolve, WORD));
    if (signal.aborted) return false;
    onText(words.slice(0, count).join(''));
    if (count % CHECKPOINT === 0 && count < words.length) checkpoint();
  }
  return true;
}
