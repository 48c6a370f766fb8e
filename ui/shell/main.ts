/** Entry of the cockpit: asks who is here, then draws the sign-in pages or the app, and loads nothing else. */
import { RpcFailure } from "../sdk/failure.ts";
import { Session } from "../state/session.ts";

/** Set while somebody is signed in here: says which code will be needed, before the server has said who it is. */
const HINT = "bulkhead.signed-in";

const session = new Session();
const loadApp = () => import("./app.tsx");
const loadGate = () => import("./gate/gate.tsx");

async function start(): Promise<void> {
  // Pages that a link opens are for people who are not here yet, whoever is signed in.
  const entrance = /^\/(claim|invite)$/.test(location.pathname);
  void (!entrance && localStorage.getItem(HINT) ? loadApp() : loadGate());
  const state = await session.load();
  if (state.user && !entrance) {
    // There is nothing more to do for who is in.
    if (location.pathname === "/sign-in") history.replaceState(null, "", "/");
    localStorage.setItem(HINT, "1");
    (await loadApp()).renderApp(session);
  } else {
    localStorage.removeItem(HINT);
    (await loadGate()).renderGate(session, () => void start());
  }
}

async function run(): Promise<void> {
  try {
    await start();
  } catch (error) {
    (await loadGate()).renderUnreachable(RpcFailure.wrap(error), () => void run());
  }
}

void run();
