/** What Deno needs of the machine inside an enclosure. */
export interface RuntimeFiles {
  /** The binary and the libraries that it is linked with. */
  needed: string[];
  /** Names, addresses and certificates. Needed as soon as there is a network. */
  forNetwork: string[];
}

const RESOLVING = ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf"];
/** Where distributions keep certificates, and what the links there point to. */
const CERTIFICATES = [
  "/etc/ssl/certs",
  "/etc/ssl/cert.pem",
  "/etc/pki/tls",
  "/etc/pki/ca-trust",
  "/etc/ca-certificates",
  "/usr/share/ca-certificates",
  "/usr/local/share/ca-certificates",
];
/** Loaded when a name is looked up, by a C library before 2.34. */
const LOOKUP_LIBRARIES = ["libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2"];

/**
 * Finds what the binary `deno` needs: the dynamic loader itself is asked what it would load. A static binary needs
 * nothing but itself. `certificate` is a file of certificates that outgoing TLS trusts.
 */
export async function runtimeFiles(deno: string, certificate?: string): Promise<RuntimeFiles> {
  const { stdout } = await new Deno.Command(deno, {
    args: ["--version"],
    env: { LD_TRACE_LOADED_OBJECTS: "1" },
    clearEnv: true,
    stdin: "null",
    stderr: "null",
  }).output();
  const libraries = loadedLibraries(new TextDecoder().decode(stdout));
  const folder = libraries.map((path) => /^(.*)\/libc\.so\.6$/.exec(path)?.[1]).find((found) => found !== undefined);
  return {
    needed: [...new Set([deno, ...libraries])],
    forNetwork: [
      ...RESOLVING,
      ...CERTIFICATES,
      ...(folder ? LOOKUP_LIBRARIES.map((name) => `${folder}/${name}`) : []),
      ...(certificate ? [certificate] : []),
    ],
  };
}

/** Paths in what the loader prints: `name => /path (0x…)` or `/path (0x…)`. */
export function loadedLibraries(text: string): string[] {
  return text.split("\n").flatMap((line) => /^\s(?:\S+ => )?(\/.*) \(0x[0-9a-f]+\)$/.exec(line)?.[1] ?? []);
}
