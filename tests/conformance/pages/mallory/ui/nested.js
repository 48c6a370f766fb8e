// Runs in a frame within the page's frame, as far as one can be made there.
top.postMessage({ type: "bulkhead:rpc", id: "nested", method: "mallory.note", params: { by: "nested" } }, "*");
parent.parent.postMessage({ type: "bulkhead:ready" }, "*");
parent.postMessage({ nested: "ran", peer: typeof RTCPeerConnection, script: typeof document }, "*");
