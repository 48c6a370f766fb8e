/** The pages about plugins, one chunk. */
export { PluginDetailPage } from "./detail/plugin_detail_page.tsx";
export { InstallPage } from "./install/install_page.tsx";
export { RegistriesPage } from "./install/registries_page.tsx";
export { PluginsPage } from "./plugins_page.tsx";
