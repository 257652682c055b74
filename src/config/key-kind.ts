/**
 * Which kind of key a text is, by how Clay begins them: "scoped" ones are for the Public API, "user" ones are personal
 * account keys, and each is refused by the other's API (Clay's API description, 2026). Undefined: it begins otherwise.
 */
export function keyKindOf(key: string): "scoped" | "user" | undefined {
  if (key.startsWith("clay_scoped_")) return "scoped";
  return key.startsWith("clay_user_") ? "user" : undefined;
}

/** The kind in words: "a Public API key (clay_scoped_…)". */
export function describeKeyKind(key: string): string {
  const kind = keyKindOf(key);
  if (kind === "scoped") return "a Public API key (clay_scoped_…)";
  if (kind === "user") return "a personal account key (clay_user_…)";
  return "begins with neither clay_scoped_ nor clay_user_, so its kind is not known";
}
