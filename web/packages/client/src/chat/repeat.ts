/** How long to wait before each repetition, in milliseconds. */
const PAUSES = [500, 1_500, 4_000];

/** Who is to wait longer should be told, in milliseconds. */
const LONGEST = 10_000;

/** What says that nobody knows whether a request has arrived, or that it came to nothing for now. */
const TRANSIENT = [0, 502, 503, 504];

/**
 * Does what may be done twice, and again if its answer was lost. `AuthError`s are told by their
 * shape, so that this file does not bring the class along.
 */
export async function repeated<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await work();
    } catch (error) {
      const { status, retryAfter } = error as { status?: number; retryAfter?: number | null };
      const pause = PAUSES[failures];
      const asked = (retryAfter ?? 0) * 1000;
      if (pause === undefined || asked > LONGEST || !TRANSIENT.includes(status!)) throw error;
      await sleep(Math.max(pause, asked), signal);
    }
  }
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', aborted);
  });
}
