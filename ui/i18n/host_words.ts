import { known, text } from "./texts.ts";

/** What the host says to people who sign in or look after their account, word for word. */
export const HOST_WORDS = [
  text("Handle or password is wrong"),
  text("Too many failed attempts"),
  text("Too many people are signing in at this moment"),
  text("This account is disabled"),
  text("Ask an owner"),
  text("The link is unknown, was used already or has expired"),
  text("Ask for a new one"),
  text("The current password is wrong"),
  text("The password is your own name"),
  text("This password is one of those that are tried first"),
  text("The password repeats the same few characters"),
  text("A few unrelated words in a row are strong and easy to remember"),
  text("The passkey was not accepted"),
  text("Try again, or sign in with your password"),
  text("The session has ended"),
  text("Sign in again"),
  text("You are signed in as another person already"),
  text("This passkey is kept already"),
  text("This is the only way in that your account has"),
  text("Connect another one first"),
  text("Choose another"),
  text("Start again from the sign-in page"),
  text("This host has an owner already"),
];

/** A message of the host in the language of the page, where it is one of those that people meet every day. */
export function hostWords(message: string): string {
  return known(message);
}
