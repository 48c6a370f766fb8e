import { sign } from "@octokit/webhooks-methods";
import examples from "@octokit/webhooks-examples" with { type: "json" };

export const SECRET = "a shared secret of the journey";

type Payload = Record<string, unknown> & { action?: string };

/** A real payload from GitHub's own examples, as it was recorded. */
export function example(event: "issues" | "pull_request", action: string): Payload {
  const found = (examples as unknown as { name: string; examples: Payload[] }[])
    .find((entry) => entry.name === event)?.examples.find((payload) => payload.action === action);
  if (!found) throw new Error(`No example of ${event}.${action}`);
  return structuredClone(found);
}

export interface DeliveryOptions {
  /** Default: a new one. GitHub repeats it when it delivers again. */
  id?: string;
  /** Default {@linkcode SECRET}. */
  secret?: string;
}

/** Posts a delivery the way GitHub does: raw JSON, signed with X-Hub-Signature-256. */
export async function deliver(url: string, event: string, payload: Payload, options: DeliveryOptions = {}) {
  const body = JSON.stringify(payload);
  const response = await fetch(`${url}/hooks/github`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/044aadd",
      "x-github-event": event,
      "x-github-delivery": options.id ?? crypto.randomUUID(),
      "x-hub-signature-256": await sign(options.secret ?? SECRET, body),
    },
    body,
  });
  await response.body?.cancel();
  return response.status;
}

/** An `issues.opened` payload with a title of its own. */
export function issueOpened(title: string): Payload {
  const payload = example("issues", "opened") as Payload & { issue: Record<string, unknown> };
  payload.issue.title = title;
  return payload;
}
