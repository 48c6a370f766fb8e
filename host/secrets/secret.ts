import type { HostMethods } from "../rpc/ports.ts";

/** What a secret may be called. */
export const SECRET_NAME = /^[A-Z][A-Z0-9_]{0,63}$/;

/** What may be shown of a secret. */
export interface SecretInfo {
  name: string;
  /** The last four characters, or nothing when the value is so short that they would give it away. */
  last4: string;
  source: "store" | "environment";
  /** When it was set, ISO 8601; of one that is stored. */
  updatedAt?: string;
  /** User id of who set it. */
  updatedBy?: string;
}

/** Somebody who asks for a secret. */
export interface SecretUser {
  /** Name of the secret. */
  secret: string;
  kind: "plugin" | "workflow";
  /** Plugin id or name of the workflow. */
  id: string;
  /** For people. */
  name: string;
  /** Is it handed the value? */
  granted: boolean;
  /** It works without as well. */
  optional: boolean;
  /** The author's own words. */
  reason?: string;
}

/** Where the key is from under which secrets are kept. */
export interface KeyInfo {
  origin: "file" | "environment" | "credential";
  /** The file or the variable. */
  place: string;
}

/** Called with the new value, or undefined when there is none any more. */
export type SecretListener = (name: string, value: string | undefined) => void;

/** A change of somebody's sealed values, all of it or none. */
export interface SealedChange {
  set: ReadonlyMap<string, unknown>;
  clear: Iterable<string>;
  /** User id. */
  by: string;
}

/** JSON values that are kept sealed like secrets but belong to an owner, such as the write-only settings of a plugin. */
export interface SealedValues {
  all(owner: string): ReadonlyMap<string, unknown>;
  change(owner: string, change: SealedChange): Promise<void>;
  forget(owner: string): Promise<void>;
}

/** Secrets of the host, by name. */
export interface Secrets {
  get(name: string): string | undefined;
  list(): SecretInfo[];
  set(name: string, value: string, by: string): Promise<void>;
  /** False when there is none of this name in the store. */
  delete(name: string): Promise<boolean>;
  /** Seals everything under a new key. Rejects when the key comes from outside. */
  rotateKey(): Promise<void>;
  /** Who asks for secrets, whether they are set or not. */
  users(): SecretUser[];
  readonly keyInfo: KeyInfo;
  /** Hears of changes after they are on disk. Answers a function that unregisters. */
  onChange(listener: SecretListener): () => void;
  /** Replaces every secret value in a text by `[secret NAME]`. */
  redact(text: string): string;
  /** The same in every text and name inside of anything that is JSON. */
  redactValue<T>(value: T): T;
  /** Values of others that are sealed under the same key, and taken out of texts alike. */
  readonly sealed: SealedValues;
  /** `host.secret.*`. */
  methods: HostMethods;
}
