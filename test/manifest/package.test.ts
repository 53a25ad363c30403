import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendCommand } from '../../bot/handoff/extension.ts';
import { understand } from '../../dialogs/understanding/understand.ts';
import {
  buildPackage,
  fill,
  iconProblems,
  placeholderId,
  pngHeader,
  readTemplate,
  schemaProblems,
  zip,
} from '../../manifest/package.ts';

const appId = '11111111-2222-4333-8444-555555555555';
const env = { MicrosoftAppId: appId, PUBLIC_URL: 'https://bot.contoso.example:8443/' };
const icon = (name: string) => readFile(new URL(`../../manifest/icons/${name}.png`, import.meta.url));
const manifest = async () =>
  JSON.parse(
    fill(await readTemplate(), { appId, publicUrl: 'https://bot.contoso.example/', version: '1.2.3' }),
  );

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the Teams manifest', () => {
  it("is valid by Microsoft's own schema of its version", async () => {
    expect(await schemaProblems(await manifest())).toEqual([]);
  });

  it('is checked for real: every change for the worse is found', async () => {
    const good = await manifest();
    expect(await schemaProblems({ ...good, id: 'bot' })).not.toEqual([]);
    expect(await schemaProblems({ ...good, name: { short: 'x'.repeat(31) } })).not.toEqual([]);
    expect(await schemaProblems({ ...good, surprise: 1 })).not.toEqual([]);
    expect(
      await schemaProblems({ ...good, developer: { ...good.developer, privacyUrl: 'mailto:x@example.com' } }),
    ).not.toEqual([]);
    expect(await schemaProblems({})).toEqual(['manifestVersion is missing']);
  });

  it("has none of Microsoft's product names in its own name", async () => {
    const { name } = await manifest();
    for (const text of [name.short, name.full]) {
      expect(text).not.toMatch(
        /microsoft|onedrive|teams|office|365|sharepoint|windows|azure|entra|copilot|outlook/i,
      );
    }
  });

  it('lets the help desk hand over whoever wrote a message, by the command that the bot knows', async () => {
    const { composeExtensions, bots } = await manifest();
    const [command] = composeExtensions[0].commands;
    expect(command).toMatchObject({ id: sendCommand, type: 'action', context: ['message'], fetchTask: true });
    expect(composeExtensions[0].botId).toBe(bots[0].botId);
  });

  it('offers one bot in personal chats, teams and group chats', async () => {
    const { bots } = await manifest();
    expect(bots).toHaveLength(1);
    expect(bots[0]).toMatchObject({ botId: appId, scopes: ['personal', 'team', 'groupChat'] });
  });

  it('suggests only commands that the bot understands in the middle of a case', async () => {
    const { bots } = await manifest();
    const titles: string[] = bots[0].commandLists.flatMap((list: { commands: { title: string }[] }) =>
      list.commands.map(({ title }) => title),
    );
    expect(titles).toContain('help');
    const offered = ['fixed', 'human', 'back', 'pause', 'why', 'something-broke', 'start-over'] as const;
    const heard = titles.map((title) => [
      title,
      understand(title, { step: 'restart', offered, labels: {} }).kind,
    ]);
    expect(heard.filter(([, kind]) => kind !== 'answer' && kind !== 'help')).toEqual([]);
  });

  it('has no placeholder left when it is filled, and refuses one that it does not know', async () => {
    expect(JSON.stringify(await manifest())).not.toMatch(/[{][{]|[}][}]"/);
    expect(() => fill('{{WHAT}}', { appId, publicUrl: 'https://x.example', version: '1.0.0' })).toThrow(
      '{{WHAT}}',
    );
  });
});

/** The pixels of a PNG with eight bits a channel, as [red, green, blue, alpha]. */
function pixels(png: Buffer): number[][] {
  const header = pngHeader(png);
  if (!header?.alpha) throw new Error('no RGBA');
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const data = inflateSync(Buffer.concat(parts));
  const width = header.width * 4;
  let above = new Array<number>(width).fill(0);
  const found: number[][] = [];
  for (let row = 0; row < header.height; row += 1) {
    const start = row * (width + 1);
    const line: number[] = [];
    for (let x = 0; x < width; x += 1) {
      const [a, b, c] = [line[x - 4] ?? 0, above[x] ?? 0, above[x - 4] ?? 0];
      const paeth = [a, b, c].toSorted((p, q) => Math.abs(a + b - c - p) - Math.abs(a + b - c - q))[0] ?? 0;
      const guess = [0, a, b, (a + b) >> 1, paeth][data[start] ?? 0] ?? 0;
      line.push(((data[start + 1 + x] ?? 0) + guess) & 255);
    }
    for (let x = 0; x < width; x += 4) found.push(line.slice(x, x + 4));
    above = line;
  }
  return found;
}

describe('the icons', () => {
  it('are PNGs of 192 and of 32 pixels', async () => {
    expect(pngHeader(await icon('color'))).toMatchObject({ width: 192, height: 192 });
    expect(pngHeader(await icon('outline'))).toEqual({ width: 32, height: 32, alpha: true });
    expect(iconProblems(await icon('color'), await icon('outline'))).toEqual([]);
  });

  it('are found when they are wrong', async () => {
    expect(iconProblems(await icon('outline'), await icon('color'))).toHaveLength(3);
    expect(iconProblems(new Uint8Array(3), new Uint8Array(300))).toHaveLength(2);
  });

  it('have an outline that is white on nothing, in part of the square', async () => {
    const seen = pixels(await icon('outline')).filter(([, , , alpha = 0]) => alpha > 0);
    expect(seen.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
    expect(seen.length).toBeGreaterThan(100);
    expect(seen.length).toBeLessThan(512);
  });
});

describe('npm run package', () => {
  it('makes a zip with the filled manifest and both icons, and nothing else', async () => {
    const result = await buildPackage(env, folder);
    if (!result.ok) throw new Error(result.problems.join());
    expect(result.warnings).toEqual([]);
    const files = unzipSync(await readFile(result.path));
    expect(Object.keys(files)).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(Buffer.from(files['color.png'] ?? [])).toEqual(await icon('color'));
    const inside = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()));
    expect(inside).toMatchObject({
      id: appId,
      bots: [{ botId: appId }],
      validDomains: ['bot.contoso.example:8443'],
      developer: { privacyUrl: 'https://bot.contoso.example:8443/privacy' },
    });
    expect(await schemaProblems(inside)).toEqual([]);
  });

  it('makes the same bytes every time', async () => {
    const bytes = async () => {
      const result = await buildPackage(env, folder);
      return result.ok ? readFile(result.path) : Buffer.alloc(0);
    };
    const first = await bytes();
    expect(first.length).toBeGreaterThan(1000);
    expect(await bytes()).toEqual(first);
    expect(zip({ b: new Uint8Array([1]), a: new Uint8Array([2]) })).toEqual(
      zip({ a: new Uint8Array([2]), b: new Uint8Array([1]) }),
    );
  });

  it('says so when it has to use a placeholder', async () => {
    const result = await buildPackage({}, folder);
    if (!result.ok) throw new Error(result.problems.join());
    expect(result.warnings).toEqual([
      expect.stringMatching(/^MicrosoftAppId /),
      expect.stringMatching(/^PUBLIC_URL /),
    ]);
    const inside = strFromU8(unzipSync(await readFile(result.path))['manifest.json'] ?? new Uint8Array());
    expect(inside).toContain(placeholderId);
  });

  it.each<[string, { [name: string]: string }]>([
    ['an app id that is no GUID', { ...env, MicrosoftAppId: 'bot' }],
    ['a public address without https', { ...env, PUBLIC_URL: 'http://bot.example.com' }],
    ['a public address that is none', { ...env, PUBLIC_URL: 'bot' }],
  ])('makes nothing of %s', async (_name, values) => {
    expect(await buildPackage(values, folder)).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/is wrong: expected/)],
    });
  });
});
