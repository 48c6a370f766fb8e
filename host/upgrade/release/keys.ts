import pinned from "./release_keys.json" with { type: "json" };

/** Keys whose releases this version takes, unless bulkhead.toml names others. Raw Ed25519 keys in base64. */
export const PINNED_KEYS: readonly string[] = pinned.keys;
