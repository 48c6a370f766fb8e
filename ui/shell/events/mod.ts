/** The pages of the event bus. */
export { EventsPage } from "./events_page.tsx";
export { PublishPage } from "./publish_page.tsx";
