/**
 * Entry of the cockpit. The host gives its page to who is signed in; all others get the gate (`gate/main.ts`), which loads this
 * entry when they have come in.
 */
import { pageState } from "../state/page_state.ts";
import { Session } from "../state/session.ts";
import { renderApp } from "./app.tsx";

// There is nothing more to do there for who is in.
if (location.pathname === "/sign-in") history.replaceState(null, "", "/");
void renderApp(new Session({ state: pageState() }));
