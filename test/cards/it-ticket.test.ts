import { describe, expect, it } from 'vitest';
import { type ItTicketView, renderItTicket } from '../../cards/it-ticket.ts';

const view: ItTicketView = {
  case: 'a-1',
  rev: 3,
  number: 'OD-1001',
  url: 'https://desk.example.com/1',
  status: 'taken',
  owner: 'Robin',
  severity: 'normal',
  notice: null,
  title: 'Only this user is affected',
  verdict: [{ label: 'Look at:', text: 'Cached credentials' }],
  warnings: [],
  facts: [{ label: 'User', text: 'Kim' }],
  trail: ['12:00  Restart OneDrive: same error'],
  more: [{ label: '12:01', text: 'AzureAdJoined : YES\nDomainJoined : NO' }],
  reading: [{ title: 'dsregcmd', url: 'https://learn.microsoft.com/x' }],
  happened: [{ label: '12:02', text: 'Robin took the ticket' }],
  verbs: ['take', 'ask', 'instruct', 'resolve', 'severity'],
};
const json = (card: object) => JSON.stringify(card);

describe("a ticket's card", () => {
  it('carries case, step and revision in every action and its fallback, and nothing else', () => {
    const { actions = [] } = renderItTicket(view);
    expect(actions.map(({ verb }) => verb)).toEqual(view.verbs);
    for (const { verb, data, fallback } of actions) {
      expect(data).toEqual({ case: 'a-1', step: 'it-ticket', rev: 3 });
      expect(fallback).toMatchObject({ type: 'Action.Submit', data: { ...data, verb } });
    }
  });

  it('folds the evidence and shows the rest', () => {
    const { body } = renderItTicket(view) as { body: { id?: string; isVisible?: boolean }[] };
    const folded = body.find(({ id }) => id === 'evidence');
    expect(folded?.isVisible).toBe(false);
    expect(json(folded ?? {})).toContain('AzureAdJoined');
    expect(json(body.filter((one) => one !== folded))).not.toContain('AzureAdJoined');
    for (const word of ['Robin has it', 'Only this user', 'Kim', 'Restart OneDrive', 'took the ticket']) {
      expect(json(body.filter((one) => one !== folded))).toContain(word);
    }
  });

  it('stays within what Teams takes, and reads nothing of a person as markup, however much they wrote', () => {
    const long = '<at>Robin</at> ${title} {{DATE(2026)}} ü"\\ 💥 '.repeat(60);
    const many = (n: number) =>
      Array.from({ length: n }, (_, i) => ({ label: `${i} ${long.slice(0, 60)}`, text: long }));
    const card = renderItTicket({
      ...view,
      owner: long.slice(0, 256),
      title: long.slice(0, 200),
      verdict: many(5),
      warnings: many(3),
      facts: many(40),
      trail: many(80).map(({ text }) => text),
      more: many(20),
      happened: many(40),
    });
    expect(Buffer.byteLength(json(card))).toBeLessThan(28_000);
    expect(json(card)).not.toContain('${');
    expect(json(card)).not.toContain('<at>');
    expect(json(card)).not.toContain('{{DATE');
  });

  it('has no button and no field once nobody needs help any more', () => {
    const card = renderItTicket({ ...view, status: 'withdrawn', verbs: [] });
    expect(card.actions).toBeUndefined();
    expect(json(card)).not.toContain('Input.');
  });
});
