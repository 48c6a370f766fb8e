/** The pages about plugins, one chunk. */
export { PluginsPage } from "./plugins_page.tsx";
export { PluginDetailPage } from "./plugin_detail_page.tsx";
