import { isPrivateHost } from "../../sandbox/mod.ts";
import { commandLine, parseCommandLine } from "./command_line.ts";
import { type Asker, methodsMatching, type PermissionFacts } from "./facts.ts";
import { carriesPrivate } from "./risk.ts";

const SYS: Record<string, string> = {
  hostname: "Read the name of this machine",
  osRelease: "Read the version of the operating system",
  osUptime: "Read how long this machine has been up",
  loadavg: "Read how busy this machine is",
  networkInterfaces: "Read the network addresses of this machine",
  systemMemoryInfo: "Read how much memory this machine has",
  uid: "Read the id of the system user that runs Bulkhead",
  gid: "Read the id of the system group that runs Bulkhead",
  cpus: "Read which processors this machine has",
};

/** What the last segment of a method that changes something says about it. */
const VERBS: Record<string, string> = {
  send: "Post as itself",
  post: "Post as itself",
  reply: "Post as itself",
  publish: "Post as itself",
  create: "Create as itself",
  add: "Create as itself",
  edit: "Change as itself",
  update: "Change as itself",
  set: "Change as itself",
  put: "Change as itself",
  delete: "Delete as itself",
  remove: "Delete as itself",
};

/** Kind of a refused attempt that is no permission of a manifest. */
const ATTEMPTS: Record<string, string> = {
  read: "Read the file",
  write: "Write the file",
  env: "Read the environment variable",
  run: "Start by itself the program",
  ffi: "Load the native library",
  import: "Load code from",
};

type Words = (target: string, asker: Asker, facts: PermissionFacts) => string;

const WORDS: Record<string, Words> = {
  net: (host) => {
    if (host.startsWith("*.")) return `Connect to ${host.slice(2)} and every host below it`;
    if (host.includes("*")) return "Connect to every host on the internet";
    return isPrivateHost(host) ? `Connect to ${host}, which is inside your own network` : `Connect to ${host}`;
  },
  sys: (name) => SYS[name] ?? `Read the system information ${name}`,
  call: callWords,
  publish: (type, { id }) => type === `${id}.**` ? "Announce events of its own" : `Announce the events ${type}`,
  subscribe: (type, asker, facts) => {
    if (type === "**" || type === "*") return "Hear every event, private ones among them";
    return carriesPrivate(type, asker, facts)
      ? `Hear the events ${type}, which carry private content`
      : `Hear the events ${type}`;
  },
  secrets: (name) => `Read the secret ${name}`,
  process: (command) => {
    if (command === "*") return "Start any program, which equals full access to this machine";
    const parsed = parseCommandLine(command);
    if (!parsed?.args) return `Start the program ${command} with any arguments`;
    const program = commandLine({ command: parsed.command });
    if (parsed.args.length === 0) return `Start the program ${program} without arguments`;
    return `Start the program ${program} with ${command.slice(program.length + 1)}`;
  },
  files: (access) => access === "write" ? "Keep uploaded files and serve them" : "Read uploaded files",
  sockets: (room) =>
    /^\*+$/.test(room)
      ? "Name the members of rooms of its own and send to them live"
      : `Name the members of its room ${room} and send to them live`,
  push: (urgency) =>
    urgency === "high"
      ? "Notify people on their devices, and wake these at any time"
      : "Notify people on their devices",
  hooks: (path, { id }) => {
    if (path === "**") return `Receive webhooks at every address below /hooks/${id}`;
    return `Receive webhooks at /hooks/${id}${path === "" ? "" : `/${path}`}`;
  },
};

/** What a permission comes to, as one plain sentence without a full stop: `Connect to api.example.com`. */
export function wordsOf(about: { kind: string; target: string }, asker: Asker, facts: PermissionFacts): string {
  const { kind, target } = about;
  const words = WORDS[kind];
  if (words) return words(target, asker, facts);
  return `${ATTEMPTS[kind] ?? `Use ${kind}:`} ${target === "" ? "(any)" : target}`;
}

function callWords(method: string, asker: Asker, facts: PermissionFacts): string {
  if (method === "**" || method === "*") return "Call every method of every plugin and of Bulkhead";
  if (method.includes("*")) {
    const whole = /^([^.*]+)\.\*\*?$/.exec(method);
    return whole ? `Call every method of ${whole[1]}` : `Call every method that is named ${method}`;
  }
  const [known] = methodsMatching(method, facts, asker);
  // Only what the method says of itself makes it reading: its name may say anything.
  if (known?.readOnly) return `Read: ${method}`;
  return `${VERBS[method.slice(method.lastIndexOf(".") + 1)] ?? "Call"}: ${method}`;
}
