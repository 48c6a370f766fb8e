import type { PermissionInfo } from "./wire.ts";

/** What a permission is about; everything that is told of it begins here. */
export type Asked = Pick<PermissionInfo, "kind" | "target" | "words" | "risk">;

const SYS_WORDS: Record<string, string> = {
  hostname: "the machine's name",
  osRelease: "the release of its operating system",
  osUptime: "how long the machine is up",
  loadavg: "the load of the machine",
  networkInterfaces: "its network addresses",
  systemMemoryInfo: "how much memory the machine has",
  uid: "the user id of the process",
  gid: "the group id of the process",
  cpus: "which processors it has",
};

/** What it may do, in plain words: "Connect to api.example.com". The host's own words win. */
export function permissionWords({ kind, target, words }: Asked): string {
  if (words) return words;
  switch (kind) {
    case "net":
      if (target === "*" || target === "") return "Connect to any host on the internet";
      return target.startsWith("*.") ? `Connect to every host under ${target.slice(2)}` : `Connect to ${target}`;
    case "call":
      return wholeOf(target) ? `Call every method of ${wholeOf(target)}` : `Call ${target}`;
    case "publish":
      return `Announce events of the type ${target}`;
    case "subscribe":
      return wholeOf(target) ? `Hear every event of ${wholeOf(target)}` : `Hear events of the type ${target}`;
    case "secrets":
      return `Read the secret ${target}`;
    case "process":
      return target === "*" ? "Run any program on this machine" : `Run the program ${target}`;
    case "files":
      return target === "read" ? "Read uploaded files" : "Keep uploaded files and serve them";
    case "sockets":
      return target
        ? `Hold live connections with open browsers (${target})`
        : "Hold live connections with open browsers";
    case "hooks":
      return `Receive webhooks${target ? ` at ${target}` : ""} from outside`;
    case "push":
      return target === "high"
        ? "Notify people on their devices, and wake these at any time"
        : "Notify people on their devices";
    case "sys":
      return `Learn ${SYS_WORDS[target] ?? target}`;
    default:
      return `${kind} ${target}`.trim();
  }
}

/** `chat` of `chat.**` and `chat.*`; everything of `**`. */
function wholeOf(pattern: string): string | undefined {
  if (pattern === "**" || pattern === "*") return "everything here";
  return /^([a-z][\w-]*)\.\*\*?$/.exec(pattern)?.[1];
}

/** What a high-risk permission amounts to, for whoever is about to give it. */
export function amountsTo({ kind, target }: Asked): string {
  switch (kind) {
    case "net":
      return target === "*" || target === ""
        ? "It can send all that it sees to anybody."
        : "It reaches into a network that is closed to the outside.";
    case "process":
      return target === "*"
        ? "This is the same as full access to this machine."
        : `Whatever ${target} can do on this machine, it can do.`;
    case "call":
      return "It acts on this server by itself, with nobody asked each time.";
    case "subscribe":
      return "It reads what people say in private as well.";
    case "secrets":
      return "It can use the account that this secret opens.";
    case "files":
      return "It reads what people have uploaded.";
    default:
      return "It can do harm with it that is hard to take back.";
  }
}

/** Kinds by what they are called in one word, the most dangerous first. */
const NOUNS: [kind: string, noun: string][] = [
  ["process", "programs"],
  ["net", "network"],
  ["secrets", "secrets"],
  ["call", "calls"],
  ["files", "files"],
  ["subscribe", "events"],
  ["publish", "events"],
  ["hooks", "webhooks"],
  ["sockets", "live connections"],
  ["push", "notifications"],
  ["sys", "system facts"],
];

/** The kinds of what is granted, for a button: "programs, network and 2 more"; empty for nothing. */
export function grantNouns(permissions: readonly Asked[], most = 3): string {
  const kinds = new Set(permissions.map((permission) => permission.kind));
  const nouns = [
    ...new Set([
      ...NOUNS.filter(([kind]) => kinds.has(kind)).map(([, noun]) => noun),
      ...[...kinds].filter((kind) => !NOUNS.some(([known]) => known === kind)),
    ]),
  ];
  if (nouns.length <= most) return listOf(nouns);
  return listOf([...nouns.slice(0, most - 1), `${nouns.length - most + 1} more`]);
}

/** What a plugin will be able to do, in one sentence. */
export function abilities(name: string, permissions: readonly Asked[]): string {
  if (permissions.length === 0) return `${name} asks for nothing: it reaches its own folder and its own database.`;
  const { high, low } = byRisk(permissions);
  const parts = [...grouped(high, 2), ...grouped(low, 1)];
  const shown = parts.length > 5 ? [...parts.slice(0, 4), `${parts.length - 4} more things`] : parts;
  return `${name} will be able to ${listOf(shown)}. Everything else stays closed to it.`;
}

const MANY: Record<string, (count: number) => string> = {
  process: (count) => `run ${count} programs`,
  net: (count) => `connect to ${count} hosts`,
  secrets: (count) => `read ${count} secrets`,
  call: (count) => `call ${count} methods`,
  files: () => "keep, read and serve uploaded files",
  subscribe: (count) => `hear ${count} kinds of events`,
  publish: (count) => `announce ${count} kinds of events`,
  hooks: () => "receive webhooks from outside",
  sys: (count) => `learn ${count} facts of the machine`,
};

/** What is asked of one kind as one part of a sentence, when it is more than `most`; the most dangerous kinds first. */
function grouped(permissions: readonly Asked[], most: number): string[] {
  const sorted = [...permissions].sort((left, right) => rank(left) - rank(right));
  return [...Map.groupBy(sorted, ({ kind }) => kind)].flatMap(([kind, all]) => {
    const words = all.map((permission) => lowerFirst(permissionWords(permission)));
    return all.length > most && MANY[kind] ? [MANY[kind](all.length)] : words;
  });
}

function rank({ kind }: Asked): number {
  const place = NOUNS.findIndex(([known]) => known === kind);
  return place < 0 ? NOUNS.length : place;
}

/** High risk first, each in the order of the manifest. */
export function byRisk<T extends Asked>(permissions: readonly T[]): { high: T[]; low: T[] } {
  return {
    high: permissions.filter((permission) => permission.risk === "high"),
    low: permissions.filter((permission) => permission.risk !== "high"),
  };
}

/** "a", "a and b", "a, b and c". */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function lowerFirst(text: string): string {
  // A word that is all capitals, such as a name, stays.
  return /^[A-Z][^A-Z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
