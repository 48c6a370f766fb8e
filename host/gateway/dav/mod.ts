/** Read-only WebDAV below `/dav/`: the host speaks the protocol, plugins say what there is. */
export { DavEndpoint, type DavEndpointOptions } from "./endpoint.ts";
export { isDav } from "./path.ts";
