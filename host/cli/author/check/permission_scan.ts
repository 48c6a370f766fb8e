import type { InspectedSource } from "../../../packages/mod.ts";

/** A permission that the source seems to use, and where that was seen. */
export interface SeenUse {
  kind: string;
  /** Undefined where a name is put together at run time: it may be any that is declared. */
  target: string | undefined;
  /** `methods/poll_create.ts:12`, or what of the definition says so. */
  where: string;
}

/** How each kind of use is written down; the first group is its target. */
const SIGNS: { kind: string; pattern: RegExp; target?: (text: string) => string | undefined }[] = [
  { kind: "call", pattern: /\bcall(?:<[^()]*>)?\(\s*["'`]([a-z][\w-]*(?:\.[\w-]+)+)["'`]/g },
  { kind: "publish", pattern: /\bpublish\(\s*\{\s*type:\s*["'`]([a-z][\w-]*(?:\.[\w-]+)+)["'`]/g },
  { kind: "secrets", pattern: /\bsecrets\s*\.\s*(?:get|require)\(\s*["'`]([A-Z][A-Z0-9_]*)["'`]/g },
  { kind: "net", pattern: /["'`](https?:\/\/[\w.-]+(?::\d+)?)(?=[/"'`?#])/g, target: hostOf },
  { kind: "process", pattern: /\bprocess\s*\.\s*(?:run|spawn)\(\s*["'`]([\w.+-]+)["'`]/g },
  { kind: "sockets", pattern: /\bsockets\s*\.\s*room\(\s*["'`]([^"'`$]+)["'`]/g },
];

/** The same with a name that is no literal text. */
const COMPUTED: { kind: string; pattern: RegExp }[] = [
  { kind: "call", pattern: /\bctx\s*\.\s*call(?:<[^()]*>)?\(\s*(?!["'`])|\bcall(?:<[^()]*>)?\(\s*`[^`]*\$\{/g },
  { kind: "publish", pattern: /\bevents\s*\.\s*publish\(\s*(?!\{\s*type:\s*["'`][\w.-]+["'`])/g },
  { kind: "secrets", pattern: /\bsecrets\s*\.\s*(?:get|require)\(\s*(?!["'`])/g },
  { kind: "process", pattern: /\bprocess\s*\.\s*(?:run|spawn)\(\s*(?!["'`])/g },
  { kind: "sockets", pattern: /\bsockets\s*\.\s*room\(\s*(?!["'`])/g },
  // How urgent it is may be chosen anywhere.
  { kind: "push", pattern: /\bpush\s*\.\s*send\(/g },
  { kind: "net", pattern: /\b(?:http\s*\.\s*)?fetch\(\s*(?!["'`])/g },
];

/** A file of uploads is used by what is called on them. */
const FILES = /\buploads\s*\.\s*(get|list|read|stream|keep|create|remove)\(/g;
const READS = new Set(["get", "list", "read", "stream"]);

/**
 * What the definition and the literal texts of the source tell of the permissions that it needs. A name that is put
 * together at run time is not seen: that is what the recorded uses are for.
 */
export function scanPermissions(id: string, { description, modules }: InspectedSource): SeenUse[] {
  const uses: SeenUse[] = [];
  for (const method of description.methods) {
    for (const type of method.emits ?? []) {
      uses.push({ kind: "publish", target: type, where: `emits of ${method.name}` });
    }
  }
  for (const type of description.listens) {
    if (!type.startsWith(`${id}.`)) uses.push({ kind: "subscribe", target: type, where: "events of the definition" });
  }
  for (const path of description.hooks) uses.push({ kind: "hooks", target: path, where: "hooks of the definition" });
  for (const { path, text } of modules) uses.push(...scanModule(id, path, text));
  return uses;
}

function scanModule(id: string, path: string, text: string): SeenUse[] {
  const uses: SeenUse[] = [];
  const code = withoutComments(text);
  const at = (index: number) => `${path}:${code.slice(0, index).split("\n").length}`;
  for (const { kind, pattern, target = (found: string) => found } of SIGNS) {
    for (const match of code.matchAll(pattern)) {
      const found = target(match[1]!);
      // Its own methods and rooms by a name that is put together are nobody's business.
      if (found === undefined || (kind === "call" && found.startsWith(`${id}.`))) continue;
      uses.push({ kind, target: found, where: at(match.index) });
    }
  }
  for (const { kind, pattern } of COMPUTED) {
    for (const match of code.matchAll(pattern)) uses.push({ kind, target: undefined, where: at(match.index) });
  }
  for (const match of code.matchAll(FILES)) {
    uses.push({ kind: "files", target: READS.has(match[1]!) ? "read" : "write", where: at(match.index) });
  }
  return uses;
}

/** Comments become blanks, so that places stay. Texts with `//` in them, such as addresses, stay. */
function withoutComments(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  return text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(
    /(^|[\s;{}(),])\/\/[^\n]*/g,
    (part, lead) => lead + blank(part.slice(lead.length)),
  );
}

function hostOf(address: string): string | undefined {
  const { hostname, port, protocol } = new URL(address);
  if (/^(localhost|example\.(com|org|net))$/.test(hostname)) return undefined;
  const standard = protocol === "https:" ? "" : "80";
  return port === "" || port === standard ? hostname : `${hostname}:${port}`;
}
