/**
 * What is known about each error code: whether it belongs to this ladder, who can act on it, and where
 * that was read. The words for users are in `cards/locales/<language>/codes.json` under the same ids.
 */

/** Who can usually put it right: the user, the help desk, or sometimes one and sometimes the other. */
export type Who = 'you' | 'it' | 'either';

export interface CodeInfo {
  /** Canonical spelling, the key of the texts; an unknown code keeps its own normalised spelling. */
  id: string;
  /** One of the codes this bot's ladder is for. */
  family: boolean;
  known: boolean;
  who: Who;
  /** Where the meaning was read; empty for an unknown code. */
  source: string;
}

const sharePoint = 'https://learn.microsoft.com/sharepoint/troubleshoot/sync/';
const learn = 'https://learn.microsoft.com/en-us/troubleshoot/';
const supportTable = 'https://support.microsoft.com/en-us/onedrive/what-do-the-onedrive-error-codes-mean';
const ladderArticle = `${learn}sharepoint/sync/error-0x8004de40-in-onedrive`;
const brokerArticle = `${learn}microsoft-365-apps/activation/connection-issue-when-sign-in-office-2016`;
const networkArticle = `${learn}microsoft-365-apps/activation/0xcaa70007-and-0xcaa80000`;

const table: Record<string, { who: Who; source: string; family?: true }> = {
  '0x8004de40': { who: 'either', source: ladderArticle, family: true },
  '0x8004de88': { who: 'either', source: ladderArticle, family: true },
  '0x8004de90': { who: 'either', source: supportTable },
  '0x8004de85': { who: 'either', source: `${sharePoint}sign-into-onedrive-error-0x8004de85-0x8004de8a` },
  '0x8004de8a': { who: 'either', source: `${sharePoint}sign-into-onedrive-error-0x8004de85-0x8004de8a` },
  '0x8004deef': { who: 'it', source: `${sharePoint}sign-into-onedrive-error-0x8004deef` },
  CAA50021: { who: 'it', source: `${learn}microsoft-365-apps/activation/activation-error-0xcaa50021` },
  '0x8004deb4': { who: 'it', source: 'https://support.microsoft.com/help/4347010' },
  '0x8004de80': { who: 'you', source: `${sharePoint}sign-into-onedrive-error-0x8004de80-0x8004de86` },
  '0x8004de86': { who: 'you', source: `${sharePoint}sign-into-onedrive-error-0x8004de80-0x8004de86` },
  '0x8004de96': { who: 'you', source: supportTable },
  '0x8004dec5': { who: 'it', source: `${sharePoint}sign-into-onedrive-error-0x8004dec5` },
  '0x8004ded7': { who: 'either', source: supportTable },
  '0x8004def0': { who: 'you', source: supportTable },
  '0x8004def1': { who: 'either', source: supportTable },
  '0x8004def4': { who: 'either', source: `${sharePoint}sign-into-onedrive-error-0x8004def4` },
  '0x8004def7': { who: 'either', source: `${sharePoint}sign-into-onedrive-error-0x8004def7` },
  '0x8004e4d0': { who: 'it', source: `${sharePoint}sign-into-onedrive-error-0x8004e4d0` },
  '0x80070005': { who: 'either', source: `${sharePoint}onedrive-error-0x80070005` },
  '0x8007016a': { who: 'you', source: supportTable },
  '0xCAA70007': { who: 'either', source: networkArticle },
  '0xCAA80000': { who: 'either', source: networkArticle },
  '0xCAA20004': {
    who: 'it',
    source:
      'https://learn.microsoft.com/en-us/microsoftteams/troubleshoot/teams-sign-in/resolve-sign-in-errors',
  },
  AADSTS135011: { who: 'it', source: brokerArticle },
  AADSTS50155: { who: 'it', source: brokerArticle },
  AADSTS50020: { who: 'it', source: `${sharePoint}sign-into-onedrive-error-aadsts50020` },
  // No codes, but what a user can have instead of one.
  'sync-pending': { who: 'either', source: `${sharePoint}folders-incorrectly-show-status-syncing` },
  'not-onedrive': { who: 'it', source: 'triage' },
  mobile: { who: 'it', source: 'triage' },
};

/** Ids that have a text of their own, `unknown` included. */
export const codeIds: readonly string[] = [...Object.keys(table), 'unknown'];

/** The codes of this bot's ladder. */
export const familyCodes: readonly string[] = Object.keys(table).filter((id) => table[id]?.family);

/** What is known about a code in its canonical spelling; never fails, an unknown code goes to a person. */
export function codeInfo(code: string): CodeInfo {
  const entry = Object.hasOwn(table, code) ? table[code] : undefined;
  if (!entry) return { id: code, family: false, known: false, who: 'it', source: '' };
  return { id: code, family: entry.family === true, known: true, who: entry.who, source: entry.source };
}

/** Whether the ladder is for this code. */
export const isFamily = (code: string): boolean => codeInfo(code).family;

/** Key of the texts in `codes.json` for a code: its own entry, or `unknown`. */
export const codeTextId = (code: string): string => (codeInfo(code).known ? code : 'unknown');
