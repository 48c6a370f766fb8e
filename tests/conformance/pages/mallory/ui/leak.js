/**
 * Ways to tell another server something. `to` is its address, such as `http://127.0.0.1:1234/name`; what it hears counts,
 * so nobody looks at what the browser says here.
 */
const add = (tag, attributes, children = []) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  document.body.append(element);
  return element;
};
const style = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};
const link = (rel, more = {}) => (to) => add("link", { rel, href: to, ...more });

globalThis.leaks = {
  "fetch": (to) => fetch(to, { method: "POST", body: "secret" }),
  "fetch no-cors": (to) => fetch(to, { mode: "no-cors" }),
  "fetch keepalive": (to) => fetch(to, { mode: "no-cors", keepalive: true }),
  "request": (to) => {
    const request = new XMLHttpRequest();
    request.open("GET", to);
    request.send();
  },
  "socket": (to) => new WebSocket(to.replace("http", "ws")),
  "event source": (to) => new EventSource(to),
  "beacon": (to) => navigator.sendBeacon(to, "secret"),
  "image": (to) => void (new Image().src = to),
  "picture": (to) => add("picture", {}, [add("source", { srcset: to }), add("img", { srcset: to })]),
  "style sheet": link("stylesheet"),
  "css image": (to) => {
    style(`#here { background: url("${to}") }`);
    getComputedStyle(document.body).color;
  },
  "css font": (to) => {
    style(`@font-face { font-family: leak; src: url("${to}") } #here { font-family: leak }`);
    return document.fonts.load("16px leak");
  },
  "css import": (to) => add("style", {}, [`@import url("${to}");`]),
  "inline style": (to) => add("p", { style: `background: url("${to}")` }, ["x"]),
  "script": (to) => add("script", { src: to }),
  "module": (to) => import(to),
  "audio": (to) => add("audio", { src: to, preload: "auto" }),
  "video": (to) => add("video", { src: to, poster: to, preload: "auto" }),
  "track": (to) => add("video", { crossorigin: "" }, [add("track", { src: to, default: "" })]),
  "object": (to) => add("object", { data: to }),
  "embed": (to) => add("embed", { src: to }),
  "frame": (to) => add("iframe", { src: to }),
  "frame in a frame": (to) => add("iframe", { srcdoc: `<img src="${to}"><link rel="stylesheet" href="${to}">` }),
  "svg image": (to) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
    image.setAttribute("href", to);
    svg.append(image);
    document.body.append(svg);
  },
  "prefetch": link("prefetch"),
  "preload": link("preload", { as: "image" }),
  "preload script": link("modulepreload"),
  "preconnect": link("preconnect"),
  "preconnect with cors": link("preconnect", { crossorigin: "" }),
  "prerender": link("prerender"),
  "icon": link("icon"),
  "manifest": link("manifest"),
  "speculation": (to) =>
    add("script", { type: "speculationrules" }, [JSON.stringify({ prefetch: [{ source: "list", urls: [to] }] })]),
  "form": (to) => add("form", { action: to, method: "post" }, [add("input", { name: "a", value: "secret" })]).submit(),
  "form to a new window": (to) => add("form", { action: to, target: "_blank" }).submit(),
  "ping": (to) => add("a", { href: "#x", ping: to }, ["x"]).click(),
  "link": (to) => add("a", { href: to }, ["x"]).click(),
  "link to a new window": (to) => add("a", { href: to, target: "_blank", rel: "opener" }, ["x"]).click(),
  "link to the top": (to) => add("a", { href: to, target: "_top" }, ["x"]).click(),
  "window": (to) => open(to),
  "top": (to) => void (top.location.href = to),
  "refresh": (to) => add("meta", { "http-equiv": "refresh", content: `0; url=${to}` }),
  "worker": (to) => new Worker(to),
  "worker module": (to) => new Worker(URL.createObjectURL(new Blob([`import "${to}";`])), { type: "module" }),
  "report": (to) =>
    add("meta", { "http-equiv": "Content-Security-Policy", content: `img-src 'none'; report-uri ${to}` }),
  "cursor": (to) => {
    style(`body { cursor: url("${to}"), auto }`);
    getComputedStyle(document.body).cursor;
  },
  "list mark": (to) => {
    style(`li { list-style-image: url("${to}") }`);
    add("li", {}, ["x"]);
  },
};

/** Last, since they leave the page. */
globalThis.departures = {
  "leaving": (to) => void (location.href = to),
  "leaving by replace": (to) => location.replace(to),
  "leaving to a data page": (to) => void (location.href = `data:text/html,<img src="${to}">`),
};

globalThis.tryLeak = async (name, to) => {
  try {
    await (globalThis.leaks[name] ?? globalThis.departures[name])(to);
  } catch {
    // What the other server hears is what counts.
  }
  return "tried";
};
