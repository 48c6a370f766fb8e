/** Where bubblewrap lies; nothing of the environment decides it. */
export const BUBBLEWRAP = "/usr/bin/bwrap";

/** What a process inside bubblewrap sees of the machine. All paths are absolute and the same inside. */
export interface Enclosure {
  /** Must be there. */
  readOnly: string[];
  /** Left out where they are missing. */
  readOnlyIfThere: string[];
  /** Empty folders laid over what would be seen there otherwise. */
  hidden: string[];
  /** Must be there; laid over all of the above. */
  writable: string[];
  /** Links to make, target by path. */
  links: Record<string, string>;
  /** The working directory inside. */
  cwd: string;
  /** False: a network of its own with nothing in it. */
  network: boolean;
  /** Stands in the wrapper's arguments and does nothing: by it a later life of the host finds the process. */
  tag?: string;
}

/** What /tmp may hold; it is memory. */
const TMP_BYTES = 16 * 1024 * 1024;

/**
 * The arguments that come before the command. The process is alone in its pid namespace but for a small init, has no
 * capability even where the host is root, and ends with the host. The order counts: what comes later lies on top.
 */
export function bubblewrapLine(enclosure: Enclosure): string[] {
  const { readOnly, readOnlyIfThere, hidden, writable, links, cwd, network, tag } = enclosure;
  return [
    BUBBLEWRAP,
    "--die-with-parent",
    "--new-session",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    ...(network ? [] : ["--unshare-net"]),
    ...["--cap-drop", "ALL"],
    // Where the host is root, the kernel's settings could be written: they ask for the user, not for a capability.
    ...["--proc", "/proc", "--ro-bind-try", "/proc/sys", "/proc/sys"],
    ...["--dev", "/dev"],
    ...["--size", String(TMP_BYTES), "--tmpfs", "/tmp"],
    ...Object.entries(links).flatMap(([path, target]) => ["--symlink", target, path]),
    ...readOnly.flatMap((path) => ["--ro-bind", path, path]),
    ...readOnlyIfThere.flatMap((path) => ["--ro-bind-try", path, path]),
    ...hidden.flatMap((path) => ["--tmpfs", path]),
    ...writable.flatMap((path) => ["--bind", path, path]),
    ...[...hidden, "/"].flatMap((path) => ["--remount-ro", path]),
    ...(tag === undefined ? [] : ["--unsetenv", tag]),
    ...["--chdir", cwd],
    "--",
  ];
}
