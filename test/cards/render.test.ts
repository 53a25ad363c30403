import * as AC from 'adaptivecards';
import { describe, expect, it } from 'vitest';
import { renderAnswer, renderLine, renderStep } from '../../cards/render.ts';
import { stepIds } from '../../dialogs/triage/answers.ts';
import { everyCard, loaded, stringsOf, viewOf } from './views.ts';

/** What Microsoft's own parser finds wrong with a card of version 1.5. */
function complaints(json: unknown): string[] {
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  const card = new AC.AdaptiveCard();
  // The parser counts folded answers too; Teams doesn't, and the primary ones are counted below.
  card.hostConfig = new AC.HostConfig({ actions: { maxActions: 20 } });
  card.parse(structuredClone(json), context);
  const parsed = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  const checked = card.validateProperties().validationEvents.map((event) => event.message);
  return [...parsed, ...checked];
}

describe('every step on every computer', () => {
  it.each(stepIds)('%s', (step) => {
    for (const { name, view, card } of everyCard.filter((entry) => entry.view.step === step)) {
      const json = JSON.stringify(card);
      expect(complaints(card), name).toEqual([]);
      expect(json).not.toContain('${');
      expect(json).not.toMatch(/\{\w+\}/);
      expect(Buffer.byteLength(json)).toBeLessThan(28 * 1024);
      expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5' });
      expect(card.fallbackText.length).toBeGreaterThan(20);
      expect(card.speak.length).toBeGreaterThan(10);
      expect(json).not.toContain('Action.ShowCard');

      const actions = card.actions ?? [];
      const titles = actions.map((action) => action.title);
      expect(new Set(titles).size).toBe(titles.length);
      expect(titles.filter((title) => title.length > 32)).toEqual([]);
      const primary = actions.filter((action) => action.mode === undefined);
      expect(primary.length).toBeLessThanOrEqual(6);
      expect(primary.length).toBeGreaterThan(view.step === 'closed' ? -1 : 0);
      // The folded ones come last, or the buttons would jump between clients.
      expect(actions.slice(primary.length).every((action) => action.mode === 'secondary')).toBe(true);
      expect(actions.map((action) => action.verb)).toEqual([...view.primary, ...view.secondary]);
    }
  });

  it('knows a text for every answer it shows', () => {
    for (const { view, card } of everyCard) {
      for (const action of card.actions ?? []) {
        expect(action.title, `${view.step} ${action.verb}`).not.toBe(action.verb);
      }
    }
  });

  it('has no empty text', () => {
    for (const { name, card } of everyCard) {
      expect(
        stringsOf(card).filter((text) => text.trim() === ''),
        name,
      ).toEqual([]);
    }
  });
});

describe('the order of a card', () => {
  const texts = (view: Parameters<typeof renderStep>[0]) => {
    const { body } = renderStep(view);
    return stringsOf({ body });
  };

  it('starts with how to switch on again, then the notice, then the title', () => {
    for (const step of stepIds) {
      const all = texts(loaded(step, ['windows', 'managed']));
      expect(all[0], step).toMatch(/^Still switched off/);
      expect(all.slice(1, 5).join(' ')).toMatch(/Proxy: .*VPN: /);
      expect(all[5]).toMatch(/^Sorry, I did not understand/);
      expect(all[6]).toBe(texts(viewOf(step))[0]);
    }
  });

  it('says aloud and instead of the card what is switched off, too', () => {
    const card = renderStep(viewOf('restart', { switchedOff: ['vpn'] }));
    expect(card.speak).toMatch(/^Still switched off.*VPN/);
    expect(card.fallbackText).toMatch(/^Still switched off.*VPN/);
  });

  it('shows the last three lines of the trail and folds the rest', () => {
    const trail = (['internet', 'restart', 'unlink', 'tls', 'proxy'] as const).map((step) => ({
      step,
      answer: 'not-fixed' as const,
      at: '2026-11-23T09:41:00.000Z',
      from: 'asked' as const,
    }));
    const card = renderStep(viewOf('winsock', { trail, changed: ['restart', 'unlink'] }), {
      timeZone: 'Europe/Berlin',
    });
    const all = stringsOf({ body: card.body });
    const open = all.indexOf('10:41 Unlink and sign in again: same error');
    expect(all.slice(open, open + 3)).toEqual([
      '10:41 Unlink and sign in again: same error',
      '10:41 TLS 1.2: ticked, same error',
      '10:41 Proxy: same error',
    ]);
    expect(all.indexOf('10:41 Restart OneDrive: same error')).toBeGreaterThan(open);
    expect(card.body).toContainEqual(expect.objectContaining({ id: 'more', isVisible: false }));
    expect(JSON.stringify(card.body)).toContain('"targetElements":["more"]');
  });

  it('folds nothing where there is nothing to fold', () => {
    expect(JSON.stringify(renderStep(viewOf('internet')))).not.toContain('ToggleVisibility');
  });

  it('leaves times out where the zone is not known or not one', () => {
    const view = loaded('restart', ['windows']);
    expect(JSON.stringify(renderStep(view))).not.toMatch(/\d\d:41/);
    expect(JSON.stringify(renderStep(view, { timeZone: 'Mars/Base' }))).not.toMatch(/\d\d:41/);
  });

  it('says which folded answers can be typed', () => {
    const all = texts(viewOf('restart'));
    expect(all.at(-1)).toBe('You can also type "back", "later" or "why".');
    expect(texts(viewOf('resolved')).some((text) => text.startsWith('You can also type'))).toBe(false);
  });

  it('is the same for the same view', () => {
    const view = loaded('unlink', ['mac', 'personal-device']);
    expect(renderStep(view)).toEqual(renderStep(structuredClone(view)));
  });
});

describe('what people wrote', () => {
  const nasty =
    '<at>all</at> **bold** [x](http://evil.example) ${case} {phone} {{DATE(2020-01-01T00:00:00Z)}}';

  it('stands in text runs, which know no markdown, and is never expanded', () => {
    const card = renderStep(
      viewOf('escalate', {
        lines: [{ label: nasty, text: nasty }],
        params: { helpDesk: nasty, code: nasty },
      }),
    );
    const json = JSON.stringify(card);
    expect(json).not.toContain('<at>');
    expect(json).not.toContain('${');
    expect(json).not.toContain('{{');
    expect(json).not.toContain('{phone}');
    expect(complaints(card)).toEqual([]);
    const blocks = JSON.stringify(card, (_, node: unknown) =>
      typeof node === 'object' && node !== null && 'type' in node && node.type === 'TextRun'
        ? undefined
        : node,
    );
    expect(stringsOf(JSON.parse(blocks).body).join()).not.toContain('**bold**');
  });

  it('is cut where it would burst the card, and says so', () => {
    const card = renderStep(viewOf('evidence', { lines: [{ label: 'Read', text: 'x'.repeat(50_000) }] }));
    expect(JSON.stringify(card).length).toBeLessThan(28 * 1024);
    expect(JSON.stringify(card)).toContain('shortened');
    for (const text of ['{<"\\', '漢字', '\u{1f600}']) {
      const view = loaded('cipher-suites', ['windows', 'managed', 'admin']);
      const long = renderStep({ ...view, lines: [{ label: 'Read', text: text.repeat(9000) }] });
      expect(Buffer.byteLength(JSON.stringify(long))).toBeLessThan(28 * 1024);
      expect(JSON.stringify(long)).toContain('shortened');
    }
  });

  it('keeps its lines', () => {
    const card = renderStep(viewOf('evidence', { lines: [{ label: 'Read', text: 'one\n\ntwo' }] }));
    expect(stringsOf({ body: card.body }).join('|')).toContain('Read: |one|· |two|');
  });

  it('never becomes a link', () => {
    for (const oneDriveUrl of ['javascript:alert(1)', 'http://plain.example', 'nonsense']) {
      const json = JSON.stringify(renderStep(viewOf('internet', { params: { oneDriveUrl } })));
      expect(json).not.toContain(`"url":"${oneDriveUrl}"`);
    }
  });
});

describe('cards without a step', () => {
  it('folds an old card to one line that Microsoft accepts', () => {
    const card = renderLine('Restart OneDrive: this goes on further down. ${x} <at>all</at>');
    expect(complaints(card)).toEqual([]);
    expect(card.actions).toBeUndefined();
    expect(JSON.stringify(card)).not.toContain('${');
  });

  it('answers a question, with links to https only', () => {
    const card = renderAnswer({
      title: 'Is it a virus?',
      body: ['No.', { command: 'netsh winhttp show proxy' }],
      links: [
        { title: 'Read more', url: 'https://learn.microsoft.com/' },
        { title: 'Bad', url: 'javascript:alert(1)' },
      ],
    });
    expect(complaints(card)).toEqual([]);
    expect(JSON.stringify(card)).toContain('https://learn.microsoft.com/');
    expect(JSON.stringify(card)).not.toContain('javascript');
    expect(JSON.stringify(card)).toContain('"fontType":"Monospace"');
  });

  it('starts with what is switched off, too', () => {
    const from = { switchedOff: ['proxy'], tags: ['mac'] } as const;
    for (const card of [
      renderLine('One line', { switchedOff: [...from.switchedOff], tags: [...from.tags] }),
      renderAnswer({ title: 'T', body: ['B'] }, { switchedOff: [...from.switchedOff], tags: [...from.tags] }),
    ]) {
      expect(stringsOf({ body: card.body })[0]).toMatch(/^Still switched off/);
      expect(JSON.stringify(card)).toContain('System Settings');
    }
  });
});
