import { faultFinding, networkFault, passwordStatus, signInError } from './codes.ts';
import { fieldPattern } from './keys.ts';
import { flatten, shorten } from './text.ts';
import type { FindingKey, Part, Reading } from './types.ts';

interface Field {
  name: string;
  value: string;
  line: string;
}

const core = /AzureAdJoined|DomainJoined|WorkplaceJoined|EnterpriseJoined|DeviceAuthStatus|AzureAdPrt/i;
const fieldStart = new RegExp(fieldPattern, 'gi');
/** Filtered or retyped lines lose the colon; only the command's own YES and NO are taken then. */
const bareFlag =
  /(?<![A-Za-z])(AzureAdJoined|EnterpriseJoined|DomainJoined|WorkplaceJoined|AzureAdPrt)(?: ?\| ?| )(YES|NO)(?![A-Za-z])/g;

/** Every field of the output, whatever became of its line breaks. */
function readFields(text: string): Field[] {
  const flat = flatten(text);
  const starts = [...flat.matchAll(fieldStart)];
  const fields = starts.map((match, i) => {
    const from = match.index + match[0].length;
    const to = Math.min(starts[i + 1]?.index ?? flat.length, from + 400);
    // A box border, or a prompt, ends the value of the last field of a section.
    const value = (
      flat.slice(from, to).split(/ ?(?:\+-|\| |PS [A-Z]:\\|[A-Z]:\\[^ ]{0,80}>)/)[0] ?? ''
    ).trim();
    const name = (match[1] ?? '').replace(/ /g, '').toLowerCase();
    return { name, value, line: shorten(`${match[1]} : ${value}`) };
  });
  for (const match of flat.matchAll(bareFlag)) {
    fields.push({ name: (match[1] ?? '').toLowerCase(), value: match[2] ?? '', line: shorten(match[0]) });
  }
  return fields;
}

const attemptFields = [
  'attemptstatus',
  'httperror',
  'httpstatus',
  'servererrorcode',
  'servererrordescription',
];

/** Drops the attempts that belong to the on-premises token: they say nothing about Microsoft's sign-in. */
function cloudOnly(fields: Field[]): Field[] {
  let enterprise = false;
  return fields.filter((field) => {
    if (field.name === 'enterpriseprt') enterprise = true;
    if (field.name === 'azureadprt' || field.name === 'azureadjoined') enterprise = false;
    return !(enterprise && attemptFields.includes(field.name));
  });
}

class Output {
  private readonly fields: Field[];

  constructor(fields: Field[]) {
    this.fields = fields;
  }

  all(...names: string[]): Field[] {
    return this.fields.filter((field) => names.includes(field.name) && field.value !== '');
  }

  one(name: string): Field | undefined {
    return this.all(name)[0];
  }

  /** YES or NO; `conflict` where two pasted outputs disagree. */
  flag(name: string): { says: 'yes' | 'no' | 'conflict' | undefined; line: string } {
    const found = this.all(name).filter((field) => /^(?:YES|NO)(?![A-Za-z])/i.test(field.value));
    const first = found[0];
    if (!first) return { says: undefined, line: '' };
    const yes = found.filter((field) => /^YES/i.test(field.value)).length;
    const says = yes === 0 ? 'no' : yes === found.length ? 'yes' : 'conflict';
    const word = first.value.slice(0, says === 'no' ? 2 : 3);
    return { says, line: shorten(first.line.replace(first.value, word.trim())) };
  }
}

/** The join table of Microsoft's "Troubleshoot devices by using the dsregcmd command". */
function readJoin(output: Output): Reading | null {
  const entra = output.flag('azureadjoined');
  const domain = output.flag('domainjoined');
  const work = output.flag('workplacejoined');
  const flags = [entra, domain, work, output.flag('enterprisejoined')];
  const line = shorten(
    flags
      .map((flag) => flag.line)
      .filter(Boolean)
      .join(' · '),
  );
  if (line === '') return null;
  const join = (key: FindingKey, value: string): Reading => ({ fact: 'joinType', key, value, line });
  if ([entra, domain].some((flag) => flag.says === 'conflict')) {
    return { key: 'join-conflicting', value: 'unclear', line };
  }
  if (entra.says === 'yes' && domain.says === 'yes') return join('joined-hybrid', 'hybrid');
  if (entra.says === 'yes' && domain.says === 'no') return join('joined-entra', 'entra');
  if (entra.says === 'no' && domain.says === 'yes') return join('joined-domain', 'domain');
  if (entra.says === 'no' && domain.says === 'no') {
    if (work.says === 'yes') return join('registered-only', 'registered');
    if (work.says === 'no') return join('not-joined', 'none');
  }
  // Without its partner line a YES could be either kind of join: rather ask again than guess.
  return { key: 'join-incomplete', value: 'unclear', line };
}

/** The network fault of the last attempt, from the fields that carry one. */
function readNetwork(output: Output): Reading | null {
  const carriers = output.all('deviceauthstatus', 'httperror', 'attemptstatus', 'clienterrorcode');
  const tests = output.all('drsdiscoverytest', 'drsconnectivitytest', 'servermessage');
  for (const field of [...carriers, ...tests]) {
    const fault = networkFault(field.value);
    if (fault) return { ...faultFinding[fault], value: fault, line: field.line };
  }
  const status = output.all('httpstatus').find((field) => /^407\b/.test(field.value));
  if (!status) return null;
  const { key, signals } = faultFinding.proxy;
  return { key, signals, fact: 'vpnOrProxyOrFilter', value: 'proxy', line: status.line };
}

/** `DeviceAuthStatus`: "FAILED. ERROR" only means that the test could not run. */
function readDevice(output: Output, network: Reading | null): Reading | null {
  const found = output.all('deviceauthstatus');
  const field = found.find((one) => !/^SUCCESS/i.test(one.value)) ?? found[0];
  if (!field) return null;
  const device = (key: FindingKey, value: string): Reading => ({
    fact: 'deviceAuth',
    key,
    value,
    line: field.line,
  });
  if (/^SUCCESS/i.test(field.value)) return device('device-ok', 'ok');
  if (/^FAILED\W{0,3}Device (?:is|has)|disabled or deleted/i.test(field.value)) {
    return { ...device('device-disabled', 'disabled'), signals: ['device-disabled'] };
  }
  if (!/^FAILED/i.test(field.value)) return null;
  return network ? device('device-check-no-network', 'no-network') : device('device-check-failed', 'unknown');
}

/** AADSTS codes and the statuses of the last attempt to get a token. */
function readAttempt(output: Output, device: Reading | null): Reading | null {
  const described = output.all('servererrordescription', 'servererrorcode', 'servermessage');
  for (const field of described) {
    const number = /AADSTS ?(\d{5,7})/i.exec(field.value)?.[1];
    if (!number) continue;
    const read = signInError(number);
    if (read.key === 'device-disabled' && device?.value === 'ok') {
      // DeviceAuthStatus is tested now, the attempt lies in the past: the device was enabled since.
      return { key: 'device-refused-before', value: `AADSTS${number}`, line: field.line };
    }
    return read.key === 'device-disabled'
      ? { ...read, fact: 'deviceAuth', value: 'disabled', line: field.line }
      : { ...read, value: `AADSTS${number}`, line: field.line };
  }
  const status = output.all('attemptstatus').find((field) => passwordStatus.test(field.value));
  return status ? { ...signInError('50126'), value: 'refused', line: status.line } : null;
}

/** The token of the signed-in user, read only where the join says there should be one. */
function readToken(output: Output, network: Reading | null, attempt: Reading | null, elevated: boolean) {
  const flag = output.flag('azureadprt');
  const prt = (key: FindingKey, value: string, line: string): Reading => ({ fact: 'prt', key, value, line });
  // The same status is given when the service could not be reached: then it says nothing of a password.
  if (attempt?.key === 'wrong-password' && (!network || /^AADSTS/.test(attempt.value))) {
    return [{ ...attempt, ...prt('wrong-password', 'wrong-password', attempt.line) }];
  }
  const others = attempt && attempt.key !== 'wrong-password' ? [attempt] : [];
  if (flag.says === 'yes') return [prt('token-present', 'yes', flag.line), ...others];
  if (flag.says !== 'no') return others;
  // Tokens belong to a user: another account, or none, sees NO (article above, "SSO state").
  if (elevated) return [prt('token-unknown-elevated', 'unknown', flag.line), ...others];
  if (network) return [prt('token-unknown-no-network', 'unknown', flag.line), ...others];
  return [prt('token-missing', 'no', flag.line), ...others];
}

/** Run as administrator: said by the output, or by the folder such a prompt starts in. */
function readElevated(output: Output, text: string): Reading | null {
  const context = output.all('usercontext').find((field) => /^(?:SYSTEM|ELEVATED)/i.test(field.value));
  // "This field can show an error if dsregcmd /status is run from an elevated command prompt" (article above).
  const wam = output.all('wamdefaultset').find((field) => /^ERROR/i.test(field.value));
  const prompt = /[A-Z]:\\Windows\\System32> ?dsregcmd[^\n]{0,40}/i.exec(text)?.[0];
  const line = context?.line ?? wam?.line ?? prompt;
  return line ? { key: 'elevated', value: 'yes', line: shorten(line) } : null;
}

/** Newer Windows versions print both proxy settings at the end. */
function readProxies(output: Output): Reading[] {
  const script = output.all('auto-configurationurl').find((field) => /[./]|\[/.test(field.value));
  const server = output.all('proxyserverlist').find((field) => /[:.[]/.test(field.value));
  const readings: Reading[] = [];
  const common = { fact: 'vpnOrProxyOrFilter', signals: ['proxy-set'] } as const;
  if (server) readings.push({ ...common, key: 'proxy-set', value: 'proxy', line: server.line });
  if (script) readings.push({ ...common, key: 'proxy-script-set', value: 'script', line: script.line });
  return readings;
}

/** Reads `dsregcmd /status` out of masked text. */
export function readDsregcmd(text: string): Part | null {
  if (!core.test(text)) return null;
  const output = new Output(cloudOnly(readFields(text)));
  const join = readJoin(output);
  const elevated = readElevated(output, text);
  const network = readNetwork(output);
  const device = readDevice(output, network);
  const attempt = readAttempt(output, device);
  // A registered device has no device state, and its single sign-on state is to be ignored (article).
  const joined = join?.fact !== 'joinType' || join.value === 'entra' || join.value === 'hybrid';
  const readings: Reading[] = [];
  if (join) readings.push(join);
  if (joined) {
    const isDisabled = attempt?.key === 'device-disabled';
    if (device && !(isDisabled && device.value !== 'disabled')) readings.push(device);
    readings.push(...readToken(output, network, attempt, elevated !== null));
    const broken = [...output.all('keysigntest'), ...output.all('aadrecoveryenabled')].find((field) =>
      /^(?:FAILED|YES)/i.test(field.value),
    );
    if (broken) readings.push({ key: 'device-key-broken', value: 'yes', line: broken.line });
  }
  if (readings.length === 0) return null;
  if (network) readings.push(network);
  if (elevated) readings.push(elevated);
  return { kinds: ['dsregcmd'], readings: [...readings, ...readProxies(output)] };
}
