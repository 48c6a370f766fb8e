import type { KeyTest } from "./service_key.ts";

/** Lists the models: costs nothing. https://platform.openai.com/docs/api-reference/models/list */
export const openai: KeyTest = {
  service: "openai",
  title: "OpenAI",
  names: /^OPENAI_/,
  values: /^sk-(?!ant-|or-)/,
  request(key) {
    return {
      url: `${key.endpoint("https://api.openai.com")}/v1/models`,
      headers: { authorization: `Bearer ${key.value}` },
    };
  },
};
