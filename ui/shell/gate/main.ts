/**
 * Entry of the way in, for whoever is not signed in. It is a page of its own, without the cockpit's libraries, so that it
 * is there at once; the cockpit is fetched while somebody types.
 */
import { RpcFailure } from "../../sdk/failure.ts";
import { languageOf, setLanguage } from "../../sdk/i18n/language.ts";
import { pageState } from "../../state/page_state.ts";
import { Session } from "../../state/session.ts";
import { fetchCockpit, openCockpit } from "./cockpit.ts";
import { renderGate, renderUnreachable } from "./gate.tsx";
import { t } from "../../i18n/texts.ts";

/** Pages that a link opens are for people who are not here yet, whoever is signed in. */
const ENTRANCE = /^\/(claim|invite)$/;

const session = new Session({ state: pageState() });

async function start(): Promise<void> {
  await setLanguage(languageOf(undefined, navigator.languages));
  try {
    // It stands in the page, unless that came from a host that had only begun to start.
    const state = session.state ?? await session.load();
    if (state.user && !ENTRANCE.test(location.pathname)) await enter();
    else renderGate(session, enter);
  } catch (error) {
    renderUnreachable(RpcFailure.wrap(error), () => void start());
  }
}

/** Goes on to the page that was asked for. */
async function enter(): Promise<void> {
  const state = await session.load();
  if (!state.user) throw cookieRefused();
  await session.endPasskeyOffer();
  if (ENTRANCE.test(location.pathname) || location.pathname === "/sign-in") history.replaceState(null, "", "/");
  try {
    await openCockpit(state);
  } catch {
    // The files of this page are gone: there is a newer cockpit.
    location.reload();
  }
}

function cookieRefused(): RpcFailure {
  return new RpcFailure({
    code: 0,
    reason: "no_cookie",
    message: t("You are signed in, but this browser does not keep the session's cookie"),
    hint: t("Allow cookies for this server, and open it at its https address if it has one."),
  });
}

void start();
fetchCockpit();
// Another link of the same kind was opened in this tab: only what stands after the # is new.
if (ENTRANCE.test(location.pathname)) addEventListener("hashchange", () => location.reload());
