import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";

const SIGNALS = [
  "SIGTERM",
  "SIGKILL",
  "SIGINT",
  "SIGHUP",
  "SIGQUIT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGSTOP",
  "SIGCONT",
] as const;

/** A signal that a plugin may send to what it launched. */
export const signalName = z.enum(SIGNALS);
/** A text that the operating system takes. */
export const text = z.string().refine((value) => !value.includes("\0"), "Expected a text without NUL");

/** W3C trace context, by which a program goes on with a trace. */
export const traceparent = z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, "Expected a traceparent");

/** What a compartment sent, as a schema has it. Throws RpcError `invalid_params` that names the place. */
export function parse<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RpcError("invalid_params", issue!.message, { path: `/${issue!.path.join("/")}` });
}
