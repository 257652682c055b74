const texts: { [role: string]: string } = {
  guest: " (guest)",
  "single-channel-guest": " (guest in one channel)",
  external: " (other organisation)",
  admin: " (admin)",
};

/** What sets someone apart from an ordinary member. */
export function roleText(role: string): string {
  return texts[role] ?? "";
}
