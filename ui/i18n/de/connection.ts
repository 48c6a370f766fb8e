/** German texts of calls and uploads that fail, and of pages of plugins from elsewhere. */
export const CONNECTION = {
  "About {name}": "Über {name}",
  "Allow once": "Einmal erlauben",
  "Check that it runs and that you are connected, then retry.":
    "Prüfe, ob er läuft und du verbunden bist, dann versuche es noch einmal.",
  Hide: "Ausblenden",
  "It may still be at work. Look again in a moment before you repeat it.":
    "Er arbeitet vielleicht noch. Sieh gleich noch einmal nach, bevor du es wiederholst.",
  "It sent far more messages than a page has a use for. That is a fault of {name}.":
    "Sie hat viel mehr Nachrichten geschickt, als eine Seite braucht. Das ist ein Fehler von {name}.",
  "It sent far more messages than it has a use for. That is a fault of {name}.":
    "Es hat viel mehr Nachrichten geschickt, als es braucht. Das ist ein Fehler von {name}.",
  "Its author says: {words}": "Dazu heißt es dort: {words}",
  "Let {plugin} do this?": "Darf {plugin} das tun?",
  "Load again": "Noch einmal laden",
  "Load the page again": "Seite noch einmal laden",
  "Loading the page of {name}": "Die Seite von {name} wird geladen",
  "Loading {title}": "{title} wird geladen",
  "No such upload": "Diesen Upload gibt es nicht",
  "See the plugin": "Plugin ansehen",
  "The page could not be loaded": "Die Seite ließ sich nicht laden",
  "The page of {plugin} wants to call {method} in your name. It is marked as high risk.":
    "Die Seite von {plugin} will {method} in deinem Namen aufrufen. Das gilt als hohes Risiko.",
  "The rest of the cockpit and the plugin's methods go on.": "Alles andere und die Methoden des Plugins laufen weiter.",
  "The server answered with status {status}": "Der Server antwortete mit Status {status}",
  "The server answered {status} to {name}": "Der Server antwortete {status} auf {name}",
  "The server could not be reached": "Der Server war nicht zu erreichen",
  "The server could not be reached for {method}": "Der Server war für {method} nicht zu erreichen",
  "The server takes the next one in {seconds} s.": "Der Server nimmt den nächsten in {seconds} s an.",
  "There were too many calls of {method}": "Es gab zu viele Aufrufe von {method}",
  "This page has not said that it is ready. If it does not work, its plugin is faulty.":
    "Diese Seite hat nicht gesagt, dass sie bereit ist. Geht sie nicht, hat ihr Plugin einen Fehler.",
  "This page is still loading.": "Diese Seite lädt noch.",
  "This page was stopped": "Diese Seite wurde gestoppt",
  "This panel could not be loaded": "Dieses Feld ließ sich nicht laden",
  "This panel has not said that it is ready.": "Dieses Feld hat nicht gesagt, dass es bereit ist.",
  "This panel was stopped": "Dieses Feld wurde gestoppt",
  "What is sent": "Was gesendet wird",
  "{count} characters more": "{count} weitere Zeichen",
  "{method} gave no answer within {seconds} s": "{method} hat in {seconds} s nicht geantwortet",
  "{name} did not reach the server": "{name} kam nicht beim Server an",
  "{name} is larger than what is taken": "{name} ist größer, als angenommen wird",
  "{name} is not the file that was begun": "{name} ist nicht die Datei, die begonnen wurde",
  "{name} is sent already": "{name} ist schon gesendet",
  "{path} answered {status}": "{path} antwortete {status}",
};
