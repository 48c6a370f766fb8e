import type { IdentityContext } from "../context.ts";
import type { Person } from "../people.ts";

/** Who signed in, or tried to. */
export interface SignInRecord {
  /** `auth.login`, `auth.claim` … */
  method: string;
  person?: Person;
  /** The handle that was tried, when nobody signed in. */
  handle?: string;
  /** Why it was denied. */
  reason?: string;
  /** How it was done; default the mode. */
  how?: string;
}

/** Writes a sign-in, or the refusal of one, into the audit log. */
export function auditSignIn(
  { audit, mode }: IdentityContext,
  { method, person, handle, reason, how }: SignInRecord,
): void {
  audit.record({
    caller: person?.caller ?? { kind: "user", id: "", name: handle ?? "", role: "guest" },
    method,
    outcome: reason === undefined ? "allowed" : "denied",
    reason: reason ?? how ?? mode,
    traceId: crypto.randomUUID().replaceAll("-", ""),
  });
}
