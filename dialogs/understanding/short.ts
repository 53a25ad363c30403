import type { Answer, StepId } from '../triage/answers.ts';

/**
 * What a bare "yes", "no", "ok" or "done" says at a step. One answer: it is clear, because the card asks
 * exactly that. Several: it could be any of them, and is asked back. Nothing: it says nothing there.
 */
export interface Short {
  yes?: readonly Answer[];
  no?: readonly Answer[];
  ok?: readonly Answer[];
}

/** A "yes" below a fix may mean "I did it" as well as "it helped". */
const fix: Short = { yes: ['fixed', 'not-fixed'], no: ['not-fixed'] };

export const shortAnswers: Partial<Record<StepId, Short>> = {
  welcome: { yes: ['code-40', 'other-code'], no: ['no-code', 'other-code'] },
  'ask-code': { no: ['nothing-of-these', 'connection-wording'] },
  'other-device': { yes: ['ok'], ok: ['ok'] },
  'code-help': { yes: ['fixed', 'ok'], no: ['not-fixed', 'ok'], ok: ['ok'] },
  internet: { yes: ['loads'], no: ['not-loads'] },
  connection: { yes: ['loads-now', 'fixed'], no: ['nothing-loads', 'only-onedrive-fails'] },
  restart: fix,
  backup: { yes: ['done', 'nothing-local', 'unsure'], no: ['nothing-local', 'unsure', 'files-wont-open'] },
  unlink: fix,
  tls: { yes: ['fixed', 'was-on'], no: ['not-fixed', 'greyed-out'] },
  'tls-legacy': fix,
  proxy: { yes: ['proxy-on', 'fixed', 'not-fixed'], no: ['no-proxy', 'not-fixed'] },
  'proxy-needed': { yes: ['yes'], no: ['no'] },
  'other-network': { yes: ['works-there', 'fixed'], no: ['not-fixed'] },
  'security-software': { yes: ['fixed', 'not-fixed'], no: ['not-fixed', 'none'] },
  'admin-rights': { yes: ['yes'], no: ['no'] },
  winsock: { yes: ['restarting', 'pause'], no: ['cannot-do', 'pause'] },
  'winsock-check': fix,
  'reset-client': fix,
  credentials: fix,
  'client-age': { yes: ['old', 'recent'], no: ['recent', 'unsure'] },
  'cipher-suites': { yes: ['restricted', 'not-restricted'], no: ['not-restricted', 'cannot-do'] },
  'join-check': { no: ['cannot-do'] },
  'refresh-sign-in': fix,
  reinstall: fix,
  'other-account': { yes: ['yes'], no: ['no'] },
  'rejoin-ready': { yes: ['continue', 'rather-it'], no: ['rather-it'] },
  rejoin: { yes: ['restarting', 'rather-it'], no: ['rather-it'] },
  'rejoin-check': fix,
  'put-back': { yes: ['done', 'cannot-do'], no: ['cannot-do', 'done'] },
  evidence: { yes: ['right'], no: ['wrong'], ok: ['right', 'wrong'] },
  escalate: { yes: ['send', 'not-now'], no: ['not-now'], ok: ['send', 'not-now'] },
  'roll-back': { yes: ['ok'], ok: ['ok'] },
  paused: { yes: ['resume'], ok: ['resume', 'human'] },
  incident: { yes: ['wait', 'keep-trying'], ok: ['wait'] },
  resolved: { yes: ['still-good', 'came-back'], no: ['came-back', 'still-good'] },
};
