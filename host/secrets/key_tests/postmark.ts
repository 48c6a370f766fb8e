import { type KeyTest, textAt } from "./service_key.ts";

/** Asks which server the token belongs to; no mail is sent. https://postmarkapp.com/developer/api/server-api */
export const postmark: KeyTest = {
  service: "postmark",
  title: "Postmark",
  names: /^POSTMARK_/,
  request(key) {
    return {
      url: `${key.endpoint("https://api.postmarkapp.com")}/server`,
      headers: { "x-postmark-server-token": key.value, accept: "application/json" },
      tell: (answer) => textAt(answer, "Name"),
    };
  },
};
