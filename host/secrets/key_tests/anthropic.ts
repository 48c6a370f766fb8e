import type { KeyTest } from "./service_key.ts";

/** Lists one model: costs nothing. https://docs.claude.com/en/api/models-list */
export const anthropic: KeyTest = {
  service: "anthropic",
  title: "Anthropic",
  names: /^ANTHROPIC_/,
  values: /^sk-ant-/,
  request(key) {
    return {
      url: `${key.endpoint("https://api.anthropic.com")}/v1/models?limit=1`,
      headers: { "x-api-key": key.value, "anthropic-version": "2023-06-01" },
    };
  },
};
