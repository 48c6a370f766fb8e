/** The page of the host's methods: a chunk of its own. */
export { ApiPage } from "./api_page.tsx";
