import type { NewEffect, Store, StoredCase, TicketRow, UserRow } from '../../../bot/store/store.ts';
import type { CaseRecord, CaseState } from '../../../dialogs/triage/case.ts';

/** A moment to count from, ms. */
export const noon = Date.parse('2026-03-02T12:00:00Z');

export const userOf = (key: string, change: Partial<UserRow> = {}): UserRow => ({
  key,
  tenant: 'tenant',
  channelUserId: `29:${key}`,
  name: 'Ann Example',
  locale: 'en',
  serviceUrl: 'https://smba.example/emea/',
  channelId: 'msteams',
  conversationId: `a:${key}`,
  botId: '28:bot',
  livingCard: null,
  welcomedAt: null,
  blockedAt: null,
  ...change,
});

export const recordOf = (id: string, change: Partial<CaseRecord> = {}): CaseRecord => ({
  id,
  user: `user of ${id}`,
  n: 1,
  rev: 0,
  snapshot: '{"v":1,"step":"internet","context":{}}',
  history: [],
  trail: [],
  skipped: [],
  factsAt: {},
  openedAt: '2026-03-02T12:00:00.000Z',
  movedAt: '2026-03-02T12:00:00.000Z',
  notes: [],
  reading: [],
  handoff: null,
  contact: {},
  escalations: 0,
  ticket: null,
  category: null,
  outcome: null,
  rating: null,
  remindAt: null,
  remindersSent: 0,
  announced: null,
  locale: 'en',
  ...change,
});

export const caseOf = (
  id: string,
  change: Partial<CaseRecord> = {},
  state: CaseState = 'open',
): StoredCase => ({
  record: recordOf(id, change),
  state,
  step: state === 'ended' ? 'resolved' : 'internet',
  code: '0x8004de40',
});

export const sayOf = (key: string, change: Partial<NewEffect> = {}): NewEffect => ({
  effect: { kind: 'say', user: 'ann', text: key },
  key,
  dueAt: noon,
  group: `group of ${key}`,
  priority: 0,
  ...change,
});

export const ticketOf = (key: string, change: Partial<TicketRow> = {}) => ({
  key,
  case: 'case',
  queue: 'service desk',
  category: 'tls',
  subject: '0x8004de40: TLS 1.2 is off',
  body: 'What was tried',
  requester: 'Ann Example',
  createdAt: '2026-03-02T12:00:00.000Z',
  ...change,
});

/** Stores a case outside of what a test is about. */
export const seed = (store: Store, stored: StoredCase): Promise<void> =>
  store.turn((turn) => turn.saveCase(stored, null));

export const add = (store: Store, ...effects: NewEffect[]): Promise<void> =>
  store.turn((turn) => turn.addEffects(effects));

/** Keys of what `owner` gets leased for a minute at `now`. */
export const leasedKeys = async (
  store: Store,
  now = noon,
  { owner = 'one', limit = 10 } = {},
): Promise<string[]> => (await store.lease(owner, now, 60_000, limit)).map((row) => row.key);

/** Reads the case and stores it one revision further, in one turn. */
export const advance = (store: Store, id: string): Promise<void> =>
  store.turn(async (turn) => {
    const stored = await turn.caseById(id);
    if (!stored) throw new Error(`No case ${id}`);
    const { rev } = stored.record;
    await turn.saveCase({ ...stored, record: { ...stored.record, rev: rev + 1 } }, rev);
  });
