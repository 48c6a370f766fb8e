import type { TriggerInfo } from "../../state/wire.ts";

/** What starts a workflow, in words. */
export function triggerWords(triggers: readonly TriggerInfo[]): string {
  if (triggers.length === 0) return "Nothing starts it";
  return triggers.map(oneTrigger).join(", ");
}

function oneTrigger({ kind, detail = "" }: TriggerInfo): string {
  switch (kind) {
    case "event":
      return `On ${detail}`;
    case "cron":
      return `At ${detail}`;
    case "every":
      return `Every ${detail}`;
    case "hook":
      return `On a webhook at ${detail}`;
    case "manual":
      return "By hand";
    case "call":
      return "When it is called";
    default:
      return detail ? `${kind} ${detail}` : kind;
  }
}

/** Any value as text for a code block: strings as they are, the rest as JSON. */
export function asText(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
