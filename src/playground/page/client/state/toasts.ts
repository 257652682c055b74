import { signal } from "@preact/signals";

type Toast = { id: number; text: string };

export const toasts = signal<Toast[]>([]);
let lastId = 0;

/** Tells the person at the page something, until they put it away or it grows old. */
export function tell(text: string): void {
  const toast = { id: ++lastId, text };
  toasts.value = [...toasts.value.slice(-2), toast];
  setTimeout(() => dismiss(toast.id), 12_000);
}

/** Puts a toast away. */
export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Runs what the person asked for, and says so where it could not be done. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
