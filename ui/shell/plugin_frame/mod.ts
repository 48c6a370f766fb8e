/** Pages of plugins from elsewhere, in their sandboxed frame. */
export { FramePage } from "./frame_page.tsx";
export { FramePanel } from "./frame_panel.tsx";
