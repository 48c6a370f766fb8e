import { type KeyTest, textAt } from "./service_key.ts";

/** Asks whose token it is. https://docs.github.com/en/rest/users/users */
export const github: KeyTest = {
  service: "github",
  title: "GitHub",
  names: /^(GITHUB|GH)_(?!WEBHOOK)/,
  values: /^(gh[opsu]_|github_pat_)/,
  request(key) {
    return {
      url: `${key.endpoint("https://api.github.com")}/user`,
      headers: {
        authorization: `Bearer ${key.value}`,
        accept: "application/vnd.github+json",
        "user-agent": "bulkhead",
        "x-github-api-version": "2022-11-28",
      },
      tell: (answer) => textAt(answer, "login"),
    };
  },
};
