/** Other versions of the host: found, checked, prepared, switched to, taken back. */
export { runsFromRelease } from "./layout.ts";
export { upgradeMethods, type UpgradeView, upgradeView } from "./methods.ts";
export { type Launcher, UpgradeError, type UpgradeFault, type UpgradeState } from "./ports.ts";
export { PINNED_KEYS } from "./release/keys.ts";
export { checkPinned, pin, PINNED_FILE, readPinned, retire } from "./release/pinned_file.ts";
export { packRelease, publishRelease, refreshReleases, type ReleaseFolder } from "./release/publish.ts";
export { releaseFiles } from "./release/release_files.ts";
export { StateFile } from "./state_file.ts";
export { Upgrades, type UpgradesOptions } from "./upgrades.ts";
