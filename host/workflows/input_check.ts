import { RpcError } from "../sdk/errors.ts";
import { encode, type JournalValue } from "../sdk/workflow/codec.ts";
import type { InputResult } from "../sdk/workflow/protocol.ts";
import type { Compartments } from "./compartments.ts";
import type { Version } from "./version_store.ts";

/** Asks a script's compartment whether an input fits the schema of one of its triggers. */
export class InputCheck {
  constructor(private readonly compartments: Compartments) {}

  /** The input as the journal keeps it, completed by the schema. Throws RpcError `invalid_params`. */
  async check(version: Version, trigger: number, given: unknown, pointer = ""): Promise<JournalValue> {
    const known = version.description.triggers[trigger];
    // Nobody is asked about what may be anything.
    if ((known?.kind === "manual" || known?.kind === "call") && known.input === undefined) return encode(given);
    const compartment = await this.compartments.acquire(version);
    try {
      const checked = await compartment.request<InputResult>("script.input", { input: encode(given), trigger });
      if (checked.ok) return checked.input;
      throw new RpcError("invalid_params", checked.message, { path: `${pointer}${checked.path}` });
    } finally {
      this.compartments.release(version.hash, compartment);
    }
  }
}
