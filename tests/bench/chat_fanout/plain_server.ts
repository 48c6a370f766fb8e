/** What the product is compared with: each message goes to all sockets in a loop, and nothing is kept. Prints its URL. */
const sockets = new Set<WebSocket>();

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
}, (request) => {
  // Who sends does not want to hear it.
  const reads = !request.headers.get("x-forwarded-user")?.startsWith("sender");
  const { socket, response } = Deno.upgradeWebSocket(request);
  if (reads) socket.onopen = () => sockets.add(socket);
  socket.onclose = () => sockets.delete(socket);
  socket.onmessage = ({ data }) => {
    for (const each of sockets) if (each.readyState === WebSocket.OPEN) each.send(data);
  };
  return response;
});
