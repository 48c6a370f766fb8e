import type { Forms } from "../../sdk/i18n/texts.ts";
import { ACCOUNT } from "./account.ts";
import { CONNECTION } from "./connection.ts";
import { FRAME } from "./frame.ts";
import { GATE } from "./gate.ts";
import { PEOPLE } from "./people.ts";
import { PLUGINS } from "./plugins.ts";

/** The shell's texts in German, by the English text. */
export const DE = { ...ACCOUNT, ...CONNECTION, ...FRAME, ...GATE, ...PEOPLE, ...PLUGINS };

/** Texts that depend on a number. */
export const DE_PLURALS = {
  "There were too many calls of {method}; it goes on in {count} s.": {
    one: "Es gab zu viele Aufrufe von {method}; in einer Sekunde geht es weiter.",
    other: "Es gab zu viele Aufrufe von {method}; in {count} s geht es weiter.",
  },
  methods: { one: "Methode", other: "Methoden" },
  "{count} events could not be taken": {
    one: "Ein Ereignis konnte nicht angenommen werden",
    other: "{count} Ereignisse konnten nicht angenommen werden",
  },
  "{count} people": { one: "{count} Person", other: "{count} Personen" },
  "{count} runs of {name} failed or are paused": {
    one: "{count} Lauf von {name} ist fehlgeschlagen oder angehalten",
    other: "{count} Läufe von {name} sind fehlgeschlagen oder angehalten",
  },
  "{count} runs of {workflow} ask for an approval": {
    one: "{count} Lauf von {workflow} bittet um eine Freigabe",
    other: "{count} Läufe von {workflow} bitten um eine Freigabe",
  },
  "{count} things need you": { one: "{count} Sache braucht dich", other: "{count} Dinge brauchen dich" },
} satisfies Record<string, Forms>;
