/** German texts of the list of plugins. */
export const PLUGINS = {
  "Each plugin has {all}.": "Jedes Plugin hat {all}.",
  Filter: "Filter",
  "Filter plugins": "Plugins filtern",
  Install: "Installieren",
  "Install a plugin": "Plugin installieren",
  "Install one from a registry, a URL or a folder. A folder under the plugins folder shows up here by itself.":
    "Installiere eines aus einer Registry, von einer Adresse oder aus einem Ordner. Ein Ordner im Plugin-Ordner erscheint hier von selbst.",
  Isolation: "Trennung",
  "Isolation is complete on this machine.": "Die Trennung ist auf diesem Rechner vollständig.",
  "Isolation is partial on this machine.": "Die Trennung ist auf diesem Rechner unvollständig.",
  "No plugin fits “{filter}”": "Kein Plugin passt zu „{filter}“",
  "No plugin is installed": "Kein Plugin ist installiert",
  Revoked: "Widerrufen",
  "a process of its own with Deno's permissions": "einen eigenen Prozess mit Denos Erlaubnissen",
  "a view of its own files and processes only": "nur seine eigenen Dateien und Prozesse im Blick",
  "limits of the system behind the host's own watch": "Grenzen des Systems hinter denen des Servers",
  "no network unless a host is granted": "kein Netz, außer ein Ziel ist erlaubt",
  "{first} and {last}": "{first} und {last}",
  "{on} of {count} on": "{on} von {count} eingeschaltet",
  "{version} asks for more": "{version} bittet um mehr",
  "{version} is there": "{version} ist da",
};
