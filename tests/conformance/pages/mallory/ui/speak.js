/** Messages to the cockpit, by hand and without the SDK. */
const received = [];
addEventListener("message", ({ data, source }) => {
  if (source === parent) received.push(data);
});
globalThis.received = received;
globalThis.say = (message) => parent.postMessage(message, "*");

let nextId = 1;

/** One call by hand; `extra` goes beside it into the message. */
globalThis.callByHand = async (method, params, extra = {}) => {
  const id = `call-${nextId++}`;
  globalThis.say({ ...extra, type: "bulkhead:rpc", id, method, params });
  for (let times = 0; times < 500; times++) {
    const answer = received.find((message) => message?.type === "bulkhead:result" && message.id === id);
    if (answer) return { result: answer.result, error: answer.error };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { silence: true };
};

/** A frame in the page's frame, with a script of the page's own files; answers what the script said. */
globalThis.openNested = () =>
  new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = `<script src="/p/mallory/nested.js"></script>`;
    addEventListener("message", ({ data, source }) => source === frame.contentWindow && resolve(data));
    document.body.append(frame);
  });
