import { SignJWT } from "jose";
import { RpcError } from "../../sdk/errors.ts";
import type { KeyTest } from "./service_key.ts";

/**
 * Lists the rooms of the server, with a token that may do nothing else and is good for a minute.
 * https://docs.livekit.io/home/server/managing-rooms/
 */
export const livekit: KeyTest = {
  service: "livekit",
  title: "LiveKit",
  names: /^LIVEKIT_API_SECRET$/,
  async request(key) {
    const apiKey = key.secret("LIVEKIT_API_KEY");
    const url = key.secret("LIVEKIT_URL");
    if (apiKey === undefined || url === undefined) {
      throw new RpcError("precondition_failed", "A LiveKit secret is tried together with its key and its server", {
        reason: "incomplete",
        hint: `Set ${
          [apiKey === undefined && "LIVEKIT_API_KEY", url === undefined && "LIVEKIT_URL"].filter(Boolean).join(" and ")
        } first`,
      });
    }
    const token = await new SignJWT({ video: { roomList: true } }).setProtectedHeader({ alg: "HS256" })
      .setIssuer(apiKey).setExpirationTime("1m").setNotBefore("-1m").sign(new TextEncoder().encode(key.value));
    const server = key.endpoint(url).replace(/^ws/, "http").replace(/(?<!\/)\/+$/, "");
    return {
      url: `${server}/twirp/livekit.RoomService/ListRooms`,
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: "{}",
    };
  },
};
