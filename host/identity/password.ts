import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { RpcError } from "../sdk/errors.ts";
import { COMMON_PASSWORDS } from "./common_passwords.ts";

/** What one hash costs: `2 ** logN` blocks of `r` × 128 bytes, `p` times over. */
export interface PasswordCost {
  logN: number;
  r: number;
  p: number;
}

/** About 0.2 s and 32 MiB; one of the settings that OWASP lists as equal in strength. */
export const DEFAULT_COST: PasswordCost = { logN: 15, r: 8, p: 3 };

const MIN_LENGTH = 8;
const MAX_LENGTH = 256;
const HASH_BYTES = 32;
/** Hashes computed at once, and waiting; more are told to come again, so that signing in cannot eat the machine. */
const MAX_RUNNING = 2;
const MAX_WAITING = 32;

/** Refuses a password that would be guessed soon; the message says why. `names` are words it must not be. */
export function checkQuality(password: string, names: (string | undefined)[], path = "/password"): void {
  const refuse = (message: string): never => {
    throw new RpcError("invalid_params", message, {
      path,
      hint: "A few unrelated words in a row are strong and easy to remember",
    });
  };
  if (password.length < MIN_LENGTH) refuse(`The password is too short: at least ${MIN_LENGTH} characters are needed`);
  if (password.length > MAX_LENGTH) refuse(`The password is too long: at most ${MAX_LENGTH} characters`);
  const plain = password.toLowerCase();
  if (new Set(plain).size < 4) refuse("The password repeats the same few characters");
  if (COMMON_PASSWORDS.has(plain)) refuse("This password is one of those that are tried first");
  for (const name of names) {
    if (name && plain.replaceAll(/[^\p{L}\p{N}]/gu, "") === name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "")) {
      refuse("The password is your own name");
    }
  }
}

/** Hashes and compares passwords with scrypt, off the main thread and few at once. */
export class Passwords {
  readonly #cost: PasswordCost;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  /** Compared against when there is no such person, so that the answer takes as long; nothing hashes to it. */
  readonly #nobody: string;

  constructor(cost: PasswordCost = DEFAULT_COST) {
    this.#cost = cost;
    this.#nobody = format(cost, randomBytes(16), randomBytes(HASH_BYTES));
  }

  /** `scrypt$logN$r$p$salt$hash`: what is stored. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    return format(this.#cost, salt, await this.#derive(password, salt, this.#cost));
  }

  /** Is it the password? Without a stored one the answer is no, after the same work. */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const { cost, salt, hash } = parse(stored ?? this.#nobody);
    const key = await this.#derive(password, salt, cost);
    return timingSafeEqual(key, hash) && stored !== undefined;
  }

  /** Was it hashed more cheaply than is done today? */
  isOutdated(stored: string): boolean {
    const { cost } = parse(stored);
    return cost.logN !== this.#cost.logN || cost.r !== this.#cost.r || cost.p !== this.#cost.p;
  }

  async #derive(password: string, salt: Uint8Array, { logN, r, p }: PasswordCost): Promise<Uint8Array> {
    await this.#enter();
    try {
      return await new Promise((resolve, reject) =>
        scrypt(password.normalize("NFC"), salt, HASH_BYTES, { N: 2 ** logN, r, p, maxmem: 2 ** logN * r * 256 }, (
          error,
          key,
        ) => error ? reject(error) : resolve(key))
      );
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < MAX_RUNNING) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= MAX_WAITING) {
      throw new RpcError("rate_limited", "Too many people are signing in at this moment", { retryAfterMs: 2_000 });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running--;
  }
}

function format({ logN, r, p }: PasswordCost, salt: Uint8Array, hash: Uint8Array): string {
  return `scrypt$${logN}$${r}$${p}$${new Uint8Array(salt).toBase64()}$${new Uint8Array(hash).toBase64()}`;
}

function parse(stored: string): { cost: PasswordCost; salt: Uint8Array; hash: Uint8Array } {
  const [scheme, logN, r, p, salt, hash] = stored.split("$");
  if (scheme !== "scrypt" || !salt || !hash) {
    throw new Error("A stored password is not in the form that this version writes");
  }
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Uint8Array.fromBase64(salt),
    hash: Uint8Array.fromBase64(hash),
  };
}
