/** German texts of the way in: claim, sign-in, invitation, and what the host says there. */
export const GATE = {
  "A claim link works once, and it was used.": "Ein Link zum Übernehmen gilt einmal, und dieser wurde benutzt.",
  "A few unrelated words in a row are strong and easy to remember":
    "Ein paar Wörter, die nichts miteinander zu tun haben, sind stark und leicht zu merken",
  "A way in to your account": "Ein Weg in dein Konto",
  "Allow cookies for this server, and open it at its https address if it has one.":
    "Erlaube Cookies für diesen Server, und öffne ihn unter seiner https-Adresse, wenn er eine hat.",
  "Anyone who reaches this page can be anyone. Use it on your own machine only.":
    "Wer diese Seite erreicht, kann jede Person sein. Benutze das nur auf deinem eigenen Rechner.",
  "Ask an owner": "Frage jemanden, der diesen Server besitzt",
  "Ask for a new one": "Bitte um einen neuen",
  "At least 8 characters. A few unrelated words are strong and easy to remember.":
    "Mindestens 8 Zeichen. Ein paar Wörter, die nichts miteinander zu tun haben, sind stark und leicht zu merken.",
  "Become the owner": "Besitzer werden",
  "Choose a new password": "Wähle ein neues Passwort",
  "Choose another": "Wähle einen anderen",
  "Choose how you are called and a password.": "Wähle, wie du heißt, und ein Passwort.",
  "Connect another one first": "Verbinde zuerst eine andere",
  "Connect your account": "Verbinde dein Konto",
  "Continue with {name}": "Weiter mit {name}",
  "Create owner": "Besitzer anlegen",
  "For @{handle} on {server}. A new password signs you out everywhere else.":
    "Für @{handle} auf {server}. Ein neues Passwort meldet dich überall sonst ab.",
  "From then on you sign in to @{handle} on {server} with the one you choose.":
    "Von da an meldest du dich als @{handle} auf {server} mit dem an, das du wählst.",
  "Go to sign-in": "Zur Anmeldung",
  "Handle or password is wrong": "Name oder Passwort ist falsch",
  "It may be starting, or it is stopped.": "Vielleicht startet er gerade, oder er ist angehalten.",
  "It may have been used, or it is too old. Ask the person who sent it for a new one.":
    "Er wurde vielleicht benutzt, oder er ist zu alt. Bitte die Person, die ihn geschickt hat, um einen neuen.",
  Join: "Beitreten",
  "Join {server}": "{server} beitreten",
  "Make this server yours": "Mach diesen Server zu deinem",
  "No account? Ask an owner of this server for an invitation link.":
    "Kein Konto? Bitte jemanden, der diesen Server besitzt, um einen Einladungslink.",
  "Open {name}": "{name} öffnen",
  "Others mention you with it. Small letters, digits, dot, dash.":
    "Damit erwähnen dich andere. Kleine Buchstaben, Ziffern, Punkt, Strich.",
  Password: "Passwort",
  Retry: "Noch einmal",
  "Set password": "Passwort setzen",
  "Sign in": "Anmelden",
  "Sign in again": "Melde dich neu an",
  "Sign in elsewhere, or choose a name and a password.":
    "Melde dich anderswo an, oder wähle einen Namen und ein Passwort.",
  "Sign in to join.": "Melde dich an, um beizutreten.",
  "Sign in to {name}": "Bei {name} anmelden",
  "Sign in with a passkey": "Mit einem Passkey anmelden",
  "Sign-in name": "Anmeldename",
  "Small letters, digits, dot, dash; begins with a letter or digit":
    "Kleine Buchstaben, Ziffern, Punkt, Strich; beginnt mit einem Buchstaben oder einer Ziffer",
  "Start again from the sign-in page": "Beginne neu auf der Anmeldeseite",
  "The current password is wrong": "Das jetzige Passwort ist falsch",
  "The link is unknown, was used already or has expired": "Der Link ist unbekannt, schon benutzt oder abgelaufen",
  "The part after # is missing. Copy the whole link and open it again.":
    "Der Teil nach # fehlt. Kopiere den ganzen Link, und öffne ihn noch einmal.",
  "The passkey was not accepted": "Der Passkey wurde nicht angenommen",
  "The password is your own name": "Das Passwort ist dein eigener Name",
  "The password repeats the same few characters": "Das Passwort wiederholt dieselben wenigen Zeichen",
  "The server could not say who you are": "Der Server konnte nicht sagen, wer du bist",
  "The server does not answer": "Der Server antwortet nicht",
  "The session has ended": "Die Anmeldung ist zu Ende",
  "The terminal in which it was started printed a link that begins with {link}. Open that link to choose a name and a password. It works once.":
    "Das Terminal, in dem er gestartet wurde, zeigt einen Link, der mit {link} beginnt. Öffne ihn, um einen Namen und ein Passwort zu wählen. Er gilt einmal.",
  "The terminal in which it was started printed a link that begins with {link}. Open that link to sign in as its owner. It works once.":
    "Das Terminal, in dem er gestartet wurde, zeigt einen Link, der mit {link} beginnt. Öffne ihn, um dich als Besitzer anzumelden. Er gilt einmal.",
  "This account is disabled": "Dieses Konto ist gesperrt",
  "This host has an owner already": "Dieser Server hat schon einen Besitzer",
  "This is the only way in that your account has": "Das ist der einzige Weg in dein Konto",
  "This link does not work": "Dieser Link geht nicht",
  "This link is incomplete": "Dieser Link ist nicht vollständig",
  "This passkey is kept already": "Diesen Passkey gibt es hier schon",
  "This password is one of those that are tried first":
    "Dieses Passwort ist eines von denen, die zuerst probiert werden",
  "This server has an owner": "Dieser Server hat einen Besitzer",
  "This server has no owner yet": "Dieser Server hat noch keinen Besitzer",
  "Too many failed attempts": "Zu viele Versuche sind fehlgeschlagen",
  "Too many people are signing in at this moment": "Gerade melden sich zu viele Personen an",
  "Try again, or sign in with your password": "Versuche es noch einmal, oder melde dich mit deinem Passwort an",
  "Use at least 8 characters": "Nimm mindestens 8 Zeichen",
  "Use more than a few different characters": "Nimm mehr als nur ein paar verschiedene Zeichen",
  "Who are you today?": "Wer bist du heute?",
  "You are signed in as another person already": "Du bist schon als eine andere Person angemeldet",
  "You are signed in, but this browser does not keep the session's cookie":
    "Du bist angemeldet, aber dieser Browser behält das Cookie der Sitzung nicht",
  "You will be its owner: you decide who comes in and what runs.":
    "Du wirst ihn besitzen: Du entscheidest, wer hereinkommt und was läuft.",
  "Your name": "Dein Name",
  "Your role here is {role}.": "Deine Rolle hier: {role}.",
  "Your team's own server for chat, workflows and tools.":
    "Der eigene Server deines Teams für Chat, Workflows und Werkzeuge.",
  "or with an account of this server": "oder mit einem Konto dieses Servers",
  "{name} runs in dev mode.": "{name} läuft im Entwicklungsmodus.",
  "{name} waits for the person who started it.": "{name} wartet auf die Person, die ihn gestartet hat.",
};
