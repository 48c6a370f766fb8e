import type { AuthState } from "../../state/session.ts";
import { STATE_ID } from "../../state/page_state.ts";

/** What the cockpit begins with: its script, what that imports, its styles. The build writes the names into the page. */
const FILES = document.querySelector<HTMLMetaElement>('meta[name="cockpit"]')?.content.split(" ") ?? [];

/** Has the browser fetch the cockpit once it has nothing else to do: while somebody types. */
export function fetchCockpit(): void {
  const fetchAll = () => {
    for (const href of FILES) {
      if (href.endsWith(".css")) addLink("preload", href).as = "style";
      else addLink("modulepreload", href);
    }
  };
  // Not every browser says when it is idle.
  const whenIdle = () =>
    "requestIdleCallback" in globalThis ? requestIdleCallback(fetchAll) : setTimeout(fetchAll, 300);
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true });
}

/** Lets the cockpit take the place of what is drawn now, which stays until the cockpit has something to show. */
export async function openCockpit(state: AuthState): Promise<void> {
  let data = document.getElementById(STATE_ID);
  if (!data) {
    data = document.createElement("script");
    data.setAttribute("type", "application/json");
    data.id = STATE_ID;
    document.head.append(data);
  }
  data.textContent = JSON.stringify(state);
  await Promise.all(FILES.filter((href) => href.endsWith(".css")).map(style));
  await import(/* @vite-ignore */ FILES[0]!);
}

function style(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = addLink("stylesheet", href);
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`${href} could not be loaded`));
  });
}

function addLink(rel: string, href: string): HTMLLinkElement {
  const link = document.createElement("link");
  link.rel = rel;
  link.href = href;
  link.crossOrigin = "";
  document.head.append(link);
  return link;
}
