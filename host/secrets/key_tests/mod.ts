/** Keys of services that people set most, each tried by one harmless request. One file a service. */
import { anthropic } from "./anthropic.ts";
import { github } from "./github.ts";
import type { KeyTest } from "./service_key.ts";
import { livekit } from "./livekit.ts";
import { openai } from "./openai.ts";
import { openrouter } from "./openrouter.ts";
import { postmark } from "./postmark.ts";

export { type KeyTrial, tryKey } from "./try_key.ts";

const TESTS: readonly KeyTest[] = [anthropic, openai, openrouter, github, postmark, livekit];

export const SERVICES: readonly string[] = TESTS.map(({ service }) => service);

/** The test of a named service, else the one that the secret's name or its value suggests. */
export function keyTestFor({ service, name, value }: { service?: string; name: string; value: string }):
  | KeyTest
  | undefined {
  if (service !== undefined) return TESTS.find((test) => test.service === service);
  return TESTS.find((test) => test.names.test(name)) ?? TESTS.find((test) => test.values?.test(value));
}
