/** A word of the kit as it is written in the sources: English, and the key of its translations. `{name}` stands for a value. */
export type KitWord = keyof typeof KIT_DE;
/** Languages in which the kit has all of its words. */
export type KitLanguage = "en" | "de";

/** The kit's words in German. */
export const KIT_DE = {
  Away: "Abwesend",
  Back: "Zurück",
  Cancelled: "Abgebrochen",
  Close: "Schließen",
  Code: "Code",
  Copied: "Kopiert",
  Copy: "Kopieren",
  "Copy trace id": "Trace-Id kopieren",
  Ctrl: "Strg",
  Degraded: "Eingeschränkt",
  Detail: "Einzelheiten",
  Dismiss: "Ausblenden",
  Failed: "Fehlgeschlagen",
  "Has a fault": "Hat einen Fehler",
  "Hide password": "Passwort verbergen",
  Installed: "Installiert",
  "Last {count} runs, oldest first: {runs}": "Die letzten {count} Läufe, der älteste zuerst: {runs}",
  Live: "Aktiv",
  Loading: "Wird geladen",
  "Needs permission": "Braucht eine Erlaubnis",
  "No runs yet": "Noch keine Läufe",
  Off: "Aus",
  Paused: "Angehalten",
  Pending: "Steht aus",
  Quarantined: "In Quarantäne",
  Queued: "In der Schlange",
  Ready: "Bereit",
  "Restarting soon": "Startet gleich neu",
  Retry: "Noch einmal",
  Retrying: "Wird wiederholt",
  Running: "Läuft",
  Shift: "Umschalt",
  "Show password": "Passwort zeigen",
  Sleeping: "Schläft",
  Starting: "Startet",
  Stopped: "Gestoppt",
  Succeeded: "Gelungen",
  Trace: "Trace",
  Unresponsive: "Antwortet nicht",
  Waiting: "Wartet",
  done: "erledigt",
  failed: "fehlgeschlagen",
  "in {time}": "in {time}",
  needed: "nötig",
  now: "jetzt",
  optional: "freiwillig",
  "still to come": "kommt noch",
  "under way": "im Gange",
  "{count} d": "{count} Tagen",
  "{count} h": "{count} Std.",
  "{count} min": "{count} Min.",
  "{count} s": "{count} Sek.",
  "{time} ago": "vor {time}",
  "1 d": "1 Tag",
} satisfies Record<string, string>;

/** A word in a language. */
export function kitWord(language: KitLanguage, word: KitWord, values?: Record<string, string | number>): string {
  const text = language === "de" ? KIT_DE[word] : word;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}

/** The same for a word that may be somebody else's: such a one stays as it is. */
export function kitWordOr(language: KitLanguage, word: string): string {
  return Object.hasOwn(KIT_DE, word) ? kitWord(language, word as KitWord) : word;
}
