import { refuse } from "./answers.ts";
import { heading, type Shot, text } from "./shot.ts";

const GATE = { name: "Acme", version: "0.1.0", mode: "local", local: true, claimed: true };
/** A browser in German; dave has chosen it himself as well. */
const german = (shot: Shot): Shot => ({ person: "dave", ...shot, locale: "de-DE" });

const SHOTS: Shot[] = [
  { name: "german_sign_in", path: "/", person: null, auth: GATE, ready: heading(/Bei Acme anmelden/) },
  {
    name: "german_claim",
    path: "/claim#abc",
    person: null,
    auth: { ...GATE, claimed: false },
    ready: heading("Mach diesen Server zu deinem"),
  },
  {
    name: "german_unclaimed",
    path: "/",
    person: null,
    auth: { ...GATE, claimed: false },
    ready: heading("Dieser Server hat noch keinen Besitzer"),
  },
  { name: "german_home", path: "/", ready: heading("Was dich braucht") },
  { name: "german_account", path: "/account", ready: heading("API-Token") },
  {
    name: "german_token",
    path: "/account",
    ready: heading("API-Token"),
    act: (page) => page.getByRole("button", { name: "Neues Token" }).click(),
  },
  { name: "german_people", path: "/people", ready: text("@carol") },
  { name: "german_people_owner", path: "/people", person: "alice", ready: text("@carol") },
  {
    name: "german_invite",
    path: "/people",
    person: "alice",
    ready: text("@carol"),
    act: (page) => page.getByRole("button", { name: "Einladen" }).click(),
  },
  {
    name: "german_groups",
    path: "/people/groups",
    answers: { "host.group.list": { result: { items: [] } } },
    ready: text("Noch keine Gruppen"),
  },
  {
    name: "german_people_failed",
    path: "/people",
    answers: { "host.user.list": refuse(-32603, "Something went wrong in the host", { reason: "internal" }) },
    ready: heading("Die Personen ließen sich nicht lesen"),
  },
  { name: "german_plugins", path: "/plugins", person: "alice", ready: text("GitHub") },
  { name: "german_nowhere", path: "/nowhere", ready: heading("Unter dieser Adresse ist nichts") },
  {
    name: "german_person_menu",
    path: "/",
    ready: heading("Was dich braucht"),
    act: (page, width) => page.getByRole("button", width < 768 ? { name: "Mehr" } : { name: /Konto, Sprache/ }).click(),
  },
  {
    name: "german_palette",
    path: "/",
    ready: heading("Was dich braucht"),
    act: (page) => page.keyboard.press("Control+k"),
  },
  {
    name: "german_offline",
    path: "/",
    offline: true,
    ready: text(/Keine Verbindung zum Server/),
  },
];

/** What members meet of the cockpit, in German. */
export const GERMAN_SHOTS: Shot[] = SHOTS.map(german);
