import { RpcError } from "../sdk/errors.ts";
import type { Role } from "../sdk/channel/protocol.ts";
import type { Database } from "../storage/ports.ts";
import type { Person, WorkflowHost } from "./ports.ts";
import type { Savers } from "./saves.ts";
import { saversOfVersion } from "./version_store.ts";

/** Weakest first. */
const ROLES: Role[] = ["guest", "agent", "member", "admin", "owner"];
/** What the folder's own scripts act with. */
const FOLDER_ROLE: Role = "member";

export interface Standing {
  role: Role;
  /** Those who saved what is executed, with the roles that they have now. */
  people: Person[];
}

/**
 * With whose rights a version acts: the folder's own with those of a member, one that was saved in the cockpit with
 * those of the person who saved it, as they are now. It never has more than any of those whose code is in it.
 */
export class Authority {
  constructor(private readonly db: Database, private readonly host: Pick<WorkflowHost, "person">) {}

  /** Throws RpcError `forbidden` when one of those who saved it may do nothing any more. */
  standing(workflow: string, hash: string): Standing {
    const savers = saversOfVersion(this.db, hash);
    if (!savers) return { role: FOLDER_ROLE, people: [] };
    const people = [...savers.own === undefined ? [] : [savers.own], ...savers.others].map((id) => {
      const person = this.host.person(id);
      if (person && !person.disabled) return person;
      throw new RpcError(
        "forbidden",
        `"${workflow}" was saved by ${person?.name ?? "somebody"}, who may not act here any more`,
        { hint: "Somebody who may has to save it again" },
      );
    });
    const roles = people.map(({ role }) => role);
    if (savers.own === undefined) roles.push(FOLDER_ROLE);
    return { role: roles.reduce(weaker), people };
  }

  /** Carries something out with a version's rights; what is forbidden to it says whose rights these are. */
  async act<T>(workflow: string, hash: string, what: (role: Role, people: Person[]) => Promise<T>): Promise<T> {
    let people: Person[] = [];
    try {
      const { role, people: savers } = this.standing(workflow, hash);
      people = savers;
      return await what(role, people);
    } catch (error) {
      if (!(error instanceof RpcError) || error.kind !== "forbidden" || people.length === 0) throw error;
      const { reason, hint } = error.data;
      throw new RpcError("forbidden", `${error.message}: ${inWhoseName(workflow, people)}`, { reason, hint });
    }
  }

  /** Publishes with a version's rights: people publish only as admins, the folder's own scripts may. */
  publish<T>(workflow: string, hash: string, what: () => Promise<T>): Promise<T> {
    return this.act(workflow, hash, (role, people) => {
      if (people.length === 0 || weaker(role, "admin") === "admin") return what();
      throw new RpcError("forbidden", `The role "${role}" may not publish events`);
    });
  }
}

/** Is what was saved that of people of at least this role? The folder's own counts as an owner's. */
export function savedBy(atLeast: Role, savers: Savers | undefined, host: Pick<WorkflowHost, "person">): boolean {
  const ids = savers ? [...savers.own === undefined ? [] : [savers.own], ...savers.others] : [];
  return ids.every((id) => {
    const person = host.person(id);
    return person !== undefined && !person.disabled && weaker(person.role, atLeast) === atLeast;
  });
}

function inWhoseName(workflow: string, people: Person[]): string {
  const names = people.map(({ name, role }) => `${name} (${role})`).join(" and ");
  return `"${workflow}" acts with the rights of ${names}, who saved it`;
}

function weaker(a: Role, b: Role): Role {
  return ROLES.indexOf(a) <= ROLES.indexOf(b) ? a : b;
}
