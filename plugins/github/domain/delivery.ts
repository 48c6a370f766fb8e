import { RpcError } from "@bulkhead/plugin";

/** What a webhook says, ready to be published. */
export interface Delivery {
  /** GitHub's delivery id: the event's id, so that a redelivery is known as one. */
  id: string;
  /** `github.<event>.<action>`, or `github.<event>` for events without actions. */
  type: string;
  /** `owner/repo#number`, `owner/repo` without a number, undefined without a repository. */
  subject: string | undefined;
  /** `github:<login>` of whoever caused it. */
  actor: string | undefined;
  payload: Record<string, unknown>;
}

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const DELIVERY_ID = /^[A-Za-z0-9-]{1,100}$/;

/** Reads headers and payload. Throws RpcError `invalid_params` that names what is wrong. */
export function readDelivery(headers: Record<string, string>, payload: unknown): Delivery {
  const event = headers["x-github-event"] ?? "";
  const id = headers["x-github-delivery"] ?? "";
  if (!NAME.test(event)) {
    throw new RpcError("invalid_params", `The header X-GitHub-Event is "${event}": expected an event's name`);
  }
  if (!DELIVERY_ID.test(id)) {
    throw new RpcError("invalid_params", `The header X-GitHub-Delivery is "${id}": expected a delivery id`);
  }
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
    throw new RpcError("invalid_params", "The payload is not a JSON object");
  }
  const fields = payload as Record<string, unknown>;
  const { action } = fields;
  if (action !== undefined && (typeof action !== "string" || action === "" || action.length > 100)) {
    throw new RpcError("invalid_params", "The payload's action is not a name", { path: "/action" });
  }
  const login = field(fields.sender, "login");
  return {
    id,
    type: action === undefined ? `github.${event}` : `github.${event}.${segment(action)}`,
    subject: subjectOf(fields),
    actor: typeof login === "string" ? `github:${login}` : undefined,
    payload: fields,
  };
}

/** An action as one segment of a type: of a repository_dispatch its sender chose it freely. */
function segment(action: string): string {
  return action.replace(/[^A-Za-z0-9_-]/g, "_");
}

function subjectOf(payload: Record<string, unknown>): string | undefined {
  const repository = field(payload.repository, "full_name");
  if (typeof repository !== "string") return undefined;
  const numbers = [payload.issue, payload.pull_request, payload.discussion].map((thing) => field(thing, "number"));
  const number = [...numbers, payload.number].find((candidate) => typeof candidate === "number");
  return number === undefined ? repository : `${repository}#${number}`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
