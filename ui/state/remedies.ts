/** What to do about a package that is refused, by the host's reason, where the host says nothing of it. */
const REMEDIES: Record<string, string> = {
  hash_mismatch: "Its registry names other bytes than it serves. Tell whoever runs it, and try again later.",
  package_modified: "Somebody changed it after it was built. Get it from its publisher again.",
  signature_invalid: "Get it from its publisher again. If it stays so, tell them: somebody may have changed it.",
  publisher_changed: "Ask its publisher by another way whether they changed their key.",
  source_changed: "Install it from where it came first, or uninstall it and use another id.",
  index_signature_invalid: "Tell whoever runs the registry. Do not install from it meanwhile.",
  index_key_changed: "Ask whoever runs the registry by another way; then remove the registry and add it anew.",
  index_older: "Somebody may be showing you an old state of the registry. Try again later.",
  index_expired: "Whoever runs the registry has to sign its index anew.",
  index_invalid: "Tell whoever runs the registry what is wrong with its index.",
  revoked: "Choose another version. Whoever published it says that this one must not run.",
  path_unsafe: "Its publisher has to build it anew.",
  entry_unsafe: "A package may hold plain files only. Its publisher has to build it anew.",
  too_large: "Its publisher has to make it smaller: 64 MB and 5,000 files are the most.",
  archive_invalid: "It is no package, or it was cut off on the way. Try again, or ask its publisher.",
  manifest_invalid: "Its publisher has to mend its plugin.json.",
  engine_mismatch: "Choose another version of the plugin, or update this server.",
  id_mismatch: "Its registry names it wrongly. Tell whoever runs it.",
  id_taken: "A plugin of this id is here already, and is no package. Remove that one first.",
  imports_outside: "Its publisher has to build it anew, with everything in it.",
  address_refused: "Private addresses are reached only for a registry that an admin added.",
  fetch_failed: "Check the address, and that its server answers; then try again.",
  source_invalid: "Give a folder, the address of a package, or <registry address>#<plugin>.",
  source_ambiguous: "More than one registry offers it. Give its registry as well: <registry address>#<plugin>.",
  requirement_unmet: "Install or turn on what it needs first.",
  build_failed: "It does not build. Mend its source, or ask its author for a package.",
  circle: "Two plugins need each other. Their publishers have to undo that.",
  consent_outdated: "What it asks for has changed since you looked. Look at it again, then decide.",
};

export function remedyFor(reason: string): string | undefined {
  return REMEDIES[reason];
}
