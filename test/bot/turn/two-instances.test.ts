import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnCard } from '../../../bot/it/act.ts';
import { openStore } from '../../../bot/store/open.ts';
import type { Store } from '../../../bot/store/store.ts';
import { sweep } from '../../../bot/sweep.ts';
import { type HandoffAnswer, handOver } from '../../../bot/turn/hand-over.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { startBot } from '../../support/bot.ts';
import { silent } from '../../support/http.ts';
import { startIssuer } from '../../support/issuer.ts';
import { pc } from '../../support/ladder.ts';
import { doneOrWaiting, startPostgres } from '../../support/postgres.ts';
import { TurnsUser } from '../../support/turns.ts';
import { policyWith } from '../../support/walk.ts';

const server = await startPostgres();
const policy = policyWith({ nextDayCheck: 'yes' });
const rules = { machine: createTriage(policy), policy };
const day = 86_400_000;
let time = Date.parse('2026-03-02T12:00:00Z');
const now = () => time;

describe.skipIf(!server)('Of two instances on one PostgreSQL', { timeout: 30_000 }, () => {
  let url: string;
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    url = (await server?.newDatabase()) ?? '';
    one = await openStore(url);
    two = await openStore(url);
  });
  afterAll(async () => {
    await one.close();
    await two.close();
    await server?.close();
  });

  /** Begins `work` while a turn has locked the user and is about to lock the case, as every turn of a user does. */
  async function during<T>(user: string, work: () => Promise<T>): Promise<T> {
    let begun: Promise<T> | undefined;
    await one.turn(async (turn) => {
      await turn.user(user);
      begun = work();
      await doneOrWaiting(url, begun);
      await turn.latestCase(user);
    });
    return begun as Promise<T>;
  }

  it('IT acts on a card while its user is in a turn, and neither waits for the other', async () => {
    const kim = new TurnsUser({ store: one, rules, now });
    await kim.type('OneDrive says 0x8004de40');
    await kim.click('human');
    const { live } = await kim.click('send');
    const intake = {
      caseId: live?.record.id ?? '',
      verb: 'take',
      rev: 0,
      inputs: {},
      who: 'Robin',
      whoId: '29:robin',
      conversationId: '19:it',
      activityId: 'it-1',
      cardActivityId: null,
      address: { serviceUrl: 'http://127.0.0.1:9', botId: '28:bot', tenant: 'tenant-1' },
    };
    const done = await during(kim.key, () =>
      actOnCard({ store: two, rules, system: 'builtin', now }, intake),
    );
    expect(done?.card.log).toMatchObject([{ who: 'Robin', did: 'take' }]);
  });

  it('one looks after a silent case while its user is in a turn, and neither waits for the other', async () => {
    const jo = new TurnsUser({ store: one, rules, now }, 'jo');
    await jo.type('OneDrive says 0x8004de40');
    await jo.click('continue', pc('windows', 'personal'));
    await jo.click('loads');
    const { live } = await jo.click('fixed');
    expect(live?.step).toBe('resolved');
    time += day;
    const deps = { store: two, rules, now, log: silent };
    await during(jo.key, () => sweep(deps));
    expect((await two.latestCase(jo.key))?.record.remindersSent).toBe(1);
  });

  it('both get the same handoff, and give the same answer', async () => {
    const first: HandoffAnswer = { handoffId: 'h', case: 'c', state: 'waiting', chatLink: 'link' };
    const ticket = { system: 'rt', id: '4711' };
    let second: Promise<HandoffAnswer> | undefined;
    await one.turn(async (turn) => {
      const body = JSON.stringify(first);
      await turn.saveHandoff({ id: 'h', ticketKey: 'rt/4711', caseId: 'c', body, at: '' });
      const deps = { store: two, rules, now, newId: () => 'other', chatLink: () => 'other link' };
      second = handOver(deps, { user: 'tenant-1/al' }, { user: { aadObjectId: 'al' }, ticket });
      await doneOrWaiting(url, second);
    });
    expect(await second).toEqual(first);
    expect(await two.latestCase('tenant-1/al')).toBeUndefined();
  });

  it('both open an incident, and each gets a number of its own', async () => {
    const issuer = await startIssuer();
    const bot = await startBot({
      databaseUrl: url,
      env: { API_ISSUER: issuer.url, API_AUDIENCE: 'api://bot' },
    });
    const token = await issuer.token({ roles: ['Incidents.Manage'] });
    const open = () =>
      fetch(`${bot.url}/api/incidents`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ code: '0x8004de40' }),
      });
    let second: Promise<Response> | undefined;
    await one.turn(async (turn) => {
      await turn.incidents.create((id) => ({
        id,
        state: 'open',
        name: '',
        codes: ['0x8004de88'],
        tenant: 'tenant-2',
        openedAt: '',
        openedBy: 'IT',
        detection: null,
        closedAt: null,
        mergedInto: null,
        people: 0,
        lastCaseAt: '',
        ticket: { system: 'builtin', key: 'incident:INC-1:1', id: null, url: null, status: 'new' },
      }));
      second = open();
      await doneOrWaiting(url, second);
    });
    const answer = await second;
    expect([answer?.status, await answer?.json()]).toEqual([
      201,
      expect.objectContaining({ incident: 'INC-2' }),
    ]);
    await bot.close();
    await issuer.stop();
  });
});
