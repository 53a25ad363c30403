import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { type PolicyResult, readPolicy } from '../dialogs/triage/policy.ts';
import { codeOf } from './errors.ts';

/** Reads the company's policy file (YAML); without a path the defaults. Every problem names its place. */
export function readPolicyFile(path: string | undefined): PolicyResult {
  if (path === undefined) return readPolicy({});
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { ok: false, problems: [`POLICY_FILE: ${path} can't be read (${codeOf(error)})`] };
  }
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map((error) => `${path}: ${error.message}`) };
  }
  const result = readPolicy(document.toJS());
  return result.ok ? result : { ok: false, problems: result.problems.map((problem) => `${path}: ${problem}`) };
}
