/** Entry of the cockpit: asks who is here, then loads the sign-in pages or the app, and nothing else. */
import { createRoot } from "react-dom/client";
import { RpcFailure } from "../sdk/failure.ts";
import { Session } from "../state/session.ts";

const root = createRoot(document.getElementById("root")!);
const session = new Session();

async function start(): Promise<void> {
  // Pages that a link opens are for people who are not here yet, whoever is signed in.
  const entrance = /^\/(claim|invite)$/.test(location.pathname);
  const state = await session.load();
  if (state.user && !entrance) {
    const { renderApp } = await import("./app.tsx");
    renderApp(root, session);
  } else {
    const { renderGate } = await import("./gate/gate.tsx");
    renderGate(root, session, () => void start());
  }
}

async function run(): Promise<void> {
  try {
    await start();
  } catch (error) {
    const { renderUnreachable } = await import("./gate/gate.tsx");
    renderUnreachable(root, RpcFailure.wrap(error), () => void run());
  }
}

void run();
