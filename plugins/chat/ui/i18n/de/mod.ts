import type { Forms } from "@bulkhead/ui";
import { CONVERSATIONS } from "./conversations.ts";
import { KEPT } from "./kept.ts";
import { LEFT } from "./left.ts";
import { MODERATION } from "./moderation.ts";
import { PAGES } from "./pages.ts";
import { WORKSPACES } from "./workspaces.ts";

/** The page's texts in German, by the English text. */
export const DE = { ...CONVERSATIONS, ...KEPT, ...LEFT, ...MODERATION, ...PAGES, ...WORKSPACES };

/** Texts that depend on a number. */
export const DE_PLURALS = {
  mentions: { one: "Erwähnung", other: "Erwähnungen" },
  "{count} attempts": { one: "{count} Versuch", other: "{count} Versuche" },
  "{count} emoji of your own": { one: "{count} eigenes Emoji", other: "{count} eigene Emoji" },
  "{count} files": { one: "{count} Datei", other: "{count} Dateien" },
  "{count} members": { one: "{count} Mitglied", other: "{count} Mitglieder" },
  "{count} people": { one: "{count} Person", other: "{count} Personen" },
  "{count} replies": { one: "{count} Antwort", other: "{count} Antworten" },
  "{count} reports": { one: "{count} Meldung", other: "{count} Meldungen" },
  "reported messages wait": { one: "gemeldete Nachricht wartet", other: "gemeldete Nachrichten warten" },
  "{number} messages": { one: "{number} Nachricht", other: "{number} Nachrichten" },
} satisfies Record<string, Forms>;
