import type { Role } from "../sdk/channel/protocol.ts";
import type { Audience, Rooms } from "./ports.ts";

/** Weakest first: an audience `role:member` reaches members and everyone stronger. */
const ROLES: Role[] = ["guest", "agent", "member", "admin", "owner"];

/** True for a well-formed audience: `plugins`, `role:<role>` or `room:<id>`. */
export function isAudience(audience: string): boolean {
  if (audience === "plugins") return true;
  if (audience.startsWith("role:")) return (ROLES as string[]).includes(audience.slice(5));
  return /^room:[^\s]{1,200}$/.test(audience);
}

/**
 * The one decision who may see an event. `plugins` reaches no person, `role:<role>` those with this role or a stronger
 * one, `room:<id>` those whom the event's source last named as members of that room. Anything else reaches nobody.
 */
export function createAudience(rooms: Rooms): Audience {
  return {
    allows({ audience, source }, person) {
      if (audience.startsWith("room:")) return rooms.has(source, audience.slice(5), person.id);
      if (!audience.startsWith("role:")) return false;
      const needed = (ROLES as string[]).indexOf(audience.slice(5));
      return needed >= 0 && (ROLES as string[]).indexOf(person.role) >= needed;
    },
  };
}
