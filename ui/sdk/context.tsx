import { createContext, useContext } from "react";
import type { Cockpit, Me } from "./ports.ts";

const Context = createContext<Cockpit | undefined>(undefined);

/** Stands around all pages; the shell's alone. */
export const CockpitProvider = Context.Provider;

/** The cockpit around this page. */
export function useCockpit(): Cockpit {
  const cockpit = useContext(Context);
  if (!cockpit) throw new Error("useCockpit was called outside of CockpitProvider");
  return cockpit;
}

/** Who is signed in. */
export function useMe(): Me {
  return useCockpit().me;
}

/** May this person change plugins, people and the like? */
export function useIsAdmin(): boolean {
  const { role } = useMe();
  return role === "owner" || role === "admin";
}
