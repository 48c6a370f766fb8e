import type { Role } from "../channel/protocol.ts";

/** What came of an approval, as the journal keeps it. */
export interface Decision {
  approved: boolean;
  /** Who decided; absent when the deadline did. */
  by?: string;
  comment?: string;
  /** Nobody decided in time. */
  expired?: true;
}

/** The name under which the decision on a step reaches its run; no signal of a script can have it. */
export function approvalSignal(step: string): string {
  return `\0${step}`;
}

/** Roles that may be asked. */
export const DECIDERS: readonly Role[] = ["member", "admin", "owner"];
