import type { AuthState } from "./session.ts";

/** The element in which it stands. */
export const STATE_ID = "auth-state";

/** What the host wrote into this page about who it is for; undefined when it could not know yet. */
export function pageState(): AuthState | undefined {
  const text = document.getElementById(STATE_ID)?.textContent;
  return text ? JSON.parse(text) as AuthState : undefined;
}
