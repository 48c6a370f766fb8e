/** Plugins' settings: what their manifests' schemas accept, kept over updates, secret ones sealed. */
export { type EffectiveSettings, type SettingsChange, SettingsDesk, type SettingsView } from "./desk.ts";
export { SettingsStore } from "./store.ts";
