import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ValidateFunction } from 'ajv';
import Draft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Zippable } from 'fflate';
import { strToU8, zipSync } from 'fflate';

/** Stands where the app id belongs until there is one; Teams refuses to register a bot under it. */
export const placeholderId = '00000000-0000-4000-8000-00000000dead';
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const placeholderUrl = 'https://bot.example.com';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What fills the `{{NAMES}}` of manifest.json. */
export interface Fill {
  appId: string;
  publicUrl: string;
  version: string;
}

/** The manifest as text with its placeholders, from the repository. */
export const readTemplate = (): Promise<string> => readFile(here('./manifest.json'), 'utf8');

/** Fills the placeholders. The same values always give the same text. Throws on a placeholder it does not know. */
export function fill(template: string, values: Fill): string {
  const known: { [name: string]: string } = {
    VERSION: values.version,
    APP_ID: values.appId,
    BOT_ID: values.appId,
    PUBLIC_URL: values.publicUrl.replace(/\/+$/, ''),
    PUBLIC_DOMAIN: new URL(values.publicUrl).host,
  };
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = known[name];
    if (value === undefined) throw new Error(`manifest.json has an unknown placeholder ${whole}`);
    // Inside a JSON text, whatever the value holds.
    return JSON.stringify(value).slice(1, -1);
  });
}

/** Compiled once a version; the schema is large. */
const compiled = new Map<string, Promise<ValidateFunction>>();

async function compile(version: string): Promise<ValidateFunction> {
  const { resolve } = createRequire(import.meta.url);
  const path = `@microsoft/app-manifest/build/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`;
  const ajv = new Draft4.default({ allErrors: true, strict: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(await readFile(resolve(path), 'utf8')));
}

/**
 * What is wrong with a manifest by Microsoft's own schema of its version; empty if nothing is.
 * Rejects where the installed package has no schema of that version.
 */
export async function schemaProblems(manifest: unknown): Promise<string[]> {
  const version =
    typeof manifest === 'object' && manifest !== null && 'manifestVersion' in manifest
      ? String(manifest.manifestVersion)
      : '';
  if (!/^\d+\.\d+$/.test(version)) return ['manifestVersion is missing'];
  const validator = compiled.get(version) ?? compile(version);
  compiled.set(version, validator);
  const validate = await validator;
  if (validate(manifest)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || 'the manifest'} ${message}`,
  );
}

/** Width and height of a PNG in pixels, and whether it has transparency, out of its header. */
export function pngHeader(bytes: Uint8Array): { width: number; height: number; alpha: boolean } | null {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (bytes.length < 26 || signature.some((byte, index) => bytes[index] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20), alpha: [4, 6].includes(view.getUint8(25)) };
}

/** What Teams would refuse about the icons. */
export function iconProblems(color: Uint8Array, outline: Uint8Array): string[] {
  const [large, small] = [pngHeader(color), pngHeader(outline)];
  return [
    ...(large?.width === 192 && large.height === 192 ? [] : ['color.png is no PNG of 192 by 192 pixels']),
    ...(small?.width === 32 && small.height === 32 ? [] : ['outline.png is no PNG of 32 by 32 pixels']),
    ...(small && !small.alpha ? ['outline.png has no transparency'] : []),
  ];
}

/** The zip's bytes. Without the time of day in it, the same files always give the same bytes. */
export function zip(files: { [name: string]: Uint8Array }): Uint8Array {
  // Zip files count local time from 1980 on; the parts of this date are the same in every time zone.
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) entries[name] = [files[name] ?? new Uint8Array(), { mtime }];
  return zipSync(entries, { level: 9 });
}

export type Packaged = { ok: true; path: string; warnings: string[] } | { ok: false; problems: string[] };

/** Builds `<folder>/cloudwhy-<version>.zip` for the environment's app id and public address. */
export async function buildPackage(
  env: { readonly [name: string]: string | undefined },
  folder: string,
): Promise<Packaged> {
  const { version }: { version: string } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
  const appId = env.MicrosoftAppId?.trim() || placeholderId;
  const publicUrl = env.PUBLIC_URL?.trim() || placeholderUrl;
  const wrong = [
    ...(guid.test(appId) ? [] : ['MicrosoftAppId is wrong: expected a GUID']),
    ...(URL.canParse(publicUrl) && publicUrl.startsWith('https://')
      ? []
      : ['PUBLIC_URL is wrong: expected an https:// address']),
  ];
  if (wrong.length > 0) return { ok: false, problems: wrong };
  const manifest = fill(await readTemplate(), { appId, publicUrl, version });
  const [color, outline] = await Promise.all([
    readFile(here('./icons/color.png')),
    readFile(here('./icons/outline.png')),
  ]);
  const problems = [...(await schemaProblems(JSON.parse(manifest))), ...iconProblems(color, outline)];
  if (problems.length > 0) return { ok: false, problems };

  const path = join(folder, `cloudwhy-${version}.zip`);
  await mkdir(folder, { recursive: true });
  await writeFile(
    path,
    zip({ 'manifest.json': strToU8(manifest), 'color.png': color, 'outline.png': outline }),
  );
  const warnings = [
    ...(appId === placeholderId
      ? ['MicrosoftAppId is not set: the package holds a placeholder and cannot be used yet.']
      : []),
    ...(publicUrl === placeholderUrl
      ? [`PUBLIC_URL is not set: the package points to ${placeholderUrl}.`]
      : []),
  ];
  return { ok: true, path, warnings };
}

async function main(): Promise<void> {
  const result = await buildPackage(process.env, here('../dist'));
  if (!result.ok) {
    process.stderr.write(
      `The Teams app package was not built:\n${result.problems.map((one) => `  - ${one}\n`).join('')}`,
    );
    process.exitCode = 1;
    return;
  }
  for (const warning of result.warnings) process.stderr.write(`Warning: ${warning}\n`);
  process.stdout.write(`${result.path}\n`);
}

if (import.meta.main) await main();
