/** What the link puts into the user's box, and what reads it again: the code, and the ticket it is about. */
const linkWords = (code: string, ticket: string | null): string =>
  ticket === null ? code : `${code} (ticket ${ticket})`;

/** Stands where the app id belongs while there is none. */
const noApp = '00000000-0000-0000-0000-000000000000';

/**
 * Opens the chat with the bot in Teams with words in the box; Teams never sends them by itself, the user does
 * (msteams-docs issue 11653). `appId` is the bot's id in the manifest.
 */
export function chatLink(appId: string, code: string | undefined, ticket: string | null): string {
  const message = encodeURIComponent(linkWords(code ?? '0x8004de40', ticket));
  return `https://teams.microsoft.com/l/chat/0/0?users=28:${appId || noApp}&message=${message}`;
}

/** Shows the app to somebody who has not got it: the chat link does nothing there, or worse. */
export const installLink = (appId: string): string => `https://teams.microsoft.com/l/app/${appId || noApp}`;

/** The ticket that a message from such a link names, or `null`. */
export const ticketInLink = (text: string): string | null =>
  /\(ticket ([A-Za-z0-9][\w.#:/-]{0,63})\)/i.exec(text.slice(0, 500))?.[1] ?? null;
