/** Ways to what belongs to the cockpit. Each answers what it got, or throws. */
globalThis.reach = {
  "the parent's document": () => parent.document.title,
  "the top's document": () => top.document.body.innerHTML,
  "the parent's address": () => parent.location.href,
  "the parent's variables": () => parent.localStorage.length,
  "the frame's own element": () => {
    if (globalThis.frameElement === null) throw new Error("none");
    return globalThis.frameElement.outerHTML;
  },
  "a cookie": () => document.cookie,
  "setting a cookie": () => {
    document.cookie = "mallory=1";
  },
  "localStorage": () => localStorage.length,
  "sessionStorage": () => sessionStorage.length,
  "IndexedDB": () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open("mallory");
      request.onsuccess = () => resolve("opened");
      request.onerror = () => reject(request.error);
    }),
  "the cache": () => caches.open("mallory"),
  "files": () => navigator.storage.getDirectory(),
  "a service worker": () => navigator.serviceWorker.register("/p/mallory/svg.js"),
  "a worker": () =>
    new Promise((resolve, reject) => {
      const worker = new Worker("/p/mallory/svg.js");
      worker.onmessage = () => resolve("ran");
      worker.onerror = () => reject(new Error("refused"));
    }),
  "a worker of its own making": () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
      worker.onmessage = () => resolve("ran");
      worker.onerror = () => reject(new Error("refused"));
    }),
  "a shared worker": () => new SharedWorker("/p/mallory/svg.js").port.start(),
  "a channel to the cockpit": () =>
    new Promise((resolve, reject) => {
      const channel = new BroadcastChannel("bulkhead");
      channel.onmessage = ({ data }) => resolve(data);
      channel.postMessage("hello");
      setTimeout(() => reject(new Error("nobody answers")), 300);
    }),
  "the server's methods": async () => {
    const answer = await fetch("/rpc", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"jsonrpc":"2.0","id":1,"method":"host.user.me"}',
    });
    return await answer.text();
  },
  "the session": async () => await (await fetch("/auth/state", { credentials: "include" })).text(),
  "the live connection": () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}/ws`);
      socket.onopen = () => resolve("open");
      socket.onerror = () => reject(new Error("refused"));
    }),
  "a page of the cockpit in a frame": () =>
    new Promise((resolve, reject) => {
      const frame = document.createElement("iframe");
      frame.src = "/";
      frame.onload = () => {
        try {
          resolve(frame.contentDocument.title);
        } catch (error) {
          reject(error);
        }
      };
      document.body.append(frame);
      setTimeout(() => reject(new Error("refused")), 1_000);
    }),
  "code from a text": () => (0, eval)("1 + 1"),
  "a function from a text": () => new Function("return 1")(),
  "an inline script": () => {
    globalThis.inlineRan = undefined;
    const script = document.createElement("script");
    script.textContent = "globalThis.inlineRan = true";
    document.body.append(script);
    if (!globalThis.inlineRan) throw new Error("refused");
    return "ran";
  },
  "a dialog of the browser": () => {
    if (globalThis.confirm("Are you sure?") === false) throw new Error("refused");
    return "asked";
  },
  "a window": () => {
    const opened = open("/", "_blank");
    if (!opened) throw new Error("refused");
    return "opened";
  },
  "the top window": () => {
    top.location.href = "/plugins";
    return "gone";
  },
  "the cockpit's history": async () => {
    history.back();
    await new Promise((resolve) => setTimeout(resolve, 300));
    throw new Error("nothing tells");
  },
  "the parent by a link": () => {
    const link = document.createElement("a");
    link.href = "/plugins";
    link.target = "_top";
    document.body.append(link);
    link.click();
    throw new Error("nothing tells");
  },
  "a download": () => {
    const link = document.createElement("a");
    link.href = "data:application/octet-stream,evil";
    link.download = "evil.bin";
    document.body.append(link);
    link.click();
    throw new Error("nothing tells");
  },
  "the microphone": () => navigator.mediaDevices.getUserMedia({ audio: true }),
  "the place": () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
  "the whole screen": () => document.documentElement.requestFullscreen(),
  "a peer connection": () =>
    new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:1" }] }).createDataChannel("x"),
  "the clipboard": () => navigator.clipboard.readText(),
};

/** Tries one way; answers what came of it, for the test to judge. */
globalThis.tryReach = async (name) => {
  // While the debugger evaluates something, code from texts is allowed to it.
  await new Promise((resolve) => setTimeout(resolve));
  try {
    return { got: String(await globalThis.reach[name]()) };
  } catch (error) {
    return { refused: `${error.name}: ${error.message}` };
  }
};
