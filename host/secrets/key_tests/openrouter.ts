import { type KeyTest, textAt } from "./service_key.ts";

/** Asks about the key itself. https://openrouter.ai/docs/api-reference/limits */
export const openrouter: KeyTest = {
  service: "openrouter",
  title: "OpenRouter",
  names: /^OPENROUTER_/,
  values: /^sk-or-/,
  request(key) {
    return {
      url: `${key.endpoint("https://openrouter.ai")}/api/v1/key`,
      headers: { authorization: `Bearer ${key.value}` },
      tell: (answer) => textAt(answer, "data", "label"),
    };
  },
};
