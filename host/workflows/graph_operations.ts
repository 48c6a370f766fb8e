import type { CallExpression } from "acorn";
import type { SourceNode } from "./graph_shape.ts";
import { keyName, literal, pattern, prefixed, shown, sourceText } from "./graph_text.ts";

/** Members of the context that are steps. */
export const OPERATIONS = new Set(["step", "sleep", "sleepUntil", "waitFor", "signal", "approve", "invoke", "publish"]);
/** Members of the context that are no plugins. */
export const PLAIN = new Set([
  ...["event", "events", "input", "run", "all", "secrets", "now", "random", "uuid", "log"],
  ...OPERATIONS,
]);

const TRIGGERS = new Set(["event", "manual", "cron", "every", "hook", "call"]);
const TRIGGER_WORDS: Record<string, string> = {
  event: "on",
  manual: "by hand",
  cron: "at",
  every: "every",
  hook: "webhook",
  call: "when it is called",
};

/** The node of a trigger in the option `on`; undefined for what is none. */
export function trigger(
  { callee, arguments: [first] }: CallExpression,
): Pick<SourceNode, "kind" | "label"> | undefined {
  if (callee.type !== "Identifier" || !TRIGGERS.has(callee.name)) return undefined;
  const words = TRIGGER_WORDS[callee.name] ?? callee.name;
  const detail = literal(first);
  return { kind: "trigger", label: detail === undefined ? words : `${words} ${detail}` };
}

/** The node of a call of the context's own members; undefined for those that are no steps. */
export function operation(
  member: string,
  [first]: CallExpression["arguments"],
  source: string,
): Pick<SourceNode, "kind" | "label" | "name" | "value"> | undefined {
  const text = pattern(first);
  const words = text ? shown(text) : first ? sourceText(first, source) : "";
  switch (member) {
    case "step":
      return { kind: "step" as const, label: words, name: text ?? ["", ""] };
    case "sleep":
      return { kind: "sleep" as const, label: `sleep ${words}`, name: ["sleep"], value: literal(first) };
    case "sleepUntil":
      return { kind: "sleep" as const, label: `sleep until ${words}`, name: ["sleepUntil"] };
    case "waitFor":
      return { kind: "wait" as const, label: `wait for ${words}`, name: prefixed("waitFor:", text) };
    case "signal":
      return { kind: "signal" as const, label: `signal ${words}`, name: prefixed("signal:", text) };
    case "approve":
      return { kind: "approve" as const, label: `approve: ${words}`, name: ["approve"], value: literal(first) };
    case "invoke":
      return { kind: "invoke" as const, label: `invoke ${words}`, name: prefixed("invoke:", text) };
    case "publish": {
      const type = first?.type === "ObjectExpression"
        ? first.properties.find((each) => each.type === "Property" && keyName(each.key) === "type")
        : undefined;
      const named = type?.type === "Property" ? pattern(type.value) : undefined;
      return {
        kind: "publish" as const,
        label: `publish ${named ? shown(named) : words}`,
        name: prefixed("publish:", named),
      };
    }
  }
  return undefined;
}
