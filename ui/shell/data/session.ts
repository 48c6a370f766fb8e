import { createContext, useContext } from "react";
import type { Session } from "../../state/session.ts";

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session of this browser: name of the server, sign-out. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession was called outside of the app");
  return session;
}
