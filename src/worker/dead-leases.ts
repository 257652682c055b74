import type { Clock, Lease, Store } from "../record/ports.ts";

/** Gives back the leases of processes that died. */
type DeadLeases = {
  /** Looks, a few times a second at most, and frees what nobody works on any more. */
  breakThem(): Promise<void>;
  /** Whether some stream is held by somebody whose lease may have to be broken soon. */
  anyHeld(): boolean;
};

const lookEveryMs = 500;

/**
 * A lease is that of a dead process when it was not renewed for `leaseMs`, as measured here from when it was first
 * seen. No two clocks are compared: of replicas whose clocks differ by minutes none takes a living one's work, and
 * none waits longer than a lease lasts.
 */
export function createDeadLeases(parts: { store: Store; clock: Clock; leaseMs: number }): DeadLeases {
  const { store, clock, leaseMs } = parts;
  let seen = new Map<string, number>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    anyHeld: () => seen.size > 0,
    async breakThem() {
      const ticks = clock.ticks();
      if (ticks - lookedAt < lookEveryMs) return;
      const held = await store.leases();
      seen = new Map(held.map((lease) => [nameOf(lease), seen.get(nameOf(lease)) ?? ticks]));
      for (const lease of held)
        if (ticks - seen.get(nameOf(lease))! >= leaseMs) await store.breakLease(lease);
      lookedAt = ticks;
    },
  };
}

function nameOf({ stream, owner, until }: Lease): string {
  return `${stream} ${owner} ${until}`;
}
