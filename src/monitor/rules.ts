/** How looks become openings and ends. Milliseconds are of the wall clock; looks are counted. */
export type MonitorRules = {
  /** Bad looks in a row before something counts as broken. */
  opensAfterLooks: number;
  /** After a first bad look the next one comes this soon, whatever the target's own rhythm. */
  recheckMs: number;
  /** Good looks, spread over at least this long, before it counts as over. */
  closesAfterLooks: number;
  closesAfterMs: number;
  /** Unreadable for this long is told, where the target was readable before. */
  unknownAfterMs: number;
  /** So many changes within this time are told as "unsteady"; within it no second notice is given. */
  flapChanges: number;
  flapMs: number;
  /** Openings this close together are one episode. */
  groupMs: number;
  /** Looks further apart are no row; nobody looking for this long is a gap, and said. */
  gapMs: number;
};

const minuteMs = 60_000;

/** What holds where the configuration says nothing. */
export const usualRules: MonitorRules = {
  opensAfterLooks: 3,
  recheckMs: 45_000,
  closesAfterLooks: 2,
  closesAfterMs: 5 * minuteMs,
  unknownAfterMs: 15 * minuteMs,
  flapChanges: 4,
  flapMs: 60 * minuteMs,
  groupMs: 2 * minuteMs,
  gapMs: 10 * minuteMs,
};
