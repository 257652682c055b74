/** A function for each type of event. One more type does not compile until it has one. */
export type ByType<E extends { type: string }, Rest extends unknown[], R> = {
  [T in E["type"]]: (event: Extract<E, { type: T }>, ...rest: Rest) => R;
};

/**
 * Calls the function for this event's type. Undefined for a type that is not in the table: one that is not its
 * matter, or that only a newer clay-incident knows, which may be at work beside this one.
 */
export function callByType<E extends { type: string }, Rest extends unknown[], R>(
  table: ByType<E, Rest, R>,
  event: { type: string },
  ...rest: Rest
): R | undefined {
  if (!Object.hasOwn(table, event.type)) return undefined;
  return table[event.type as E["type"]](event as Extract<E, { type: E["type"] }>, ...rest);
}
