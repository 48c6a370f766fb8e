/** Packages from anywhere: looked at, installed, updated, taken back and removed, each as a whole or not at all. */
export { Installs } from "./installs.ts";
export { PackageUnits } from "./package_units.ts";
export type { InstallProgress } from "./progress.ts";
