import { beforeEach, expect, it } from 'vitest';
import { changeCase } from '../../../bot/effects/context.ts';
import { actOnCard } from '../../../bot/it/act.ts';
import { openStore } from '../../../bot/store/open.ts';
import type { Store } from '../../../bot/store/store.ts';
import type { TicketEvent } from '../../../bot/tickets/events.ts';
import { takeTicketEvent, takeTicketState } from '../../../bot/turn/ticket-event.ts';
import type { CaseRecord, TicketRef } from '../../../dialogs/triage/case.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../../dialogs/triage/policy.ts';
import { TurnsUser } from '../../support/turns.ts';

const rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
const now = () => Date.parse('2026-03-02T12:00:00Z');
const at = new Date(now()).toISOString();
let store: Store;
let kim: TurnsUser;
beforeEach(async () => {
  store = await openStore('file::memory:');
  kim = new TurnsUser({ store, rules, now });
  return () => store.close();
});

/** Sends a case to IT; nobody has opened its ticket yet. */
async function escalated(
  text = 'OneDrive says 0x8004de40',
): Promise<{ record: CaseRecord; correlation: string }> {
  await kim.type(text);
  await kim.click('human');
  const { live } = await kim.click('send');
  if (!live) throw new Error('There is no case');
  const { record } = live;
  return { record, correlation: record.ticket?.key ?? '' };
}
const take = (event: Partial<TicketEvent>) =>
  takeTicketEvent({ store, rules, now }, 'webhook', { id: '4711', event: 'e-1', at, ...event });
const said = async () =>
  (await store.outboxRows({ state: 'waiting' }, 99)).flatMap(({ effect }) =>
    effect.kind === 'say' ? effect.text : [],
  );

it('Events that overtake the answer to the ticket’s opening are all taken', async () => {
  const { record, correlation } = await escalated();
  expect(await take({ correlation, status: 'taken', owner: 'Robin' })).toBe('taken');
  expect(await take({ event: 'e-2', correlation, reply: 'Which floor?' })).toBe('taken');
  expect(await said()).toEqual([expect.stringContaining('Robin'), expect.stringContaining('Which floor?')]);
  expect((await store.caseById(record.id))?.record.ticket).toMatchObject({ system: 'webhook', id: '4711' });
});

it('An event of another system than the ticket is in is not ours', async () => {
  const { correlation } = await escalated();
  await take({ correlation });
  const elsewhere = { id: '9', event: 'e-2', at, correlation, reply: 'Hello' };
  expect(await takeTicketEvent({ store, rules, now }, 'jira', elsewhere)).toBe('not-ours');
});

it('Who handed a user over hears the number that an event brings to a case which was added to the ticket', async () => {
  const { correlation } = await escalated();
  const { record: added } = await escalated('0x8004de40 (ticket D-9)');
  expect(added.ticket?.key).toBe(correlation);
  await take({ correlation, status: 'new' });
  const desk = (await store.outboxRows({ state: 'waiting' }, 99)).flatMap(({ effect }) =>
    effect.kind === 'comment-desk' ? [effect] : [],
  );
  expect(desk).toMatchObject([{ ticket: { id: 'D-9' }, text: expect.stringContaining('ticket 4711') }]);
});

it('A case that was added to the ticket learns its number from what is read of it, too', async () => {
  const { record } = await escalated();
  const { record: added } = await escalated();
  const ticket: TicketRef = {
    system: 'webhook',
    key: `case:${record.id}:1`,
    id: '4711',
    url: 'https://desk.example.com/4711',
    status: 'new',
  };
  await store.turn((turn) => changeCase(turn, rules, record.id, (own) => ({ record: { ...own, ticket } })));
  await store.turn((turn) => takeTicketState({ rules, now }, turn, ticket, { status: 'new' }));
  const { system, id, url } = ticket;
  expect((await store.caseById(added.id))?.record.ticket).toMatchObject({ system, id, url });
});

it('What IT does here before the ticket has a number gives it none', async () => {
  const { record } = await escalated();
  const click = { verb: 'take', rev: 0, inputs: {}, who: 'Robin', whoId: '29:robin', cardActivityId: null };
  const where = { conversationId: '19:it', activityId: 'it-1' };
  const address = { serviceUrl: 'http://127.0.0.1:9', botId: '28:bot', tenant: 'tenant-1' };
  const deps = { store, rules, now, system: 'webhook' };
  await actOnCard(deps, { ...click, ...where, caseId: record.id, address });
  const after = (await store.caseById(record.id))?.record;
  expect(after?.ticket).toMatchObject({ id: null, owner: 'Robin' });
});
