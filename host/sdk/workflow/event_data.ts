import type { Events } from "../../../schemas/generated/plugins.d.ts";

/**
 * What an event of the type `K` carries: what the script says (`D`), else what its publisher's manifest says, else
 * anything.
 */
// deno-lint-ignore no-explicit-any -- any: a pattern, or a type of which nothing is known
export type EventData<D, K extends string> = [D] extends [never] ? (K extends keyof Events ? Events[K] : any) : D;
