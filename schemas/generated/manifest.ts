// Made by scripts/generate_manifest.ts from schemas/plugin.schema.json. Do not edit.

/** plugin.json: what the host reads of a plugin before any of its code runs. What is not listed is not granted. */
export interface PluginManifest {
  /** For editors; the host does not read it. */
  "$schema"?: string;
  /** Prefix of its methods and events, and the name of its folder. */
  id: string;
  /** Semantic version. */
  version: string;
  /** Range of host API versions that it runs on, as in ^1. */
  engine: string;
  /** For people. */
  name: string;
  description?: string;
  author?: string;
  license?: string;
  homepage?: string;
  /** Name of a Lucide icon, or path of an SVG file in the plugin's folder. */
  icon?: string;
  /** plugin.ts in a source folder, plugin.js in a package; default "plugin.ts". */
  entry?: string;
  /** Path of the OpenRPC document. */
  openrpc?: string;
  /** Interfaces and their versions; an interface's name is the method prefix. */
  provides?: Record<string, string>;
  /** Interfaces without which it cannot work. */
  requires?: Record<string, string>;
  /** Interfaces that it uses where they are there. */
  optionalRequires?: Record<string, string>;
  /** What it needs, each with its reason. */
  permissions?: {
    /** Hosts that it may connect to, as name, name:port or address; *.name is that name and every one below, * every host on the internet. */
    net?: {
      host: string;
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    }[];
    /** System information that it may read. */
    sys?: ({
      name: "hostname" | "osRelease" | "osUptime" | "loadavg" | "networkInterfaces" | "systemMemoryInfo" | "uid" | "gid" | "cpus";
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    })[];
    /** Methods of others that it may call; * is one segment, ** any tail. */
    call?: {
      method: string;
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    }[];
    /** Event types that it may publish; they begin with its own id. */
    publish?: {
      type: string;
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    }[];
    /** Event types that it may receive. */
    subscribe?: {
      type: string;
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    }[];
    /** Secrets that it is handed. */
    secrets?: {
      name: string;
      /** It works without; default false. */
      optional?: boolean;
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    }[];
    /** Programs that the host may start for it; * is every program and equals full access, for bundled plugins only. */
    process?: {
      command: string;
      /** Arguments that it has to be started with, item by item; * is one arbitrary argument, a last ** any number; without this any. */
      args?: string[];
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    }[];
    /** Files outside its own folder that the host keeps for it: what people upload for it, what it gives them to download; write includes read. */
    files?: ({
      access: "read" | "write";
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    })[];
    /** Rooms of its own, by name, whose members it may say and to which it may send while they are connected; * stands for any part of a name. */
    sockets?: {
      path: string;
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    }[];
    /** Inbound webhooks that it serves below /hooks/<id>/; the empty path is /hooks/<id> itself, ** all below. */
    hooks?: {
      path: string;
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    }[];
    /** Notifications to people's devices, also while they have no page open; high may wake a device that sleeps, and includes normal. */
    push?: ({
      urgency: "normal" | "high";
      /** Why it is needed, shown to whoever grants it. */
      reason: string;
    })[];
  };
  /** Under the host's caps. */
  limits?: {
    /** Workers nested in its own; default 0. */
    workers?: number;
    /** Cores, averaged over 10 s; default 1. */
    cpu?: number;
    /** Resident memory; default 128. */
    memoryMb?: number;
    /** Size of its data folder; default 1024. */
    storageMb?: number;
    /** Time for one call; default 30000. */
    callMs?: number;
    /** Time until it is ready; default 20000. */
    startMs?: number;
    /** Calls under way at once; default 256. */
    maxConcurrent?: number;
    /** Events that it may publish in a second; default 1000. */
    eventsPerSecond?: number;
    /** Log lines that are kept in a minute; default 6000. */
    logsPerMinute?: number;
  };
  /** When it is started; lazily with onCall, onEvent:<type>, onView; default "onStart". */
  activation?: string | string[];
  events?: {
    /** Event types that it publishes. */
    emits?: Record<string, Record<string, unknown>>;
    /** Event types that it consumes. */
    listens?: Record<string, Record<string, unknown>>;
  };
  /** JSON Schema of its settings, shown as a form; writeOnly marks a secret. */
  settings?: Record<string, unknown>;
  ui?: {
    /** Its entry in the cockpit's navigation. */
    nav?: {
      title: string;
      icon?: string;
      /** Lower stands first; default 100. */
      order?: number;
    };
    /** Entry of its page. */
    page?: string;
    /** Small views that its page draws elsewhere in the cockpit: the page is told which panel it is. */
    panels?: {
      id: string;
      title: string;
      /** Where it stands: home, the page where everybody lands, which is the default. */
      slot?: string;
    }[];
  };
}
