import type { PermissionUse } from "../../sandbox/ports.ts";
import type { MissedParams } from "../../sdk/channel/protocol.ts";
import { SECRET_NAME } from "../../secrets/mod.ts";
import type { Permissions } from "../store.ts";
import type { Done } from "./attribute.ts";

/** Writes down that one plugin used a permission, or tried what it has none for. */
export type NoteUse = (kind: string, use: { done: Done; denied?: boolean }) => void;

/** Reads what a compartment's uses of permissions say: those that the runtime wrote down, and those that its own code told of. */
export function compartmentUses(entries: () => Permissions, note: NoteUse) {
  return {
    /** Deno wrote down that the code in the compartment asked for something. */
    told({ kind, target, denied }: PermissionUse): void {
      if (kind === "net" || kind === "sys") note(kind, { done: target, denied });
      // The rest nobody is granted. Libraries look into the environment all the time and find it empty: that is no attempt.
      else if (denied && kind !== "env") note(kind, { done: target, denied });
    },
    /** Its code asked for a secret that it was not handed: an attempt, unless it is granted and merely not set. */
    missed(params: unknown): void {
      const { kind, target } = (params ?? {}) as Partial<MissedParams>;
      if (kind !== "secrets" || typeof target !== "string" || !SECRET_NAME.test(target)) return;
      if (entries().secrets?.some((entry) => entry.name === target)) return;
      note(kind, { done: target, denied: true });
    },
  };
}
