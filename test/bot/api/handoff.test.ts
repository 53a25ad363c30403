import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot, type TestBot } from '../../support/bot.ts';
import { startIssuer } from '../../support/issuer.ts';
import { pc } from '../../support/ladder.ts';
import { dataOf, stepOfCard } from '../../support/teams.ts';

let issuer: Awaited<ReturnType<typeof startIssuer>>;
let bot: TestBot;
beforeAll(async () => {
  issuer = await startIssuer();
  bot = await startBot({ env: { API_ISSUER: issuer.url, API_AUDIENCE: 'api://bot' } });
});
afterAll(async () => {
  await bot.close();
  await issuer.stop();
});

async function call(path: string, token: string | null, body?: object) {
  const response = await fetch(`${bot.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const desk = () => issuer.token({ roles: ['Handoff.Create', 'Cases.Read'] });
const known = { platform: 'windows', ownDevice: 'yes', ownership: 'managed' };

describe('who may call', () => {
  it.each([
    ['no token', async () => null, 401],
    ['rubbish', async () => 'abc', 401],
    ['another audience', () => issuer.token({ roles: ['Cases.Read'] }, { audience: 'api://other' }), 401],
    ['another key', () => issuer.token({ roles: ['Cases.Read'] }, { key: 'other' }), 401],
    ['an expired token', () => issuer.token({ roles: ['Cases.Read'] }, { expires: '-5m' }), 401],
    ['no role', () => issuer.token({}), 403],
    ['another role', () => issuer.token({ roles: ['Handoff.Create'] }), 403],
  ])('a call with %s is refused', async (_name, token, status) => {
    expect((await call('/api/cases/x', await token())).status).toBe(status);
  });
  it('without an issuer nobody is let in', async () => {
    const closed = await startBot();
    const response = await fetch(`${closed.url}/api/cases/x`, {
      headers: { authorization: `Bearer ${await desk()}` },
    });
    expect(response.status).toBe(401);
    await closed.close();
  });
});

describe('a handoff', () => {
  it('goes on after what the desk knows and did, and shows who sent the user', async () => {
    const user = bot.user();
    await user.type('hi');
    const from = bot.connector.sent.length;
    const answer = await call('/api/handoffs', await desk(), {
      user: { aadObjectId: user.objectId },
      ticket: { system: 'rt', id: randomUUID(), url: 'https://rt.example.com/1' },
      code: '0x8004DE40',
      facts: { ...known, knowsPassword: 'yes', admin: 'yes' },
      stepsDone: [
        { step: 'internet', answer: 'loads' },
        { step: 'restart', answer: 'not-fixed' },
      ],
    });
    expect(answer).toMatchObject({ status: 202, body: { state: 'delivered' } });
    const sent = await bot.connector.next(
      (one) => one.conversation === user.conversation && one.card !== undefined,
      from,
    );
    expect(sent.card && stepOfCard(sent.card)).toBe('situation');
    expect(JSON.stringify(sent.card?.body)).toContain('help desk sent you');
    const { body } = await call(`/api/cases/${answer.body.case}`, await desk());
    expect(body).toMatchObject({
      state: 'open',
      step: 'situation',
      code: '0x8004de40',
      facts: { platform: { value: 'windows', from: 'handoff' }, webWorks: { value: 'yes', from: 'handoff' } },
    });
    expect(body.facts).not.toHaveProperty('knowsPassword');
  });
  it('of the same ticket gives the same answer and sends nothing', async () => {
    const user = bot.user();
    await user.type('hi');
    const handoff = {
      user: { aadObjectId: user.objectId },
      ticket: { system: 'rt', id: randomUUID() },
      code: '0x8004de40',
    };
    const first = await call('/api/handoffs', await desk(), handoff);
    await bot.connector.next(
      (one) => one.conversation === user.conversation && one.card?.refresh?.action.data.step === 'device',
    );
    const from = bot.connector.sent.length;
    expect(await call('/api/handoffs', await desk(), handoff)).toEqual(first);
    await user.type('hello');
    expect(bot.connector.sent.slice(from).filter((one) => one.method === 'POST')).toHaveLength(1);
  });
  it('of a user who never wrote waits, and is there when they do', async () => {
    const user = bot.user();
    const answer = await call('/api/handoffs', await desk(), {
      user: { aadObjectId: user.objectId },
      code: '0x8004de40',
      facts: known,
    });
    expect(answer.body).toMatchObject({
      state: 'waiting',
      chatLink: expect.stringContaining('https://teams.microsoft.com/l/chat/'),
    });
    const { card } = await user.type('hi');
    expect(stepOfCard(card)).toBe('internet');
    expect(dataOf(card).case).toBe(answer.body.case);
  });
  it('finds its user however the case of the directory id is written', async () => {
    const user = bot.user();
    await user.type('hi');
    const answer = await call('/api/handoffs', await desk(), {
      user: { aadObjectId: user.objectId.toUpperCase() },
      code: '0x8004de40',
    });
    expect(answer).toMatchObject({ status: 202, body: { state: 'delivered' } });
  });
  it('adds to an open case and changes nothing that the user said', async () => {
    const user = bot.user();
    const { card } = await user.type('0x8004de40');
    await user.click(card, 'continue', pc('mac', 'personal'));
    const answer = await call('/api/handoffs', await desk(), {
      user: { aadObjectId: user.objectId },
      facts: { ...known, accountType: 'work' },
      stepsDone: [{ step: 'internet', answer: 'loads' }],
    });
    const { body } = await call(`/api/cases/${answer.body.case}`, await desk());
    expect(body).toMatchObject({
      step: 'restart',
      facts: { platform: { value: 'mac' }, accountType: { value: 'work' } },
    });
  });
  it('with faults lists every one of them', async () => {
    const answer = await call('/api/handoffs', await desk(), {
      user: { aadObjectId: 'u' },
      code: 'hello',
      facts: { platform: 'toaster', nonsense: 'x' },
      stepsDone: [
        { step: 'welcome', answer: 'fixed' },
        { step: 'tls', answer: 'loads' },
      ],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.faults).toHaveLength(5);
    expect((await call('/api/handoffs', await desk(), {})).status).toBe(400);
  });
  it('with faults of its shape and of its words lists both kinds at once', async () => {
    const answer = await call('/api/handoffs', await desk(), {
      ticket: { system: 'rt' },
      code: 'hello',
      facts: { platform: 'toaster', nonsense: 'x', admin: 7, ownership: 'rented' },
      stepsDone: [
        { step: 'nowhere', answer: 'loads' },
        { step: 'welcome', answer: 'perhaps' },
        { step: 'tls', answer: 'loads', at: 'yesterday' },
        7,
      ],
      locale: 5,
    });
    expect(answer.status).toBe(400);
    const places = (answer.body.faults as string[]).map((fault) => fault.split(':')[0]);
    expect(places.sort()).toEqual([
      'code',
      'facts.admin',
      'facts.nonsense',
      'facts.ownership',
      'facts.platform',
      'locale',
      'stepsDone.0.step',
      'stepsDone.1.answer',
      'stepsDone.1.step',
      'stepsDone.2.answer',
      'stepsDone.2.at',
      'stepsDone.3',
      'ticket.id',
      'user',
    ]);
  });
  it('keeps the time at which each step was done, in a new case and in an open one', async () => {
    const user = bot.user();
    await user.type('hi');
    const stepsOf = async (stepsDone: object[]) => {
      const { body } = await call('/api/handoffs', await desk(), {
        user: { aadObjectId: user.objectId },
        code: '0x8004de40',
        facts: known,
        stepsDone,
      });
      const { steps } = (await call(`/api/cases/${body.case}`, await desk())).body;
      return (steps as { step: string; at: string }[]).map(({ step, at }) => `${step} ${at}`);
    };
    const first = await stepsOf([
      { step: 'internet', answer: 'loads', at: '2026-03-02T09:05:00.000Z' },
      { step: 'restart', answer: 'not-fixed', at: '2026-03-02T10:15:30+01:00' },
    ]);
    expect(first).toEqual(['internet 2026-03-02T09:05:00.000Z', 'restart 2026-03-02T09:15:30.000Z']);
    const before = Date.now();
    const [, , third, fourth] = await stepsOf([
      { step: 'tls', answer: 'was-on', at: '2026-03-02T09:30:00Z' },
      { step: 'proxy', answer: 'no-proxy' },
    ]);
    expect(third).toBe('tls 2026-03-02T09:30:00Z');
    expect(Date.parse(fourth?.split(' ')[1] ?? '')).toBeGreaterThanOrEqual(before);
  });
  it('an unknown case is not found', async () => {
    expect((await call('/api/cases/nothing', await desk())).status).toBe(404);
  });
});
