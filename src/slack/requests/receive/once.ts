/** Does work at most once per key: whoever asks again meanwhile or later gets the same outcome. */
export type Once = (key: string, work: () => Promise<void>) => Promise<void>;

/**
 * Remembers the last `limit` keys. Slack may deliver one event many times at once, each time under a new id. Work that
 * failed is forgotten, so that the next delivery tries again.
 */
export function createOnce(limit = 1000): Once {
  const known = new Map<string, Promise<void>>();
  return (key, work) => {
    const before = known.get(key);
    if (before) return before;
    const doing = work();
    known.set(key, doing);
    if (known.size > limit) known.delete(known.keys().next().value!);
    doing.catch(() => known.delete(key));
    return doing;
  };
}
