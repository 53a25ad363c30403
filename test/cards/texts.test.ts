import { describe, expect, it } from 'vitest';
import { renderStep } from '../../cards/render.ts';
import {
  buttonLabels,
  escapeMarkdown,
  factLabel,
  factValueLabel,
  fill,
  say,
  seenText,
  stepText,
} from '../../cards/texts.ts';
import { fixRows, isRow, ownAnswers, stepIds } from '../../dialogs/triage/answers.ts';
import { choiceFacts, factNames } from '../../dialogs/triage/facts.ts';
import { everyCard, loaded, stringsOf, tagsFor, viewOf, windowsOnly } from './views.ts';

const readable = (view: Parameters<typeof renderStep>[0]) => stringsOf(renderStep(view)).join('\n');

describe('texts that must hold on every path', () => {
  it('a Mac never reads of Windows things', () => {
    const windows =
      /registry|Win\+R|Windows key|Control Panel|inetcpl|netsh|dsregcmd|this PC|Start menu|File Explorer|Command Prompt|near the clock|restore point|System Restore|Internet Options|Windows update/i;
    for (const { name, view, card } of everyCard) {
      if (view.tags.includes('mac')) expect(stringsOf(card).join('\n'), name).not.toMatch(windows);
    }
  });

  it('a managed computer is never told to switch protection off', () => {
    const off =
      /(?<!was )(?:switch|turn)(?:ed|ing)? off|disable|pause (?:only|web|the scan|an ad)|uninstall (?:your|the) (?:security|antivirus)/i;
    for (const step of stepIds) {
      for (const tags of tagsFor(step).filter((set) => set.includes('managed') && !set.includes('switch'))) {
        expect(readable(viewOf(step, { tags })), step).not.toMatch(off);
      }
    }
    for (const tags of tagsFor('proxy').filter((set) => set.includes('managed'))) {
      expect(readable(viewOf('proxy', { tags }))).not.toMatch(/antivirus|scan|protection|firewall/i);
    }
  });

  it('nobody is given the join command, and leave only where Windows comes back by itself', () => {
    for (const { name, view, card } of everyCard) {
      const text = stringsOf(card).join('\n');
      expect(text, name).not.toMatch(/dsregcmd \/join/i);
      expect(text.includes('dsregcmd /leave'), name).toBe(
        view.step === 'rejoin' && view.tags.includes('hybrid'),
      );
    }
  });

  it('commands that change something stand at their own steps only', () => {
    for (const { name, view, card } of everyCard) {
      const text = stringsOf(card).join('\n');
      expect(/netsh (winsock|int ip) reset/.test(text), name).toBe(view.step === 'winsock');
      expect(/onedrive\.exe \/reset/.test(text), name).toBe(
        view.step === 'reset-client' && view.tags.includes('windows'),
      );
    }
  });

  it("someone else's computer and other codes get no command", () => {
    for (const step of ['other-device', 'code-help', 'welcome', 'ask-code', 'device'] as const) {
      for (const tags of tagsFor(step)) {
        expect(JSON.stringify(renderStep(viewOf(step, { tags })))).not.toContain('Monospace');
      }
    }
  });

  it('a step that can cut the connection says how to undo it, that the phone goes on, and whom to call', () => {
    for (const step of [
      'connection',
      'proxy',
      'other-network',
      'winsock',
      'rejoin',
      'credentials',
    ] as const) {
      for (const tags of tagsFor(step)) {
        const text = readable(viewOf(step, { tags }));
        expect(text, step).toContain('If the connection drops:');
        expect(text).toContain('Teams on your phone');
        expect(text).toContain('+49 30 555 0100');
        expect(text).toContain('Mon-Fri 8:00-18:00');
      }
    }
  });

  it('no input asks for a password, a code to sign in with, or a token', () => {
    for (const step of stepIds) {
      const card = JSON.stringify(renderStep(viewOf(step)));
      expect(card).not.toContain('"style":"Password"');
      expect(readable(viewOf(step))).not.toMatch(
        /(?:enter|type|send|tell) (?:me |us )?your (?:password|pin|token)/i,
      );
    }
  });

  it('every fix says how long it takes and how to undo it', () => {
    for (const step of fixRows) {
      for (const tags of tagsFor(step)) {
        expect(stepText(step, tags).takes, step).toBeTruthy();
        expect(stepText(step, tags).undo, step).toBeTruthy();
      }
    }
  });

  it('every row can say why', () => {
    for (const step of stepIds.filter(isRow)) {
      expect(readable(viewOf(step, { why: true }))).toContain(stepText(step, []).why);
    }
  });
});

describe('the steps in particular', () => {
  it('the winsock step has its three commands to copy, in order', () => {
    const text = JSON.stringify(renderStep(viewOf('winsock')));
    const at = ['netsh winsock reset', 'netsh int ip reset', 'ipconfig /flushdns'].map((c) =>
      text.indexOf(c),
    );
    expect(at.every((place) => place > 0)).toBe(true);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });

  it("the reset has the user's own path first, then both Program Files", () => {
    const commands = stepText('reset-client', ['windows']).body.filter((item) => typeof item !== 'string');
    expect(commands).toEqual([
      { command: '%localappdata%\\Microsoft\\OneDrive\\onedrive.exe /reset' },
      { command: 'C:\\Program Files\\Microsoft OneDrive\\onedrive.exe /reset' },
      { command: 'C:\\Program Files (x86)\\Microsoft OneDrive\\onedrive.exe /reset' },
    ]);
  });

  it("the internet step names the company's address for a work account and Microsoft's for a private one", () => {
    const work = JSON.stringify(renderStep(viewOf('internet', { tags: ['windows', 'work-account'] })));
    expect(work).toContain('"url":"https://contoso-my.sharepoint.com"');
    expect(work).not.toContain('onedrive.live.com');
    const tags = ['windows', 'personal-account'] as const;
    const own = JSON.stringify(renderStep(viewOf('internet', { tags: [...tags] })));
    expect(own).toContain('"url":"https://onedrive.live.com"');
    expect(own).not.toContain('contoso');
  });

  it('a managed proxy is looked at, a private one is switched, a Mac has its own words for both', () => {
    expect(readable(viewOf('proxy', { tags: ['windows', 'managed', 'look'] }))).toContain('only look');
    expect(readable(viewOf('proxy', { tags: ['windows', 'personal-device', 'switch'] }))).toContain(
      'Switch off',
    );
    expect(readable(viewOf('proxy', { tags: ['mac', 'personal-device', 'switch'] }))).toMatch(
      /System Settings → Network[\s\S]*Switch off every proxy/,
    );
  });

  it('another code is explained, and an unknown one is said to be unknown', () => {
    const known = readable(viewOf('code-help', { params: { code: '0x8004de90' } }));
    expect(known).toContain('0x8004de90');
    expect(known).toContain('fully set up');
    expect(readable(viewOf('code-help', { params: { code: '0xdeadbeef' } }))).toContain(
      'do not know this code',
    );
    expect(readable(viewOf('code-help', { params: { code: 'constructor' } }))).toContain('do not know');
  });

  it('a row that policy switched off is named with the reason', () => {
    const view = viewOf('proxy', {
      skipped: [
        { step: 'tls', why: 'policy' },
        { step: 'winsock', why: 'not-on-mac' },
      ],
      params: { 'off.tls': 'set by policy' },
    });
    expect(readable(view)).toContain('TLS 1.2: your IT has switched this step off (set by policy)');
    expect(readable(view)).not.toContain('Network reset');
  });

  it('rolling back lists in the open what was changed', () => {
    const text = readable(viewOf('roll-back', { changed: ['unlink', 'winsock'] }));
    expect(text).toContain("Network reset: can't be taken back by itself");
    expect(loaded('roll-back', ['mac']).changed).not.toContain(windowsOnly[0]);
  });

  it('what fixed it is named at the end', () => {
    expect(readable(viewOf('resolved'))).toContain('What did it: Restart OneDrive.');
    expect(readable(viewOf('resolved', { params: {} }))).not.toContain('What did it');
  });
});

describe('filling in', () => {
  it('leaves a sentence out whose param is missing', () => {
    expect(fill('Call {helpDesk}: {phone}. Hours: {hours}.', { helpDesk: 'IT', phone: '1' })).toBe(
      'Call IT: 1.',
    );
    expect(fill('Hours: {hours}.', {})).toBe('');
    expect(fill('Hours: {hours}.', { hours: '' })).toBe('');
  });

  it("fills once, so that a param can't bring a placeholder along", () => {
    expect(fill('A {a}.', { a: '{b}', b: 'secret' })).not.toContain('secret');
  });

  it('reads nothing of a person as markdown in a message', () => {
    expect(escapeMarkdown('**a** [b](c) <at>x</at>')).toBe(
      '\\*\\*a\\*\\* \\[b\\](c) <\u200bat\\>x<\u200b/at\\>',
    );
    expect(escapeMarkdown('1. a\n- b')).toBe('1. a\n- b'.replace('1.', '\\1.').replace('-', '\\-'));
  });

  it('leaves the help desk out of the help where there is none', () => {
    expect(say('help')).not.toContain('Help desk');
    expect(say('help', { helpDesk: 'IT' })).toContain('Help desk: IT.');
  });
});

describe('words for everything', () => {
  it('has a label and a past tense for every own answer', () => {
    for (const step of stepIds) {
      for (const answer of ownAnswers[step]) {
        expect(
          buttonLabels(step, [])[answer] ?? buttonLabels(step, ['switch'])[answer],
          `${step} ${answer}`,
        ).toBeTruthy();
        expect(seenText(step, answer)).toBeTruthy();
      }
    }
  });

  it('has a word for every fact and value', () => {
    for (const name of factNames) expect(factLabel(name), name).not.toBe(name);
    for (const [name, values] of Object.entries(choiceFacts)) {
      for (const value of values)
        if (value.includes('-')) expect(factValueLabel(name, value), name).not.toBe(value);
    }
    expect(factValueLabel('code', '0x8004de40')).toBe('0x8004de40');
  });

  it('asks for what did not arrive once more whether it was tapped or typed', () => {
    expect(say('tryAgain')).toMatch(/tap or type/);
  });
  it('gives the same texts whatever the order of the tags', () => {
    for (const step of stepIds) {
      for (const tags of tagsFor(step)) {
        expect(stepText(step, tags.toReversed()), `${step} ${tags.join()}`).toEqual(stepText(step, tags));
      }
    }
  });
});
