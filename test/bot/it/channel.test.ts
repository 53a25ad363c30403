import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot, type TestBot } from '../../support/bot.ts';
import { climb, pc } from '../../support/ladder.ts';
import { type Card, dataOf, type Sent, stepOfCard, type TeamsUser, verbsOf } from '../../support/teams.ts';

const channel = '19:it-help@thread.tacv2';
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ env: { IT_CHANNEL: channel } });
});
afterAll(() => bot.close());

const inChannel = (one: Sent) => one.conversation.startsWith(channel);
const text = (card: Card | undefined) => JSON.stringify(card?.body);

/** Somebody of IT, in the thread of a card. */
class Technician {
  readonly user: TeamsUser;
  readonly post: Sent;
  readonly name: string;

  constructor(post: Sent, name = 'Robin', member = true) {
    this.user = bot.user();
    this.post = post;
    this.name = name;
    if (member) bot.connector.members.add(this.user.id);
  }

  async click(card: Card, verb: string, inputs: object = {}, change: object = {}) {
    const conversation = { id: this.post.conversation, conversationType: 'channel', isGroup: true };
    const from = { id: this.user.id, name: this.name, aadObjectId: this.user.objectId };
    const { status, body } = await this.user.invoke(dataOf(card), verb, inputs, {
      conversation,
      from,
      replyToId: this.post.activityId,
      ...change,
    });
    expect(status).toBe(200);
    return body;
  }

  async do(card: Card, verb: string, inputs: object = {}): Promise<Card> {
    return (await this.click(card, verb, inputs)).value;
  }
}

/** A user whose ticket has a card in the channel. */
async function escalated() {
  const user = bot.user();
  const from = bot.connector.sent.length;
  const { card } = await user.type('0x8004de40');
  const [, , asked] = await climb(user, card, [['continue', pc('windows', 'personal')], 'human']);
  const sent = await user.click(asked ?? card, 'send', { reachBy: 'phone', comment: 'On the third floor' });
  const mine = (one: Sent) =>
    inChannel(one) && one.method === 'POST' && one.card?.actions?.[0]?.data.case === dataOf(sent).case;
  const post = await bot.connector.next(mine, from);
  return { user, living: sent, post, card: post.card as Card };
}
const said = (user: TeamsUser, from: number) =>
  bot.connector.next((one) => one.conversation === user.conversation && one.text !== undefined, from);
const updated = (post: Sent, from: number, wanted: (card: Card) => boolean = () => true) =>
  bot.connector.next(
    (one) => one.method === 'PUT' && one.activityId === post.activityId && wanted(one.card as Card),
    from,
  );

describe('a ticket in the IT channel', () => {
  it('is one card: verdict, facts, what was tried, the rest behind a toggle, and what can be done', async () => {
    const from = bot.connector.sent.length;
    const { living, post, card } = await escalated();
    expect(post.conversation).toBe(`${channel};messageid=${post.activityId}`);
    expect(verbsOf(card)).toEqual(['take', 'ask', 'instruct', 'resolve', 'severity']);
    expect(dataOf(card)).toEqual({ case: dataOf(living).case, step: 'it-ticket', rev: 0 });
    expect(text(card)).toMatch(/OD-\d{4}/);
    for (const word of ['Windows 10 or 11', 'Kim Tester', 'On the third floor', 'Action.ToggleVisibility']) {
      expect(text(card)).toContain(word);
    }
    expect(card.version).toBe('1.5');
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);
    const posts = bot.connector.sent.slice(from).filter((one) => inChannel(one) && one.method === 'POST');
    expect(posts).toHaveLength(1);
  });

  it('taken by one is shown to everyone, and the user reads by whom', async () => {
    const { user, post, card } = await escalated();
    const from = bot.connector.sent.length;
    const robin = new Technician(post);
    const taken = await robin.do(card, 'take');
    expect(text(taken)).toContain('Robin has it');
    expect(dataOf(taken).rev).toBe(1);
    expect((await said(user, from)).text).toBe('Robin has taken your ticket.');
    const shown = await updated(post, from);
    expect(text(shown.card)).toContain('Robin took the ticket');
    expect(text(await robin.do(taken, 'take'))).toContain('You have this ticket already');
    const other = await new Technician(post, 'Sam').do(taken, 'take');
    expect(text(other)).toContain('Sam has it');
  });

  it('carries a question to the user and the typed answer back, whatever the answer sounds like', async () => {
    const { user, post, card } = await escalated();
    const robin = new Technician(post);
    const from = bot.connector.sent.length;
    const asked = await robin.do(card, 'ask', { text: 'Does 0x8004de40 still come?' });
    expect((await said(user, from)).text).toContain('Robin from IT asks: Does 0x8004de40 still come?');
    const below = (one: Sent) => one.conversation === user.conversation && one.card?.refresh !== undefined;
    await bot.connector.next((one) => below(one) && one.method === 'POST', from);
    const { card: living } = await user.type('yes, 0x8004de40 again');
    expect(stepOfCard(living)).toBe('escalated');
    expect(text(living)).toContain('passed that on to IT');
    const shown = await updated(post, from, (one) => text(one).includes('0x8004de40 again'));
    expect(text(shown.card)).toContain('Kim Tester wrote');
    const line = await bot.connector.next(
      (one) => one.conversation === post.conversation && !!one.text,
      from,
    );
    expect(line.text).toBe('<at>Robin</at> Kim Tester wrote: yes, 0x8004de40 again');
    expect(line.mentions).toEqual([{ id: robin.user.id, name: 'Robin' }]);
    expect(dataOf(shown.card as Card).rev).toBe(dataOf(asked).rev);
  });

  it('carries an instruction to the user', async () => {
    const { user, post, card } = await escalated();
    const from = bot.connector.sent.length;
    await new Technician(post).do(card, 'instruct', { text: 'Please restart the VPN' });
    expect((await said(user, from)).text).toContain('asks you to do this: Please restart the VPN');
  });

  it('solved asks the user whether it helped; opened again by IT is told, too', async () => {
    const { user, post, card } = await escalated();
    const robin = new Technician(post);
    const from = bot.connector.sent.length;
    const solved = await robin.do(card, 'resolve', { text: 'The proxy lets it through now' });
    expect(verbsOf(solved)).toEqual(['reopen']);
    const told = (await said(user, from)).text;
    expect(told).toContain('The proxy lets it through now');
    expect(told).toContain('Did it help?');
    const living = await bot.connector.next(
      (one) => one.conversation === user.conversation && one.card?.refresh !== undefined,
      from,
    );
    const again = bot.connector.sent.length;
    const open = await robin.do(solved, 'reopen');
    expect(verbsOf(open)).toContain('take');
    expect((await said(user, again)).text).toContain('opened your ticket again');
    const fixed = await user.click(living.card as Card, 'fixed');
    expect(stepOfCard(fixed)).toBe('resolved');
    const closed = await updated(post, again, (one) => verbsOf(one).includes('reopen'));
    expect(text(closed.card)).toContain('Solved');
  });

  it('opens again when the user says that it did not help', async () => {
    const { user, post, card } = await escalated();
    const solved = await new Technician(post).do(card, 'resolve');
    const from = bot.connector.sent.length;
    await user.type('no, still the same error');
    const shown = await updated(post, from, (one) => verbsOf(one).includes('resolve'));
    expect(text(shown.card)).toContain('no, still the same error');
    expect(dataOf(shown.card as Card).rev).toBe(dataOf(solved).rev);
  });

  it('stays one card when the same user comes with the same code again, and shows both', async () => {
    const { user, post, card } = await escalated();
    const from = bot.connector.sent.length;
    const again = await user.type('0x8004de40');
    const sent = await user.click(await user.click(again.card, 'human'), 'send', {
      comment: 'Now the laptop, too',
    });
    expect(dataOf(sent).case).not.toBe(dataOf(card).case);
    const shown = await updated(post, from, (one) => text(one).includes('Now the laptop, too'));
    expect(text(shown.card)).toContain('On the third floor');
    expect(bot.connector.sent.slice(from).filter((one) => inChannel(one) && one.method === 'POST')).toEqual(
      [],
    );
    const then = bot.connector.sent.length;
    const taken = await new Technician(post).do(shown.card as Card, 'take');
    expect(text(taken)).toContain('Robin has it');
    expect((await said(user, then)).text).toBe('Robin has taken your ticket.');
  });

  it('is fetched by clients that show an older one, which changes nothing and asks nobody who they are', async () => {
    const { post, card } = await escalated();
    const taken = await new Technician(post).do(card, 'take');
    expect(card.refresh?.action).toMatchObject({ verb: 'show', data: dataOf(card) });
    bot.connector.rosterStatus = 500;
    const shown = await new Technician(post, 'Sam').do(card, 'show');
    bot.connector.rosterStatus = null;
    expect(shown).toEqual(taken);
  });

  it('changes its severity without a word to the user', async () => {
    const { post, card } = await escalated();
    const robin = new Technician(post);
    const urgent = await robin.do(card, 'severity', { severity: 'urgent' });
    expect(text(urgent)).toContain('Severity: Urgent');
    expect(text(await robin.do(urgent, 'severity', { severity: 'urgent' }))).toContain('already');
  });

  it('withdrawn by the user has no buttons any more', async () => {
    const { user, living, post } = await escalated();
    const from = bot.connector.sent.length;
    await user.click(living, 'withdraw');
    const shown = await updated(post, from, (one) => one.actions === undefined);
    expect(text(shown.card)).toContain('needs nobody any more');
    // Nobody of IT had it, so nobody is called.
    expect(bot.connector.sent.slice(from).filter((one) => inChannel(one) && one.text)).toEqual([]);
  });
});

describe('a client that knows no Action.Execute', () => {
  const submit = (robin: Technician, value: object) =>
    robin.user.post(
      robin.user.activity({
        value,
        conversation: { id: robin.post.conversation, conversationType: 'channel', isGroup: true },
        replyToId: robin.post.activityId,
      }),
    );

  it('sees the card brought up to date, and reads in the thread why nothing changed', async () => {
    const { post, card } = await escalated();
    const robin = new Technician(post);
    const from = bot.connector.sent.length;
    await submit(robin, { ...dataOf(card), verb: 'take' });
    expect(text((await updated(post, from)).card)).toContain('Kim Tester has it');
    await submit(robin, { ...dataOf(card), verb: 'resolve' });
    const said = await bot.connector.next(
      (one) => one.conversation === post.conversation && !!one.text,
      from,
    );
    expect(said.text).toContain('Somebody was faster');
  });
});

it('says in the channel what it is for when the app is added there', async () => {
  const from = bot.connector.sent.length;
  const user = bot.user();
  const conversation = { id: channel, conversationType: 'channel', isGroup: true };
  const membersAdded = [{ id: '28:bot' }];
  await user.post(user.activity({ type: 'conversationUpdate', membersAdded, conversation }));
  const said = await bot.connector.next((one) => one.conversation === channel && !!one.text, from);
  expect(said.text).toContain('arrive here as cards');
});

describe('nothing changes, and the answer says why,', () => {
  it.each([
    ['an older revision', 'take', { rev: 7 }, {}, 'Somebody was faster'],
    ['a question without words', 'ask', {}, { text: '  ' }, 'write to the user'],
    ['a severity that there is not', 'severity', {}, { severity: 'doom' }, 'choose one of the severities'],
    ['what can not be done now', 'reopen', {}, {}, 'not possible'],
    ['a verb that there is not', 'format', {}, {}, 'not possible'],
  ])('for %s', async (_name, verb, change, inputs, words) => {
    const { post, card } = await escalated();
    const robin = new Technician(post);
    const body = await robin.user.invoke({ ...dataOf(card), ...change }, verb, inputs, {
      conversation: { id: post.conversation, conversationType: 'channel', isGroup: true },
    });
    expect(text(body.body.value)).toContain(words);
    expect(dataOf(body.body.value).rev).toBe(0);
  });

  it('for somebody who is not in the team, and where nobody can say who is', async () => {
    const { post, card } = await escalated();
    const stranger = await new Technician(post, 'Mallory', false).click(card, 'resolve');
    expect(stranger.type).toBe('application/vnd.microsoft.activity.message');
    expect(stranger.value).toContain('Only members of this team');
    const robin = new Technician(post);
    bot.connector.rosterStatus = 500;
    const unsure = await robin.click(card, 'resolve');
    bot.connector.rosterStatus = null;
    expect(unsure.value).toContain("can't find out");
    expect(text(await robin.do(card, 'take'))).toContain('Robin has it');
  });

  it('for a member who sends it from another conversation', async () => {
    const { post, card } = await escalated();
    const robin = new Technician(post);
    const { body } = await robin.user.invoke(dataOf(card), 'resolve');
    expect(stepOfCard(body.value)).toBe('welcome');
    expect(text(await robin.do(card, 'take'))).toContain('Robin has it');
  });

  it('for the same click again, also at the same time', async () => {
    const { post, card } = await escalated();
    const robin = new Technician(post);
    const same = { id: randomUUID() };
    const both = await Promise.all([
      robin.click(card, 'take', {}, same),
      robin.click(card, 'take', {}, same),
      new Technician(post, 'Sam').click(card, 'take'),
    ]);
    expect(both.map(({ value }) => dataOf(value).rev)).toEqual([1, 1, 1]);
  });
});

describe('a channel that can not be reached', () => {
  it.each([
    [403, 'forbidden'],
    [404, 'not-found'],
    [503, 'unreachable'],
  ])('with %i loses nothing: the ticket is there, and /metrics says %s', async (status, reason) => {
    const other = await startBot({ env: { IT_CHANNEL: channel } });
    const tried = Promise.withResolvers<void>();
    other.connector.answer = (one) => {
      if (!inChannel(one)) return null;
      tried.resolve();
      return { status };
    };
    const user = other.user();
    const { card } = await user.type('0x8004de40');
    const sent = await user.click(await user.click(card, 'human'), 'send');
    expect(text(sent)).toMatch(/OD-\d{4}/);
    await tried.promise;
    await expect
      .poll(async () => (await fetch(`${other.url}/metrics`)).text())
      .toContain(`bot_it_channel_failures_total{reason="${reason}"} 1`);
    await other.close();
  });
});
