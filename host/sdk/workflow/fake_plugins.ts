import type { Plugins } from "../../../schemas/generated/plugins.d.ts";

// deno-lint-ignore no-explicit-any -- any: stands for the signature of whichever method
type Method = (...args: any[]) => Promise<any>;

/** Full names of the methods below a client: `chat.message.send`. */
export type NamesBelow<Client, Path extends string> = {
  [Key in keyof Client & string]:
    | (Client[Key] extends Method ? `${Path}.${Key}` : never)
    | NamesBelow<Client[Key], `${Path}.${Key}`>;
}[keyof Client & string];

/** Full names of all methods whose types are known. */
export type MethodName = { [Id in keyof Plugins & string]: NamesBelow<Plugins[Id], Id> }[keyof Plugins & string];

/** What stands at a path of names. */
export type At<Client, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? (Head extends keyof Client ? At<Client[Head], Rest> : never)
  : Path extends keyof Client ? Client[Path]
  : never;

/** A result of which a test may leave out what its script does not look at. */
export type Part<T> = T extends readonly (infer Item)[] ? Part<Item>[]
  : T extends object ? { [Key in keyof T]?: Part<T[Key]> }
  : T;

/** What a fake is told besides the params. */
export interface FakeCall {
  /** The same for every attempt of a step; a plugin answers a repeat from its record. */
  key: string;
}

/** A function that answers as the method does. */
export type FakeOf<F> = F extends (params: infer P, ...rest: never[]) => Promise<infer R>
  ? (params: NonNullable<P>, call: FakeCall) => Part<R> | Promise<Part<R>>
  : never;

/**
 * Answers of plugins by full method name. Where a method's types are known, its fake has them: params as the script
 * sends them, and a result whose fields are of their types, though not all of them need be there. Throw an RpcError to
 * fail as a plugin does.
 */
export type TestPlugins =
  & { [Name in MethodName]?: FakeOf<At<Plugins, Name>> }
  // deno-lint-ignore no-explicit-any -- any: of plugins that are not known each fake knows its params
  & { [method: string]: ((params: any, call: FakeCall) => unknown) | undefined };
