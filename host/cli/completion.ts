import type { RootCommand } from "@bomb.sh/tab";
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { withHost } from "./command.ts";
import type { CliContext } from "./context.ts";
import { plain } from "./output.ts";

/** Whoever presses Tab does not wait longer for a host. */
const ASK_MS = 2_000;
/** Only what no shell reads as more than a word. */
const WORD = /^[\w.-]{1,120}$/;

/** Commands of `bulkhead plugin` that take the id of a plugin that is there. */
const OF_PLUGINS = ["enable", "disable", "restart", "update", "rollback", "remove"];

interface Candidate {
  value: string;
  description: string;
}

/**
 * Adds `bulkhead completion <shell>`, which prints a script for bash, zsh or fish, and `bulkhead complete`, which that
 * script asks at each Tab. Commands and options come from the program itself, methods and plugins from the running host.
 */
export async function addCompletion(program: Command, args: string[], context: CliContext): Promise<void> {
  const completion = tab(program, { completionCommandName: "completion" });
  program.commands.find((command) => command.name() === "completion")?.description(
    "print a script that completes commands at Tab, methods and plugins included: source <(bulkhead completion bash)",
  );
  if (args[0] === "complete") await offerWhatTheHostHas(completion, args.slice(args.indexOf("--") + 1), context);
}

async function offerWhatTheHostHas(completion: RootCommand, words: string[], context: CliContext): Promise<void> {
  const [first, second] = words;
  const offer = (command: string, argument: string, candidates: Candidate[]) => {
    completion.commands.get(command)?.argument(argument, (complete) => {
      for (const { value, description } of candidates) if (WORD.test(value)) complete(value, plain(description));
    });
  };
  if (first === "call") offer("call", "method", await ask(words, context, methods));
  if (first === "plugin" && second !== undefined && OF_PLUGINS.includes(second)) {
    offer(`plugin ${second}`, "id", await ask(words, context, plugins));
  }
}

type Call = <T>(method: string, params?: unknown) => Promise<T>;

async function methods(call: Call): Promise<Candidate[]> {
  const document = await call<{ methods: { name: string; summary?: string }[] }>("rpc.discover");
  return document.methods.map(({ name, summary = "" }) => ({ value: name, description: summary }));
}

async function plugins(call: Call): Promise<Candidate[]> {
  const { items } = await call<{ items: { id: string; name: string }[] }>("host.plugin.list");
  return items.map(({ id, name }) => ({ value: id, description: name }));
}

/** What the host says; nothing when there is none, or when it takes its time. */
async function ask(
  words: string[],
  context: CliContext,
  question: (call: Call) => Promise<Candidate[]>,
): Promise<Candidate[]> {
  const at = words.findIndex((word) => word === "--data" || word.startsWith("--data="));
  const data = at < 0 ? undefined : words[at]!.startsWith("--data=") ? words[at]!.slice(7) : words[at + 1];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Candidate[]>((resolve) => timer = setTimeout(() => resolve([]), ASK_MS));
  try {
    const answer = withHost(context, { data }, (host) => question((method, params) => host.call(method, params)));
    return await Promise.race([answer, late]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
